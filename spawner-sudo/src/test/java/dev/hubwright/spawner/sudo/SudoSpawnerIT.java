package dev.hubwright.spawner.sudo;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.Spawner;
import java.util.Map;

@RequiresEngine({Engine.ROOT, Engine.SUDO})
class SudoSpawnerIT extends AccountContract {

    @Override
    protected Spawner spawner() {
        return anotherInstance();
    }

    @Override
    protected Spawner anotherInstance() {
        return site.sudoSpawner(data, Map.of("group", site.people.group));
    }
}
