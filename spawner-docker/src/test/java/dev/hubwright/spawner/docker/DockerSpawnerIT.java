package dev.hubwright.spawner.docker;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

@RequiresEngine(Engine.DOCKER)
class DockerSpawnerIT extends SpawnerContract {

    private final Docker docker = new Docker();

    @AfterEach
    void clean() throws Exception {
        docker.clean();
    }

    @Override
    protected Spawner spawner() {
        return docker.spawner();
    }

    @Override
    protected Spawner anotherInstance() {
        return docker.spawner();
    }

    @Override
    protected Optional<Spawner> keepingSpawner() {
        return Optional.of(
                DockerSpawnerFactory.create(docker.config().remove(false).build(), docker.context));
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
        return OptionalInt.of(docker.containers());
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) throws Exception {
        Docker.run("kill", Docker.ref(state).id().orElseThrow());
        return true;
    }

    @Override
    protected String printed(ServerRef server) {
        return "Hello from the server of " + server.user();
    }
}
