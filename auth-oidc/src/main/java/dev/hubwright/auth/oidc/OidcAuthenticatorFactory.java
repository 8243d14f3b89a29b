package dev.hubwright.auth.oidc;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.OAuthSettings;
import java.util.List;
import java.util.Set;

/** People from an OpenID Connect or OAuth 2 provider, under the settings of {@code GenericOAuthenticator}. */
public final class OidcAuthenticatorFactory implements AuthenticatorFactory {

    /** Makes an authenticator for Java code that has no settings. Does no I/O; the caller closes it. */
    public static Authenticator create(OidcConfig config, ProviderContext context) {
        return new OidcAuthenticator(config, context);
    }

    @Override
    public String id() {
        return "oidc";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "generic",
                "generic-oauth",
                "GenericOAuthenticator",
                "oauthenticator.GenericOAuthenticator",
                "oauthenticator.generic.GenericOAuthenticator");
    }

    @Override
    public Schema schema() {
        return OidcSettings.SCHEMA;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return OidcChecks.problems(settings);
    }

    @Override
    public List<Problem> warnings(Settings settings) {
        return OidcChecks.warnings(settings);
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidSettings {@inheritDoc}, or if {@code oauth_callback_url} does not lead to this hub
     */
    @Override
    public Authenticator create(Settings settings, ProviderContext context) {
        OidcConfig config = OidcConfig.of(settings);
        InvalidSettings.throwIfAny(OAuthSettings.callbackProblem(settings, context, "at the provider").stream()
                .toList());
        return new OidcAuthenticator(config, context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
