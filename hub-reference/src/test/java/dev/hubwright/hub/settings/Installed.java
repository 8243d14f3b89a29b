package dev.hubwright.hub.settings;

import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.util.ArrayList;
import java.util.List;

/** The providers that come with the reference hub. */
final class Installed {

    static final Providers<AuthenticatorFactory> AUTHENTICATORS =
            Providers.discover(AuthenticatorFactory.class, Installed.class.getClassLoader());
    static final Providers<SpawnerFactory> SPAWNERS =
            Providers.discover(SpawnerFactory.class, Installed.class.getClassLoader());

    private Installed() {}

    static List<ProviderFactory<?>> all() {
        List<ProviderFactory<?>> all = new ArrayList<>(AUTHENTICATORS.all());
        all.addAll(SPAWNERS.all());
        return all;
    }
}
