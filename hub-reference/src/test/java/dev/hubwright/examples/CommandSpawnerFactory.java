package dev.hubwright.examples;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.api.spawn.SpawnerSettings;

// quote
/** Makes a {@link CommandSpawner}, which has no settings but those of all spawners. */
public final class CommandSpawnerFactory implements SpawnerFactory {

    @Override
    public String id() {
        return "command";
    }

    @Override
    public Schema schema() {
        return SpawnerSettings.SCHEMA.then("CommandSpawner");
    }

    @Override
    public Spawner create(Settings settings, ProviderContext context) {
        return new CommandSpawner();
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
// end of quote
