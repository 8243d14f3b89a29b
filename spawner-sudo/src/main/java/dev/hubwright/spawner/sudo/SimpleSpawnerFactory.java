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
 * Starts servers as processes of the hub's own user, each in a session of its own that outlives the hub.
 *
 * <p>Nothing keeps people apart: every server can read the files of all others and of the hub. It is meant for trying
 * things out and for tests.
 */
public final class SimpleSpawnerFactory implements SpawnerFactory {

    /** Called by {@link java.util.ServiceLoader}. */
    public SimpleSpawnerFactory() {}

    /** Makes the spawner from a typed config, for those who compose a hub in code. */
    public static Spawner create(SimpleConfig config, ProviderContext context) {
        return new SimpleSpawner(config, context);
    }

    @Override
    public String id() {
        return "simple";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("SimpleLocalProcessSpawner", "jupyterhub.spawner.SimpleLocalProcessSpawner");
    }

    @Override
    public Schema schema() {
        return SimpleConfig.SCHEMA;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return SimpleConfig.problems(settings);
    }

    @Override
    public Spawner create(Settings settings, ProviderContext context) {
        InvalidSettings.throwIfAny(validate(settings));
        return create(SimpleConfig.of(settings), context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
