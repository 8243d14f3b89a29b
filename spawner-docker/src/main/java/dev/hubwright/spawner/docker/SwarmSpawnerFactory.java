package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.spawn.Spawner;
import java.util.Set;

/** Starts servers as services of a Docker swarm, on whichever of its nodes has room. */
public final class SwarmSpawnerFactory extends EngineSpawnerFactory {

    private static final Set<String> ALIASES = Set.of("dockerspawner.SwarmSpawner", "SwarmSpawner");

    /** Called by {@link java.util.ServiceLoader}. */
    public SwarmSpawnerFactory() {
        super("swarm", ALIASES, SwarmSettings.SCHEMA, SwarmSpawner::new);
    }

    /**
     * Makes the spawner from a typed config, for those who compose a hub in code.
     *
     * @param config made by {@link DockerConfig#forSwarm}
     */
    public static Spawner create(DockerConfig config, ProviderContext context) {
        return new SwarmSpawner(config, context);
    }
}
