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
import java.util.function.BiFunction;

/** What the factories of all spawners on an engine have in common. */
abstract class EngineSpawnerFactory implements SpawnerFactory {

    private final String id;
    private final Set<String> aliases;
    private final Schema schema;
    private final BiFunction<DockerConfig, ProviderContext, Spawner> spawner;

    EngineSpawnerFactory(
            String id, Set<String> aliases, Schema schema, BiFunction<DockerConfig, ProviderContext, Spawner> spawner) {
        this.id = id;
        this.aliases = aliases;
        this.schema = schema;
        this.spawner = spawner;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final Set<String> aliases() {
        return aliases;
    }

    @Override
    public final Schema schema() {
        return schema;
    }

    @Override
    public final List<Problem> validate(Settings settings) {
        return DockerChecks.problems(settings, schema);
    }

    @Override
    public final List<Problem> warnings(Settings settings) {
        return DockerChecks.warnings(settings);
    }

    @Override
    public final Spawner create(Settings settings, ProviderContext context) {
        InvalidSettings.throwIfAny(validate(settings));
        return spawner.apply(DockerConfig.of(settings, schema), context);
    }

    @Override
    public final int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
