package dev.hubwright.spawner.docker;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Podman by its compatible API. */
@RequiresEngine({Engine.DOCKER, Engine.PODMAN, Engine.ROOT})
class PodmanSpawnerIT extends SpawnerContract {

    @TempDir
    static Path folder;

    private static Process service;

    private final Docker docker = new Docker();

    @BeforeAll
    static void open() throws Exception {
        // What it gives containers by default is more than this machine may let it give, and crun starts nothing where
        // both versions of control groups have controllers. runc, which comes with Docker, does.
        Path config = Files.writeString(folder.resolve("containers.conf"), """
                [containers]
                default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
                [engine]
                runtime = "runc"
                """);
        ProcessBuilder builder = new ProcessBuilder(
                "podman", "system", "service", "--time=0", address().toString());
        builder.environment().put("CONTAINERS_CONF", config.toString());
        service = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Eventually.holds("podman answers", Duration.ofSeconds(40), PodmanSpawnerIT::answers);
        Path archive = folder.resolve("image.tar");
        Docker.run("save", "-o", archive.toString(), Docker.IMAGE);
        podman("load", "-i", archive.toString());
        Files.delete(archive);
    }

    @AfterAll
    static void close() {
        if (service != null) {
            service.destroy();
            service.onExit().join();
        }
    }

    private static URI address() {
        return URI.create("unix://" + folder.resolve("podman.sock"));
    }

    private static boolean answers() throws Exception {
        try {
            podman("version");
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static String podman(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--host", address().toString()));
        all.addAll(List.of(arguments));
        return Docker.run(all.toArray(String[]::new));
    }

    @AfterEach
    void clean() throws Exception {
        for (String id : containers().split("\n")) {
            if (!id.isEmpty()) {
                podman("rm", "-f", "-v", id);
            }
        }
        for (String name : podman("volume", "ls", "-q", "--filter", "label=" + Labels.HUB + "=" + docker.hubId)
                .split("\n")) {
            if (!name.isEmpty()) {
                podman("volume", "rm", name);
            }
        }
    }

    private String containers() throws Exception {
        return podman("ps", "-aq", "--filter", "label=" + Labels.HUB + "=" + docker.hubId);
    }

    @Override
    protected Spawner spawner() {
        DockerConfig.Builder config = docker.settle(DockerConfig.builder()).engine(address());
        return DockerSpawnerFactory.create(config.build(), docker.context);
    }

    @Override
    protected Spawner anotherInstance() {
        return spawner();
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return Docker.request(server, Docker.server()).build();
    }

    @Override
    protected Optional<SpawnRequest> failingRequest(ServerRef server) {
        return Optional.of(Docker.request(server, Docker.script("echo my token is $JUPYTERHUB_API_TOKEN; exit 3"))
                .build());
    }

    @Override
    protected OptionalInt externalTrace() throws Exception {
        String all = containers();
        return OptionalInt.of(all.isEmpty() ? 0 : all.split("\n").length);
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) throws Exception {
        podman("kill", Docker.ref(state).id().orElseThrow());
        return true;
    }

    @Override
    protected String printed(ServerRef server) {
        return "Hello from the server of " + server.user();
    }
}
