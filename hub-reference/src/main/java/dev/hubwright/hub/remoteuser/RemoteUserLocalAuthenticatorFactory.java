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

/** The same for people who have an account on the hub's machine: {@code RemoteUserLocalAuthenticator}. */
public final class RemoteUserLocalAuthenticatorFactory implements AuthenticatorFactory {

    @Override
    public String id() {
        return "remote-user-local";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "RemoteUserLocalAuthenticator",
                "jhub_remote_user_authenticator.remote_user_auth.RemoteUserLocalAuthenticator");
    }

    @Override
    public Schema schema() {
        return RemoteUserSettings.LOCAL_SCHEMA;
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
