package dev.hubwright.examples;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.nio.file.Path;
import java.util.Map;

// quote
/** Finds a spawner on the class path by the name that settings use, and makes it from settings. */
final class SpawnerFromSettings {

    static Spawner simple(Path folder) {
        SpawnerFactory factory = Providers.discover(SpawnerFactory.class, SpawnerFromSettings.class.getClassLoader())
                .find("simple")
                .orElseThrow();
        Settings settings = Settings.read(
                factory.schema(), RawSettings.of(Map.of("Spawner", Map.of("default_url", "/lab"))), Map.of());
        ProviderContext context = ProviderContext.builder()
                .dataFolder(folder)
                .environment(Map.of("PATH", "/usr/bin:/bin"))
                .build();
        return factory.create(settings, context);
    }

    private SpawnerFromSettings() {}
}
// end of quote
