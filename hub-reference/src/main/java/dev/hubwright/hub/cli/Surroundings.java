package dev.hubwright.hub.cli;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.log.LogSetup;
import dev.hubwright.hub.settings.HubConfiguration;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What commands work with, so that tests can give them something else.
 *
 * @param out for results
 * @param err for errors and warnings
 * @param environment environment variables
 * @param authenticators finds the installed authenticators
 * @param spawners finds the installed spawners
 * @param runner runs a hub
 * @param passwords asks for passwords
 */
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Supplier<Providers<AuthenticatorFactory>> authenticators,
        Supplier<Providers<SpawnerFactory>> spawners,
        HubRunner runner,
        Passwords passwords) {

    static Surroundings ofThisProcess(HubRunner runner) {
        ClassLoader loader = Main.class.getClassLoader();
        return new Surroundings(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                System.getenv(),
                () -> Providers.discover(AuthenticatorFactory.class, loader),
                () -> Providers.discover(SpawnerFactory.class, loader),
                runner,
                Passwords.ofThisProcess());
    }

    /** All installed providers. */
    List<ProviderFactory<?>> providers() {
        List<ProviderFactory<?>> all = new ArrayList<>(authenticators.get().all());
        all.addAll(spawners.get().all());
        return all;
    }

    /** Runs a hub; the log's level and form must be known before anything logs. */
    int launch(HubConfiguration configuration, LaunchOptions options) throws ProviderException {
        LogSetup.apply(configuration.logLevel(), configuration.logFormat());
        configuration.warnings().forEach(warning -> err.println("warning: " + warning));
        return runner.run(configuration, options);
    }

    /** The surroundings hold an environment with secrets. */
    @Override
    public String toString() {
        return "Surroundings";
    }
}
