package dev.hubwright.hub.demo;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.util.Set;

/** One password for everybody, under any name: JupyterHub's {@code DummyAuthenticator}. */
public final class DemoAuthenticatorFactory implements AuthenticatorFactory {

    /** The password that everybody has. */
    public static final Setting<Secret> PASSWORD = Setting.secret("password")
            .describedAs("The password that everybody has. Without one every password is right but the empty one.");

    /** Whether it is meant that every password is right. */
    public static final Setting<Boolean> ALLOW_ANY_PASSWORD = Setting.flag("allow_any_password")
            .defaultsTo(false)
            .describedAs("Says that it is meant when no password is set; silences nothing but the advice to set one.");

    private static final Setting<Boolean> ALLOW_ALL = Setting.flag("allow_all")
            .defaultsTo(true)
            .describedAs("Lets in everybody with the password; false once allowed_users or allowed_groups is set.");

    private static final Schema SCHEMA = AuthenticatorSettings.SCHEMA
            .then("DemoAuthenticator", PASSWORD, ALLOW_ANY_PASSWORD, ALLOW_ALL)
            .alsoNamed("DummyAuthenticator");

    @Override
    public String id() {
        return "demo";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "dummy",
                "DummyAuthenticator",
                "DemoAuthenticator",
                "jupyterhub.auth.dummy",
                "jupyterhub.auth.DummyAuthenticator",
                "jupyterhub.authenticators.dummy.DummyAuthenticator",
                "dummyauthenticator.DummyAuthenticator");
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Authenticator create(Settings settings, ProviderContext context) {
        return settings.find(PASSWORD)
                .filter(password -> !password.isEmpty())
                .map(DemoAuthenticator::withPassword)
                .orElseGet(() -> DemoAuthenticator.withAnyPassword(settings.get(ALLOW_ANY_PASSWORD)));
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
