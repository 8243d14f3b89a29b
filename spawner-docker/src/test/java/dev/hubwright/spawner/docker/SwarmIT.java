package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RecordingProgress;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What services of a swarm can do besides the contract. */
@RequiresEngine({Engine.DOCKER, Engine.ROOT})
@Timeout(180)
class SwarmIT {

    private static final ServerRef ALICE = ServerRef.of("alice");

    private static OwnEngine engine;

    private final Docker docker = new Docker();

    @BeforeAll
    static void open() throws Exception {
        engine = OwnEngine.create().withNetworks().start().load();
        engine.run("swarm", "init", "--advertise-addr", engine.host());
    }

    @AfterAll
    static void close() throws Exception {
        if (engine != null) {
            engine.close();
        }
    }

    private Spawner spawner(Map<String, ?> written) {
        Map<String, Object> section = new LinkedHashMap<>(Map.of(
                "image",
                Docker.IMAGE,
                "prefix",
                docker.hubId,
                "stop_timeout",
                3,
                "docker_host",
                engine.address().toString()));
        section.putAll(written);
        SwarmSpawnerFactory factory = new SwarmSpawnerFactory();
        Settings settings = Settings.read(factory.schema(), RawSettings.of(Map.of("SwarmSpawner", section)), Map.of());
        return factory.create(settings, docker.context);
    }

    private Opaque start(Spawner spawner) throws Exception {
        return Docker.start(spawner, Docker.request(ALICE, Docker.server())).state();
    }

    private static String container(Opaque state) throws Exception {
        return engine.run(
                "ps",
                "-q",
                "--filter",
                "label=com.docker.swarm.service.id=" + Docker.ref(state).id().orElseThrow());
    }

    private void assertNothingIsLeft() throws Exception {
        String ours = "label=" + Labels.HUB + "=" + docker.hubId;
        assertThat(engine.run("service", "ls", "-q", "--filter", ours)).isEmpty();
        assertThat(engine.run("ps", "-q", "--filter", ours)).isEmpty();
    }

    @Test
    void secretsMountsAndLimitsReachTheServer() throws Exception {
        Path secret = Files.writeString(engine.folder().resolve("secret"), "s3cret");
        engine.run("secret", "create", "lab", secret.toString());
        Map<String, ?> written = Map.of(
                "secrets", List.of(Map.of("name", "lab", "target", "lab-password", "mode", 0400)),
                "mounts", List.of(Map.of("type", "tmpfs", "target", "/scratch")),
                "shm_size", "32M",
                "extra_resources_spec", Map.of("mem_limit", "64M", "cpu_limit", 500_000_000),
                "extra_container_spec", Map.of("hostname", "notebook"),
                "extra_placement_spec", Map.of("constraints", List.of("node.role == manager")));
        try (Spawner spawner = spawner(written)) {
            Opaque state = start(spawner);
            String container = container(state);

            assertThat(engine.run(
                            "exec",
                            container,
                            "sh",
                            "-c",
                            "cat /run/secrets/lab-password; hostname; grep -c ' /scratch tmpfs' /proc/mounts;"
                                    + " grep /dev/shm /proc/mounts; id -u; grep CapEff /proc/1/status"))
                    .contains("s3cret", "notebook", "32768k");
            assertThat(engine.run("inspect", "-f", "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}", container))
                    .isEqualTo((64L << 20) + " 500000000");
            assertThat(engine.run("service", "inspect", Docker.ref(state).name()))
                    .doesNotContain("s3cret")
                    .doesNotContain("\"RestartPolicy\": {\"Condition\": \"any\"");
            spawner.stop(ALICE, state, StopMode.NOW);
        } finally {
            engine.run("secret", "rm", "lab");
        }
        assertNothingIsLeft();
    }

    @Test
    void filesOutliveTheServiceAndAreNobodyElses() throws Exception {
        try (Spawner spawner = spawner(Map.of())) {
            Opaque first = start(spawner);
            engine.run("exec", container(first), "sh", "-c", "echo kept > /home/jovyan/note");
            spawner.stop(ALICE, first, StopMode.GRACEFUL);

            Opaque second = start(spawner);
            assertThat(engine.run("exec", container(second), "cat", "/home/jovyan/note"))
                    .isEqualTo("kept");
            spawner.stop(ALICE, second, StopMode.NOW);
        }
        engine.run("volume", "create", "--label", Labels.USER + "=mallory", "foreign-alice");
        try (Spawner spawner = spawner(Map.of("volumes", Map.of("foreign-{username}", "/work")))) {
            assertThatThrownBy(() -> start(spawner))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("mallory");
        }
        assertNothingIsLeft();
    }

    @Test
    void aServerOnAnOverlayNetworkIsReachedAtItsOwnAddress() throws Exception {
        engine.run("network", "create", "--driver", "overlay", "--attachable", "lab");
        try (Spawner spawner = spawner(Map.of("network_name", "lab"))) {
            var running = Docker.start(spawner, Docker.request(ALICE, Docker.server()));

            assertThat(engine.run(
                            "run",
                            "--rm",
                            "--network",
                            "lab",
                            Docker.IMAGE,
                            "sh",
                            "-c",
                            "wget -S -O - " + running.uri() + "/ 2>&1 | head -2; true"))
                    .contains("HTTP/1.");
            spawner.stop(ALICE, running.state(), StopMode.NOW);
        }
        assertNothingIsLeft();
        engine.run("network", "rm", "lab");
    }

    @Test
    void whatKeepsAServiceFromStartingIsSaidInWords() throws Exception {
        RecordingProgress progress = new RecordingProgress();
        Map<String, ?> nowhere = Map.of(
                "extra_placement_spec", Map.of("constraints", List.of("node.labels.gpu == yes")), "pull_timeout", 5);
        SpawnRequest request = Docker.request(ALICE, Docker.server()).build();
        try (Spawner spawner = spawner(nowhere)) {
            assertThatThrownBy(() -> spawner.start(request, progress))
                    .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.publicMessage())
                            .contains("no suitable node"));
        }
        assertThat(progress.messages()).anyMatch(message -> message.contains("no suitable node"));
        assertFails(Map.of("image", "local/none:1"), Docker.server(), "No such image");
        assertFails(Map.of("secrets", List.of("none")), Docker.server(), "There is no secret \"none\"");
        assertFails(Map.of("network_name", "none-such"), Docker.server(), "does not exist");
        assertNothingIsLeft();
    }

    private void assertFails(Map<String, ?> written, List<String> command, String words) throws Exception {
        try (Spawner spawner = spawner(written)) {
            assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ALICE, command)))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining(words);
        }
        assertNothingIsLeft();
    }

    @Test
    void aCommandThatIsNotThereIsSaidSo() throws Exception {
        try (Spawner spawner = spawner(Map.of())) {
            assertThat(endOf(spawner, "no-such-command")).contains("not in the image");
        }
        assertNothingIsLeft();
    }

    /** The init of the container runs before its command; whether the start sees the end is a matter of moments. */
    private static String endOf(Spawner spawner, String command) throws Exception {
        Opaque state;
        try {
            state = Docker.start(spawner, Docker.request(ALICE, List.of(command)))
                    .state();
        } catch (ProviderException e) {
            return e.getMessage();
        }
        Eventually.holds("it has ended", () -> spawner.poll(ALICE, state) instanceof Status.Exited);
        String reason = ((Status.Exited) spawner.poll(ALICE, state)).reason();
        spawner.stop(ALICE, state, StopMode.GRACEFUL);
        return reason;
    }

    @Test
    void anEngineWithoutASwarmIsSaidSo() throws Exception {
        try (OwnEngine plain = OwnEngine.create().start();
                Spawner spawner = spawner(Map.of("docker_host", plain.address().toString()))) {
            assertThatThrownBy(() -> start(spawner))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("docker swarm init");
        }
    }

    @Test
    void aServiceOfSomebodyElseIsLeftAlone() throws Exception {
        String name = docker.hubId + "-alice";
        engine.run("service", "create", "--detach", "--name", name, Docker.IMAGE, "sleep", "600");
        try (Spawner spawner =
                spawner(Map.of("pull_timeout", (int) Duration.ofSeconds(30).toSeconds()))) {
            assertThatThrownBy(() -> start(spawner))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("was left as it is");
            assertThat(engine.run("service", "ls", "-q", "--filter", "name=" + name))
                    .isNotEmpty();
        } finally {
            engine.run("service", "rm", name);
        }
    }
}
