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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A swarm of one node. */
@RequiresEngine({Engine.DOCKER, Engine.ROOT})
class SwarmSpawnerIT extends SpawnerContract {

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

    @AfterEach
    void clean() throws Exception {
        for (String id : services().split("\n")) {
            if (!id.isEmpty()) {
                engine.run("service", "rm", id);
            }
        }
    }

    private String services() throws Exception {
        return engine.run("service", "ls", "-q", "--filter", "label=" + Labels.HUB + "=" + docker.hubId);
    }

    @Override
    protected Spawner spawner() {
        return SwarmSpawnerFactory.create(
                docker.settle(DockerConfig.forSwarm()).engine(engine.address()).build(), docker.context);
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
        String services = services();
        return OptionalInt.of(services.isEmpty() ? 0 : services.split("\n").length);
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) throws Exception {
        String service = Docker.ref(state).id().orElseThrow();
        engine.run("kill", engine.run("ps", "-q", "--filter", "label=com.docker.swarm.service.id=" + service));
        return true;
    }

    @Override
    protected String printed(ServerRef server) {
        return "Hello from the server of " + server.user();
    }
}
