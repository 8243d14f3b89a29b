package dev.hubwright.spawner.sudo;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.util.Map;
import java.util.Optional;

@RequiresEngine({Engine.ROOT, Engine.SUDO})
class LocalSpawnerIT extends AccountContract {

    @Override
    protected Spawner spawner() {
        return anotherInstance();
    }

    @Override
    protected Spawner anotherInstance() {
        return Site.localSpawner(data, Map.of());
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return site.localRequest(server).build();
    }

    @Override
    protected Optional<SpawnRequest> failingRequest(ServerRef server) {
        return Optional.of(site.localRequest(server, "fail").build());
    }
}
