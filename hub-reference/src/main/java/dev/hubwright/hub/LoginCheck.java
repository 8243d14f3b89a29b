package dev.hubwright.hub;

import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.Diagnosis;
import dev.hubwright.api.auth.InMemoryUserStore;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.ProviderInstance;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Tells what would come of a login under a configuration, without a hub. What a hub of that configuration keeps about
 * people is taken into account, and not changed.
 */
public final class LoginCheck implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final LoginPipeline pipeline;

    private LoginCheck(HubConfiguration configuration, Map<String, String> environment) {
        LoginPipeline.Builder builder = LoginPipeline.builder().users(users(configuration));
        for (ProviderInstance<AuthenticatorFactory> instance : configuration.authenticators()) {
            Authenticator authenticator = instance.factory()
                    .create(instance.settings(), ConfiguredHub.context(configuration, environment, instance));
            parts.push(authenticator);
            builder.authenticator(instance.name(), authenticator, ConfiguredHub.rules(instance));
        }
        this.pipeline = builder.build();
        parts.push(pipeline);
    }

    /**
     * Makes the authenticators of a configuration.
     *
     * @param environment the environment variables that they may see
     */
    public static LoginCheck of(HubConfiguration configuration, Map<String, String> environment) {
        return new LoginCheck(configuration, environment);
    }

    /** Goes through a login; see {@link LoginPipeline#explain}. */
    public LoginPipeline.Explained explain(AuthRequest request, BiConsumer<String, Diagnosis.Step> told)
            throws InterruptedException {
        return pipeline.explain(request, told);
    }

    private UserStore users(HubConfiguration configuration) {
        String database = configuration.databaseUrl().reveal();
        if (!HubStore.isThere(database, Path.of(""))) {
            return new InMemoryUserStore();
        }
        Optional<CryptKeys> keys = configuration.cryptKeys().map(secret -> CryptKeys.parse(secret.reveal()));
        HubStore store = HubStore.open(database, Path.of(""), keys.orElse(CryptKeys.none()), Clock.systemUTC());
        parts.push(store);
        return store.users();
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
