package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.spawn.Spawner;
import java.util.Set;

/** Starts servers in containers that run as the accounts of the engine's host, each in its own home. */
public final class SystemUserSpawnerFactory extends EngineSpawnerFactory {

    private static final Set<String> ALIASES = Set.of("dockerspawner.SystemUserSpawner", "SystemUserSpawner");

    /** Called by {@link java.util.ServiceLoader}. */
    public SystemUserSpawnerFactory() {
        super("docker-system-user", ALIASES, SystemUserSettings.SCHEMA, DockerSpawner::new);
    }

    /**
     * Makes the spawner from a typed config, for those who compose a hub in code.
     *
     * @param config made by {@link DockerConfig#forSystemUsers}
     */
    public static Spawner create(DockerConfig config, ProviderContext context) {
        return new DockerSpawner(config, context);
    }
}
