package dev.hubwright.spawner.sudo;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.util.List;
import java.util.Set;

/**
 * Starts each server as a process of its owner's own account, for a hub that is an account of the system: through sudo,
 * by a helper that {@code hubwright setup sudo} prints, or by sudospawner's.
 */
public final class SudoSpawnerFactory implements SpawnerFactory {

    /** Called by {@link java.util.ServiceLoader}. */
    public SudoSpawnerFactory() {}

    @Override
    public String id() {
        return "sudo";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("SudoSpawner", "sudospawner.SudoSpawner");
    }

    @Override
    public Schema schema() {
        return AccountSettings.SUDO;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return SudoSpawner.problems(settings);
    }

    @Override
    public Spawner create(Settings settings, ProviderContext context) {
        InvalidSettings.throwIfAny(validate(settings));
        return SudoSpawner.create(settings, context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
