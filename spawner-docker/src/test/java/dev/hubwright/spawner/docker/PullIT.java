package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RecordingProgress;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine(Engine.DOCKER)
@Timeout(120)
class PullIT {

    private static final ServerRef ALICE = ServerRef.of("alice");

    @TempDir
    Path folder;

    private final Docker docker = new Docker();
    private final List<String> images = new ArrayList<>();
    private Registry registry;

    @BeforeEach
    void open() throws Exception {
        Optional<Path> program = Engine.find("docker-registry");
        assumeTrue(program.isPresent(), "SKIPPED: no docker-registry on the PATH");
        registry = new Registry(program.get(), folder);
    }

    @AfterEach
    void clean() throws Exception {
        docker.clean();
        for (String image : images) {
            if (!Docker.run("images", "-q", image).isEmpty()) {
                Docker.run("rmi", image);
            }
        }
        if (registry != null) {
            registry.close();
        }
    }

    private String publish(String name) throws Exception {
        String image = registry.publish(name);
        images.add(image);
        return image;
    }

    private void assertFails(DockerConfig config, boolean retryable, String publicMessage) throws Exception {
        try (Spawner spawner = DockerSpawnerFactory.create(config, docker.context)) {
            assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ALICE, Docker.server())))
                    .isInstanceOfSatisfying(ProviderException.class, e -> {
                        assertThat(e.publicMessage()).contains(publicMessage);
                        assertThat(e.retryable()).isEqualTo(retryable);
                        assertThat(e).hasMessageNotContaining(Registry.PASSWORD);
                    });
        }
        assertThat(docker.containers()).isZero();
    }

    @Test
    void anImageIsPulledWithCredentialsAndNewsOfIt() throws Exception {
        DockerConfig config = docker.config()
                .image(publish("box:1"))
                .registryAuth(registry.credentials())
                .build();
        RecordingProgress progress = new RecordingProgress();
        try (Spawner spawner = DockerSpawnerFactory.create(config, docker.context)) {
            assertThat(spawner.start(Docker.request(ALICE, Docker.server()).build(), progress))
                    .isInstanceOf(StartResult.Running.class);
        }

        assertThat(progress.messages()).anyMatch(message -> message.startsWith("Pulling " + config.image()));
        assertThat(progress.percents()).isSorted();
    }

    @Test
    void credentialsOfTheDockerCommandAreUnderstood() throws Exception {
        Path file = Files.writeString(folder.resolve("config.json"), registry.loginFile(Registry.PASSWORD));
        for (String written : List.of(file.toString(), registry.loginFile(Registry.PASSWORD))) {
            String image = publish("box:" + images.size());
            DockerConfig config = DockerConfig.of(Docker.settings(
                    Map.of("image", image, "docker_config", written, "prefix", docker.hubId, "remove", true)));
            try (Spawner spawner = DockerSpawnerFactory.create(config, docker.context)) {
                ServerRef server = new ServerRef("alice", "s" + images.size());
                assertThat(Docker.start(spawner, Docker.request(server, Docker.server()))
                                .uri())
                        .isNotNull();
            }
        }
    }

    @Test
    void helpersOfTheDockerCommandAreAsked() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        helper(
                programs.resolve("docker-credential-lab"),
                "read registry; [ \"$registry\" = " + registry.host + " ] || { echo credentials not found in native"
                        + " keychain; exit 1; }; printf '{\"ServerURL\":\"%s\",\"Username\":\"alice\",\"Secret\":\"%s\"}'"
                        + " \"$registry\" " + Registry.PASSWORD);
        helper(programs.resolve("docker-credential-broken"), "exit 7");
        ProviderContext context = ProviderContext.builder()
                .hubId(docker.hubId)
                .environment(Map.of("PATH", programs + ":/usr/bin:/bin"))
                .build();
        for (String config :
                List.of("{\"credsStore\": \"lab\"}", "{\"credHelpers\": {\"" + registry.host + "\": \"lab\"}}")) {
            try (Spawner spawner = DockerSpawnerFactory.create(withConfig(publish("box:1"), config), context)) {
                StartResult.Running running = Docker.start(spawner, Docker.request(ALICE, Docker.server()));
                spawner.stop(ALICE, running.state(), StopMode.NOW);
            }
            Docker.run("rmi", registry.host + "/box:1");
        }
        assertHelperFails(context, "{\"credsStore\": \"broken\"}", "exit code 7");
        assertHelperFails(context, "{\"credsStore\": \"missing\"}", "not on the hub's PATH");
        assertHelperFails(context, "{\"credsStore\": \"../lab\"}", "not on the hub's PATH");
    }

    private void helper(Path program, String script) throws Exception {
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private DockerConfig withConfig(String image, String config) {
        return DockerConfig.of(Docker.settings(
                Map.of("image", image, "docker_config", config, "prefix", docker.hubId, "remove", true)));
    }

    private void assertHelperFails(ProviderContext context, String config, String words) throws Exception {
        DockerConfig wrong = withConfig(registry.host + "/box:1", config);
        try (Spawner spawner = DockerSpawnerFactory.create(wrong, context)) {
            assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ALICE, Docker.server())))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining(words)
                    .hasMessageNotContaining(Registry.PASSWORD);
        }
        assertThat(docker.containers()).isZero();
    }

    @Test
    void aPullThatFillsTheDiskIsSaidSoAndLeavesNothing() throws Exception {
        publish("box:1");
        try (OwnEngine engine = OwnEngine.create().withNetworks()) {
            String registryThere = engine.machine() + ":" + registry.port;
            Files.createDirectory(engine.data());
            mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", engine.data().toString());
            try {
                engine.with("--insecure-registry=" + registryThere).start();
                DockerConfig config = docker.config()
                        .engine(engine.address())
                        .image(registryThere + "/box:1")
                        .registryAuth(
                                Map.of(registryThere, Map.of("username", Registry.USER, "password", Registry.PASSWORD)))
                        .networkName("host")
                        .volumes(Map.of())
                        .build();
                assertFails(config, true, "disk is full");
                assertThat(engine.run("ps", "-aq")).isEmpty();
            } finally {
                engine.stop();
                new ProcessBuilder("umount", engine.data().toString()).start().waitFor();
            }
        }
    }

    private static void mount(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, "SKIPPED: nothing can be mounted here");
    }

    @Test
    void anImageForAnotherKindOfMachineIsSaidSo() throws Exception {
        DockerConfig config = DockerConfig.of(Docker.settings(Map.of(
                "image",
                publish("box:1"),
                "platform",
                "linux/s390x",
                "pull_policy",
                "always",
                "registry_auth",
                registry.credentials(),
                "prefix",
                docker.hubId)));
        assertFails(config, false, "kind of machine");
    }

    @Test
    void aPullThatFailsIsReportedInWords() throws Exception {
        String image = publish("box:1");
        Map<String, ?> wrong = Map.of(registry.host, Map.of("username", "alice", "password", "looking-glass"));
        assertFails(docker.config().image(image).build(), false, "may not be fetched");
        assertFails(docker.config().image(image).registryAuth(wrong).build(), false, "may not be fetched");
        assertFails(
                docker.config()
                        .image(registry.host + "/none:1")
                        .registryAuth(registry.credentials())
                        .build(),
                false,
                "does not exist");
        registry.close();
        assertFails(docker.config().image(image).build(), true, "could not be fetched");
    }

    @Test
    void manyWhoWaitShareOnePull() throws Exception {
        DockerConfig config = docker.config()
                .image(publish("box:1"))
                .registryAuth(registry.credentials())
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (Spawner spawner = DockerSpawnerFactory.create(config, docker.context)) {
            List<Future<StartResult.Running>> starts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ServerRef server = ServerRef.of("user" + i);
                starts.add(threads.submit(() -> Docker.start(spawner, Docker.request(server, Docker.server()))));
            }
            for (Future<StartResult.Running> start : starts) {
                assertThat(start.get(60, TimeUnit.SECONDS)).isNotNull();
            }
        } finally {
            threads.shutdownNow();
        }
        long manifests = Files.readAllLines(registry.log()).stream()
                .filter(line -> line.contains("response completed"))
                .filter(line -> line.contains("http.request.method=GET") && line.contains("/manifests/"))
                .count();
        assertThat(manifests).isLessThanOrEqualTo(2);
    }
}
