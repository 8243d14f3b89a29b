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

/** Starts servers in containers of a Docker engine, or of Podman by its compatible API. */
public final class DockerSpawnerFactory implements SpawnerFactory {

    /** Called by {@link java.util.ServiceLoader}. */
    public DockerSpawnerFactory() {}

    /**
     * Makes the spawner from a typed config, for those who compose a hub in code.
     *
     * @param config made by {@link DockerConfig#builder}
     */
    public static Spawner create(DockerConfig config, ProviderContext context) {
        return new DockerSpawner(config, context);
    }

    @Override
    public String id() {
        return "docker";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("dockerspawner.DockerSpawner", "DockerSpawner", "dockerspawner");
    }

    @Override
    public Schema schema() {
        return DockerSettings.SCHEMA;
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
