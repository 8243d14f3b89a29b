package dev.hubwright.auth.azuread;

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

/** People from Microsoft Entra ID, under the settings of {@code AzureAdOAuthenticator}. */
public final class AzureAdAuthenticatorFactory implements AuthenticatorFactory {

    /** Makes an authenticator for Java code that has no settings. Does no I/O; the caller closes it. */
    public static Authenticator create(AzureAdConfig config, ProviderContext context) {
        return new AzureAdAuthenticator(config, context);
    }

    @Override
    public String id() {
        return "azuread";
    }

    @Override
    public Set<String> aliases() {
        return Set.of(
                "azuread.AzureAdOAuthenticator",
                "AzureAdOAuthenticator",
                "oauthenticator.azuread.AzureAdOAuthenticator",
                "oauthenticator.azuread.LocalAzureAdOAuthenticator",
                "local-azuread");
    }

    @Override
    public Schema schema() {
        return AzureAdSettings.SCHEMA;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return AzureAdChecks.problems(settings);
    }

    @Override
    public List<Problem> warnings(Settings settings) {
        return AzureAdChecks.warnings(settings);
    }

    @Override
    public Authenticator create(Settings settings, ProviderContext context) {
        AzureAdConfig config = AzureAdConfig.of(settings);
        InvalidSettings.throwIfAny(OAuthSettings.callbackProblem(settings, context, "in the app registration").stream()
                .toList());
        return new AzureAdAuthenticator(config, context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
