package dev.hubwright.examples;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.FakePlanner;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

// quote
class CommandSpawnerTest extends SpawnerContract {

    @Override
    protected Spawner spawner() {
        return new CommandSpawner();
    }

    @Override
    protected Spawner anotherInstance() {
        return new CommandSpawner();
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return running(server, "sleep", "600");
    }

    @Override
    protected Optional<SpawnRequest> failingRequest(ServerRef server) {
        return Optional.of(running(server, "false"));
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) {
        return ProcessHandle.of(state.number("pid").orElseThrow()).orElseThrow().destroyForcibly();
    }

    private static SpawnRequest running(ServerRef server, String... command) {
        return FakePlanner.request(server, Secret.of(TOKEN))
                .server(server)
                .spawnId(UUID.randomUUID().toString().replace("-", ""))
                .command(List.of(command))
                .deadline(Instant.now().plusSeconds(60))
                .build();
    }
}
// end of quote
