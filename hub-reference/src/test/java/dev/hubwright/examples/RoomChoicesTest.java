package dev.hubwright.examples;

import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.SpawnChoicesContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.Map;
import java.util.Set;

class RoomChoicesTest extends SpawnChoicesContract {

    @Override
    protected SpawnChoices choices() {
        return new RoomChoices();
    }

    @Override
    protected SpawnOffer offer() {
        Settings settings = Settings.read(SpawnerSettings.SCHEMA, RawSettings.empty(), Map.of());
        return SpawnOffer.of(ServerRef.of("alice"), Identity.of("alice").withGroups(Set.of("staff")), settings);
    }

    @Override
    protected Object effect(Settings settings) {
        return settings.find(SpawnerSettings.MEM_LIMIT);
    }
}
