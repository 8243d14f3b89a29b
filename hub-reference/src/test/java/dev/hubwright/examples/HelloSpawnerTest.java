package dev.hubwright.examples;

import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.FakePlanner;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.time.Instant;
import java.util.UUID;

// quote
class HelloSpawnerTest extends SpawnerContract {

    private final Spawner spawner = new HelloSpawner();

    @Override
    protected Spawner spawner() {
        return spawner;
    }

    /** What lives in this process has no other instance. */
    @Override
    protected Spawner anotherInstance() {
        return spawner;
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return FakePlanner.request(server, Secret.of(TOKEN))
                .server(server)
                .spawnId(UUID.randomUUID().toString().replace("-", ""))
                .deadline(Instant.now().plusSeconds(60))
                .build();
    }
}
// end of quote
