package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FakeCredentials;
import dev.hubwright.api.contract.FakeRoutes;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.InMemoryServerStore;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerSupervisor;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.SpawnPlan;
import dev.hubwright.api.spawn.SpawnPlanner;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.SupervisorOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresEngine(Engine.DOCKER)
@Timeout(120)
class ContainerIT {

    private static final ServerRef ALICE = ServerRef.of("alice");

    private final Docker docker = new Docker();
    private final Spawner spawner = docker.spawner();

    @AfterEach
    void clean() throws Exception {
        spawner.close();
        docker.clean();
    }

    private Opaque start(Map<String, ?> settings) throws Exception {
        return Docker.start(spawner, Docker.request(ALICE, Docker.server(), settings))
                .state();
    }

    private void assertFails(String publicMessage, String detail, List<String> command, Map<String, ?> settings)
            throws Exception {
        assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ALICE, command, settings)))
                .isInstanceOfSatisfying(ProviderException.class, e -> {
                    assertThat(e.publicMessage()).contains(publicMessage);
                    assertThat(e).hasMessageContaining(detail).hasMessageNotContaining(Docker.TOKEN);
                });
        assertThat(docker.containers()).isZero();
        assertThat(spawner.discover()).isEmpty();
    }

    @Test
    void aContainerHasNoMoreRightsThanANotebookNeeds() throws Exception {
        Opaque state = start(Map.of("extra_create_kwargs", Map.of("user", "1000:1000")));

        assertThat(Docker.inspect(state, "{{.HostConfig.Privileged}} {{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}"))
                .isEqualTo("false [ALL] []");
        assertThat(Docker.inspect(state, "{{.HostConfig.SecurityOpt}} {{.HostConfig.PidsLimit}} {{.HostConfig.Init}}"))
                .isEqualTo("[no-new-privileges] 4096 true");
        assertThat(Docker.exec(state, "grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status"))
                .matches("(?s).*CapEff:\\s+0+\\s.*CapBnd:\\s+0+\\s.*NoNewPrivs:\\s+1.*");
        assertThat(Docker.inspect(state, "{{json .Config.Labels}} {{.Name}} {{json .Config.Cmd}}"))
                .doesNotContain(Docker.TOKEN);
        assertThat(Docker.inspect(state, "{{json .Mounts}}")).doesNotContain("docker.sock");
    }

    @Test
    void anImageThatStartsAsRootMayChangeUsersAndNothingElse() throws Exception {
        assertThat(Docker.inspect(start(Map.of()), "{{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}"))
                .isEqualTo("[ALL] [CHOWN DAC_OVERRIDE FOWNER KILL SETGID SETUID]");
    }

    @Test
    void limitsAndTypedOptionsReachTheEngine() throws Exception {
        StartResult.Running running = Docker.start(
                spawner,
                Docker.request(
                                ALICE,
                                Docker.server(),
                                Map.of(
                                        "shm_size", "32M",
                                        "ulimits", Map.of("nofile", "512:1024"),
                                        "pids_limit", 99,
                                        "extra_host_config", Map.of("memswap_limit", "96m", "cpu_period", 50_000),
                                        "extra_create_kwargs", Map.of("hostname", "of-{username}")))
                        .resources(new Resources(
                                OptionalLong.of(64 << 20),
                                OptionalLong.of(32 << 20),
                                OptionalDouble.of(0.5),
                                OptionalDouble.empty())));

        assertThat(Docker.inspect(
                        running.state(),
                        "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.MemoryReservation}}"
                                + " {{.HostConfig.CpuQuota}} {{.HostConfig.ShmSize}} {{.HostConfig.PidsLimit}}"))
                .isEqualTo((64 << 20) + " " + (96 << 20) + " " + (32 << 20) + " 25000 " + (32 << 20) + " 99");
        // Not asked inside: a program that the engine starts there later may see the hard limit as the soft one.
        assertThat(Docker.inspect(
                        running.state(),
                        "{{range .HostConfig.Ulimits}}{{.Name}} {{.Soft}} {{.Hard}}{{end}} {{.Config.Hostname}}"))
                .isEqualTo("nofile 512 1024 of-alice");
    }

    @Test
    void aServerSeesItsOwnVariablesAndNoneOfTheHub() throws Exception {
        Opaque state = start(Map.of(
                "env_keep", List.of("KEPT_CANARY"),
                "hub_ip_connect", "10.1.2.3",
                "extra_create_kwargs", Map.of("environment", Map.of("MORE", "of {username}"))));

        assertThat(Docker.exec(state, "env"))
                .contains("KEPT_CANARY=tweet", "MORE=of alice", "JUPYTERHUB_API_URL=http://10.1.2.3:8081/hub/api")
                .contains(
                        "JUPYTERHUB_SERVICE_URL=http://0.0.0.0:8888/user/alice/", "JUPYTER_IMAGE_SPEC=" + Docker.IMAGE)
                .doesNotContain("SECRET_CANARY");
    }

    @Test
    void aServerIsReachedAtAPublishedPortOrItsOwnAddress() throws Exception {
        StartResult.Running published = Docker.start(spawner, Docker.request(ALICE, Docker.server()));
        StartResult.Running internal = Docker.start(
                spawner,
                Docker.request(new ServerRef("alice", "own"), Docker.server(), Map.of("use_internal_ip", true)));
        StartResult.Running named = Docker.start(
                spawner,
                Docker.request(new ServerRef("alice", "n"), Docker.server(), Map.of("use_internal_hostname", true)));

        assertThat(internal.uri().getPort()).isEqualTo(8888);
        assertThat(named.uri().toString()).isEqualTo("http://" + docker.hubId + "-alice--n:8888");
        for (URI uri : List.of(published.uri(), internal.uri())) {
            Eventually.holds(uri + " answers", () -> Docker.status(uri) > 0);
        }
    }

    @Test
    void aForeignContainerOfTheSameNameIsLeftAlone() throws Exception {
        String id = Docker.run("run", "-d", "--name", docker.hubId + "-alice", Docker.IMAGE, "sleep", "300");
        try {
            assertFails("its name is taken", docker.hubId + "-alice", Docker.server(), Map.of());
            assertThat(Docker.run("inspect", "-f", "{{.State.Running}}", id)).isEqualTo("true");
        } finally {
            Docker.run("rm", "-f", id);
        }
    }

    @Test
    void aContainerOfAnotherServerIsLeftAlone() throws Exception {
        Map<String, ?> careless = Map.of("name_template", "{prefix}-{username}");
        Opaque first = start(careless);

        assertThatThrownBy(() ->
                        Docker.start(spawner, Docker.request(new ServerRef("alice", "lab"), Docker.server(), careless)))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("name_template");
        assertThat(spawner.poll(ALICE, first)).isInstanceOf(Status.Up.class);
    }

    @Test
    void aHalfMadeContainerOfAnEarlierStartMakesRoom() throws Exception {
        Map<String, String> labels = new Labels(docker.hubId, "default").of(ALICE);
        StringBuilder options = new StringBuilder();
        labels.forEach((key, value) ->
                options.append(" --label ").append(key).append("=").append(value));
        String[] create = ("create --name " + docker.hubId + "-alice --label dev.hubwright.spawn=old" + options + " "
                        + Docker.IMAGE)
                .split(" +");
        Docker.run(create);
        assertThat(spawner.discover()).singleElement().satisfies(found -> assertThat(found.spawnId())
                .isEqualTo("old"));

        assertThat(spawner.poll(ALICE, start(Map.of()))).isInstanceOf(Status.Up.class);
        assertThat(docker.containers()).isEqualTo(1);
    }

    @Test
    void aContainerRemovedBehindOurBackIsGone() throws Exception {
        Opaque state = start(Map.of());
        Docker.run("rm", "-f", Docker.ref(state).id().orElseThrow());

        assertThat(spawner.poll(ALICE, state))
                .isInstanceOfSatisfying(Status.Exited.class, exited -> assertThat(exited.reason())
                        .contains("removed"));
        spawner.stop(ALICE, state, StopMode.GRACEFUL);
        assertThat(spawner.recover(ALICE, state)).isEmpty();
    }

    @Test
    void whatKeepsAServerFromStartingIsSaidInWords() throws Exception {
        assertFails(
                "image is not there",
                "docker pull local/none:1",
                Docker.server(),
                Map.of("image", "local/none:1", "pull_policy", "never"));
        assertFails("not in the image", "nonesuch", List.of("nonesuch"), Map.of("init", false));
        assertFails(
                "network is missing", "docker network create nonet", Docker.server(), Map.of("network_name", "nonet"));
        assertFails(
                "preparation failed",
                "exit code 5",
                Docker.server(),
                Map.of("post_start_cmd", List.of("sh", "-c", "exit 5")));
        assertFails("port cannot be published", "host_ip", Docker.server(), Map.of("host_ip", "203.0.113.7"));
    }

    @Test
    void graphicsCardsThatAreNotThereAreSaidSo() throws Exception {
        assertFails("no such device", "gpus", Docker.server(), Map.of("gpus", "all"));
    }

    @Test
    void aCommandThatEndsIsReportedWithWhatItPrintedButForSecrets() throws Exception {
        String script = "echo my token is $JUPYTERHUB_API_TOKEN; sleep 2; exit 3";
        StartResult.Running running = Docker.start(spawner, Docker.request(ALICE, Docker.script(script)));

        Eventually.holds(
                "it has ended",
                () -> spawner.poll(ALICE, running.state()) instanceof Status.Exited exited
                        && exited.code().orElse(0) == 3
                        && exited.reason().contains("exit code 3"));
        try (DockerParts parts = new DockerParts(docker.config().build(), docker.context)) {
            var container =
                    parts.containers().find(ALICE, Docker.ref(running.state())).orElseThrow();
            assertThat(LastWords.of(parts, container, Set.of("JUPYTERHUB_API_TOKEN")))
                    .hasMessageContaining("my token is ***")
                    .hasMessageNotContaining(Docker.TOKEN);
        }
    }

    @Test
    void aServerThatNeedsTooMuchMemoryIsSaidSo() throws Exception {
        StartResult.Running running = Docker.start(
                spawner,
                Docker.request(
                                ALICE,
                                Docker.script("sleep 1; exec tail /dev/zero"),
                                Map.of("extra_host_config", Map.of("memswap_limit", "16m")))
                        .resources(new Resources(
                                OptionalLong.of(16 << 20),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty())));

        Eventually.holds(
                "it was killed",
                () -> spawner.poll(ALICE, running.state()) instanceof Status.Exited exited
                        && exited.reason().contains("more memory"));
    }

    @Test
    void aChosenImageIsTheOneThatRuns() throws Exception {
        DockerConfig config = docker.config()
                .image("local/none:1")
                .allowedImages(Map.of("Small", Docker.IMAGE))
                .build();
        try (Spawner choosing = DockerSpawnerFactory.create(config, docker.context)) {
            SpawnOffer offer = SpawnOffer.of(ALICE, Identity.of("alice"), Docker.settings(Map.of()));
            ChoiceForm.Answer answer = ChoiceForm.of(choosing, offer).check(Opaque.of(1, Map.of("image", "Small")));
            ChoiceResult chosen =
                    choosing.capability(SpawnChoices.class).orElseThrow().apply(offer, (ChoiceForm.Chosen) answer);

            StartResult.Running running = Docker.start(
                    choosing,
                    Docker.request(ALICE, Docker.server()).settings(((ChoiceResult.Applied) chosen).settings()));

            assertThat(Docker.inspect(running.state(), "{{.Config.Image}}")).isEqualTo(Docker.IMAGE);
        }
    }

    @Test
    void whatSomebodyWantsCountsOnlyOnceItIsPermitted() throws Exception {
        Opaque hostile = Opaque.of(1, Map.of("image", "evil/image:1", "volumes", Map.of("/", "/host")));

        Opaque state = Docker.start(
                        spawner, Docker.request(ALICE, Docker.server()).userOptions(hostile))
                .state();

        assertThat(Docker.inspect(state, "{{.Config.Image}} {{.HostConfig.Binds}}"))
                .startsWith(Docker.IMAGE)
                .doesNotContain("/host");
    }

    @Test
    void aLogCanBeFollowedUntilTheServerEnds() throws Exception {
        Opaque state = Docker.start(
                        spawner,
                        Docker.request(ALICE, Docker.script("for i in 1 2 3 4 5; do echo line $i; sleep 0.3; done")))
                .state();

        try (BufferedReader log = new BufferedReader(
                new InputStreamReader(spawner.logs(ALICE, state, new LogRequest(100, true)), StandardCharsets.UTF_8))) {
            assertThat(log.lines()).contains("line 1", "line 5");
        }
        assertThat(new String(spawner.logs(ALICE, state, LogRequest.tail(2)).readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("line 4\nline 5\n");
    }

    @Test
    void anEngineOutOfReachIsUnknownAndNotGone() throws Exception {
        Opaque state = start(Map.of());
        DockerConfig config =
                DockerConfig.builder().engine(URI.create("tcp://127.0.0.1:1")).build();
        try (Spawner lost = DockerSpawnerFactory.create(config, docker.context)) {
            assertThat(lost.poll(ALICE, state))
                    .isInstanceOfSatisfying(Status.Unknown.class, unknown -> assertThat(unknown.why())
                            .contains("127.0.0.1:1"));
            assertThatThrownBy(() -> lost.recover(ALICE, state)).isInstanceOf(ProviderException.class);
            assertThatThrownBy(() -> lost.stop(ALICE, state, StopMode.NOW)).isInstanceOf(ProviderException.class);
            assertThatThrownBy(lost::discover).isInstanceOf(ProviderException.class);
        }
    }

    @Test
    void aServerIsItsOwnEvenAfterNamesAreMadeAnotherWay() throws Exception {
        Opaque state = start(Map.of());
        DockerConfig renamed = docker.config().prefix(docker.hubId + "-new").build();
        try (Spawner after = DockerSpawnerFactory.create(renamed, docker.context)) {
            assertThat(after.poll(ALICE, state)).isInstanceOf(Status.Up.class);
            assertThat(after.recover(ALICE, state)).isPresent();
            after.stop(ALICE, state, StopMode.NOW);
            assertThat(docker.containers()).isZero();

            Opaque next =
                    Docker.start(after, Docker.request(ALICE, Docker.server())).state();
            assertThat(Docker.ref(next).name()).isEqualTo(docker.hubId + "-new-alice");
        }
    }

    @Test
    void aPortThatNeverOpensIsSaidSoAndLeavesNothing() throws Exception {
        SpawnPlanner planner = (server, owner, name, options, token) ->
                SpawnPlan.ready(Docker.request(server, Docker.script("exec sleep 600")));
        try (ServerSupervisor supervisor = ServerSupervisor.builder()
                .spawner("docker", spawner)
                .store(new InMemoryServerStore())
                .credentials(new FakeCredentials())
                .planner(planner)
                .readiness((server, uri, prefix) -> Docker.status(uri) > 0)
                .routes(new FakeRoutes())
                .options(SupervisorOptions.builder()
                        .httpTimeout(Duration.ofSeconds(2))
                        .build())
                .build()) {
            supervisor.start(ALICE, "docker", Opaque.empty());

            assertThat(supervisor.awaitSettled(ALICE, Duration.ofSeconds(90))).isTrue();
            assertThat(supervisor.view(ALICE).failure()).get().asString().contains("2 s");
            Eventually.holds("nothing is left", Duration.ofSeconds(60), () -> docker.containers() == 0);
        }
    }

    @Test
    void serversCannotReachEachOtherInIsolation() throws Exception {
        Map<String, ?> isolated = Map.of("network_isolation", true);
        StartResult.Running first = Docker.start(spawner, Docker.request(ALICE, Docker.server(), isolated));
        StartResult.Running second =
                Docker.start(spawner, Docker.request(ServerRef.of("bob"), Docker.server(), isolated));
        Eventually.holds("both answer", () -> Docker.status(first.uri()) > 0 && Docker.status(second.uri()) > 0);
        String address = Docker.inspect(second.state(), "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");

        String script = "nc -w 3 " + address + " 8888 < /dev/null > /dev/null 2>&1 && echo open || echo shut";
        assertThat(Docker.exec(second.state(), script)).isEqualTo("open");
        assertThat(Docker.exec(first.state(), script)).isEqualTo("shut");
    }
}
