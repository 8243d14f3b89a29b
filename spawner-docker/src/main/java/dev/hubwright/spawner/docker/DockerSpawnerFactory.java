package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.spawn.Spawner;
import java.util.Set;

/** Starts servers in containers of a Docker engine, or of Podman by its compatible API. */
public final class DockerSpawnerFactory extends EngineSpawnerFactory {

    private static final Set<String> ALIASES = Set.of("dockerspawner.DockerSpawner", "DockerSpawner", "dockerspawner");

    /** Called by {@link java.util.ServiceLoader}. */
    public DockerSpawnerFactory() {
        super("docker", ALIASES, DockerSettings.SCHEMA, DockerSpawner::new);
    }

    /**
     * Makes the spawner from a typed config, for those who compose a hub in code.
     *
     * @param config made by {@link DockerConfig#builder}
     */
    public static Spawner create(DockerConfig config, ProviderContext context) {
        return new DockerSpawner(config, context);
    }
}
