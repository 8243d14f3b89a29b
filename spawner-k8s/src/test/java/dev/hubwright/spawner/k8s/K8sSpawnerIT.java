package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@RequiresEngine(Engine.KUBERNETES)
class K8sSpawnerIT extends SpawnerContract {

    private static Kube kube;

    @BeforeAll
    static void open() throws Exception {
        kube = new Kube();
    }

    @AfterAll
    static void close() throws Exception {
        if (kube != null) {
            kube.clean();
        }
    }

    @Override
    protected Spawner spawner() {
        return kube.spawner();
    }

    @Override
    protected Spawner anotherInstance() {
        return kube.spawner();
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return Kube.request(server, Kube.server()).build();
    }

    @Override
    protected Optional<SpawnRequest> failingRequest(ServerRef server) {
        return Optional.of(Kube.request(
                        server,
                        Kube.script("echo my token is $JUPYTERHUB_API_TOKEN; exit 3"),
                        Map.of("restart_policy", "Never"))
                .build());
    }

    @Override
    protected OptionalInt externalTrace() throws Exception {
        return OptionalInt.of(kube.names("pods").size());
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) throws Exception {
        Kube.run("-n", kube.namespace, "delete", "pod", Kube.ref(state).name(), "--force", "--grace-period=0");
        return true;
    }

    @Override
    protected String printed(ServerRef server) {
        return "Hello from the server of " + server.user();
    }
}
