package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RecordingProgress;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
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
