package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;

class SimpleSpawnerTest extends SpawnerContract {

    @TempDir
    Path data;

    @Override
    protected Spawner spawner() {
        return anotherInstance();
    }

    @Override
    protected Spawner anotherInstance() {
        return SimpleSpawnerFactory.create(SimpleConfig.builder().build(), Servers.context(data));
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return Servers.request(server, Servers.server()).build();
    }

    @Override
    protected Optional<SpawnRequest> failingRequest(ServerRef server) {
        return Optional.of(Servers.request(server, Servers.server("fail")).build());
    }

    @Override
    protected OptionalInt externalTrace() throws IOException {
        ProcessTable processes = new ProcessTable(Path.of("/proc"));
        Markers markers = Markers.of(Servers.context(data));
        return OptionalInt.of((int) processes.own().stream()
                .filter(process -> markers.areIn(processes.environment(process)))
                .count());
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) throws IOException {
        ProcessTable processes = new ProcessTable(Path.of("/proc"));
        Signals.toServer("KILL", processes.find(Servers.state(state).pid()).orElseThrow());
        return true;
    }

    @Override
    protected String printed(ServerRef server) {
        return "Hello from the server of " + server.user();
    }
}
