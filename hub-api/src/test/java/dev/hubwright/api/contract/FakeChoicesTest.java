package dev.hubwright.api.contract;

import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.List;
import java.util.Map;

class FakeChoicesTest extends SpawnChoicesContract {

    @Override
    protected SpawnChoices choices() {
        return new FakeChoices();
    }

    @Override
    protected SpawnOffer offer() {
        Settings settings = Settings.read(SpawnerSettings.SCHEMA, RawSettings.empty(), Map.of());
        return SpawnOffer.of(ServerRef.of("alice"), Identity.of("alice"), settings);
    }

    @Override
    protected Object effect(Settings settings) {
        return List.of(settings.find(SpawnerSettings.MEM_LIMIT), settings.get(SpawnerSettings.ENVIRONMENT));
    }
}
