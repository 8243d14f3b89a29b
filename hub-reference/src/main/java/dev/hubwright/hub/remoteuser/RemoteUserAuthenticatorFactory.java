package dev.hubwright.hub.remoteuser;

import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import java.util.List;
import java.util.Set;

/** People whom a web server in front of the hub has logged in: JupyterHub users know it as {@code RemoteUserAuthenticator}. */
public final class RemoteUserAuthenticatorFactory implements AuthenticatorFactory {

    @Override
    public String id() {
        return "remote-user";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "RemoteUserAuthenticator", "jhub_remote_user_authenticator.remote_user_auth.RemoteUserAuthenticator");
    }

    @Override
    public Schema schema() {
        return RemoteUserSettings.SCHEMA;
    }

    @Override
    public List<Problem> warnings(Settings settings) {
        return RemoteUserWarnings.of(settings);
    }

    @Override
    public Authenticator create(Settings settings, ProviderContext context) {
        return new RemoteUserAuthenticator(settings);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
