package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.List;
import java.util.Set;

/** Factories that have settings and make nothing. */
final class FakeFactories {

    static final Setting<String> SERVER_ADDRESS = Setting.text("server_address").required();
    static final Setting<Secret> CLIENT_SECRET = Setting.secret("client_secret").variables("OAUTH_CLIENT_SECRET");
    static final Setting<Boolean> OPEN_SESSIONS = Setting.flag("open_sessions").defaultsTo(false);

    static final AuthenticatorFactory LDAP = new FakeAuthenticator(
            "ldap",
            Set.of("ldapauthenticator.LDAPAuthenticator"),
            AuthenticatorSettings.SCHEMA.then(
                    "LDAPAuthenticator",
                    SERVER_ADDRESS,
                    Setting.any("bind_dn_template"),
                    Setting.flag("lookup_dn"),
                    Setting.text("user_search_base"),
                    Setting.text("user_attribute"),
                    Setting.integer("server_port"),
                    Setting.flag("use_ssl")));
    static final AuthenticatorFactory AZUREAD = new FakeAuthenticator(
            "azuread",
            Set.of("oauthenticator.azuread.AzureAdOAuthenticator"),
            AuthenticatorSettings.SCHEMA
                    .then("OAuthenticator", Setting.text("client_id"), CLIENT_SECRET, Setting.url("oauth_callback_url"))
                    .then("AzureAdOAuthenticator", Setting.text("tenant_id")));
    static final AuthenticatorFactory PAM = new FakeAuthenticator(
            "pam", Set.of(), AuthenticatorSettings.SCHEMA.then("PAMAuthenticator", OPEN_SESSIONS));
    static final SpawnerFactory SUDO = new FakeSpawner(
            "sudo",
            Set.of("sudospawner.SudoSpawner"),
            SpawnerSettings.SCHEMA
                    .then("LocalProcessSpawner", Setting.texts("shell_cmd"))
                    .then("SudoSpawner", Setting.text("sudospawner_path")));
    static final SpawnerFactory LOCAL = new FakeSpawner(
            "local",
            Set.of("jupyterhub.spawner.LocalProcessSpawner"),
            SpawnerSettings.SCHEMA.then("LocalProcessSpawner", Setting.texts("shell_cmd")));

    static final Providers<AuthenticatorFactory> AUTHENTICATORS = Providers.of(LDAP, AZUREAD, PAM);
    static final Providers<SpawnerFactory> SPAWNERS = Providers.of(SUDO, LOCAL);

    private FakeFactories() {}

    private record FakeAuthenticator(String id, Set<String> aliases, Schema schema) implements AuthenticatorFactory {

        @Override
        public List<Problem> validate(Settings settings) {
            String address = settings.find(SERVER_ADDRESS).orElse("");
            if (address.equals("throw")) {
                throw new IllegalStateException("a defect");
            }
            return address.equals("nowhere")
                    ? List.of(Problem.of("LDAPAuthenticator.server_address", "= \"nowhere\" is nowhere"))
                    : List.of();
        }

        @Override
        public Authenticator create(Settings settings, ProviderContext context) {
            throw new UnsupportedOperationException("A fake makes nothing");
        }

        @Override
        public int spiLevel() {
            return Providers.SPI_LEVEL;
        }
    }

    private record FakeSpawner(String id, Set<String> aliases, Schema schema) implements SpawnerFactory {

        @Override
        public Spawner create(Settings settings, ProviderContext context) {
            throw new UnsupportedOperationException("A fake makes nothing");
        }

        @Override
        public int spiLevel() {
            return Providers.SPI_LEVEL;
        }
    }
}
