package dev.hubwright.spawner.docker;

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

/** Starts servers as services of a Docker swarm, on whichever of its nodes has room. */
public final class SwarmSpawnerFactory implements SpawnerFactory {

    /** Called by {@link java.util.ServiceLoader}. */
    public SwarmSpawnerFactory() {}

    /**
     * Makes the spawner from a typed config, for those who compose a hub in code.
     *
     * @param config made by {@link DockerConfig#forSwarm}
     */
    public static Spawner create(DockerConfig config, ProviderContext context) {
        return new SwarmSpawner(config, context);
    }

    @Override
    public String id() {
        return "swarm";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("dockerspawner.SwarmSpawner", "SwarmSpawner");
    }

    @Override
    public Schema schema() {
        return SwarmSettings.SCHEMA;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return DockerChecks.problems(settings, schema());
    }

    @Override
    public List<Problem> warnings(Settings settings) {
        return DockerChecks.warnings(settings);
    }

    @Override
    public Spawner create(Settings settings, ProviderContext context) {
        InvalidSettings.throwIfAny(validate(settings));
        return create(DockerConfig.of(settings, schema()), context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
