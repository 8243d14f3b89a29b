package dev.hubwright.auth.oidc;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which identity provider to ask, as whom, and how its answers become people. Immutable; {@code toString} shows no secret.
 *
 * <p>The builder has what an OpenID Connect issuer needs; the rest is in the settings of the sections
 * {@code OAuthenticator} and {@code GenericOAuthenticator}, which {@link #of} takes.
 */
public final class OidcConfig {

    private static final List<String> OPENID_SCOPES = List.of("openid", "profile", "email");

    private final Settings settings;
    private final HttpOptions http;

    private OidcConfig(Settings settings) {
        InvalidSettings.throwIfAny(OidcChecks.problems(settings));
        this.settings = settings;
        this.http = HttpOptions.of(settings);
    }

    /**
     * What the settings say.
     *
     * @throws InvalidSettings with everything that is wrong between them
     */
    public static OidcConfig of(Settings settings) {
        return new OidcConfig(settings);
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    HttpOptions http() {
        return http;
    }

    /** Empty for a service without ID tokens. */
    Optional<String> issuer() {
        return settings.find(OidcSettings.ISSUER).map(String::strip);
    }

    <T> Optional<T> find(Setting<T> setting) {
        return settings.find(setting);
    }

    <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    String service() {
        return settings.get(OAuthSettings.LOGIN_SERVICE);
    }

    String clientId() {
        return settings.get(OAuthSettings.CLIENT_ID);
    }

    Secret clientSecret() {
        return settings.find(OAuthSettings.CLIENT_SECRET).orElse(Secret.of(""));
    }

    /** What was written; empty to go by what the provider can do. */
    Optional<ClientAuthMethod> clientAuthMethod() {
        return OidcChecks.clientAuthMethod(settings);
    }

    List<String> scopes() {
        return settings.find(OAuthSettings.SCOPE).orElse(issuer().isPresent() ? OPENID_SCOPES : List.of());
    }

    Set<String> allowedScopes() {
        return Set.copyOf(settings.get(OAuthSettings.ALLOWED_SCOPES));
    }

    String usernameClaim() {
        return settings.find(OAuthSettings.USERNAME_CLAIM)
                .orElse(issuer().isPresent() ? "preferred_username" : "username");
    }

    /** Where in the state the groups are. */
    String groupsKey() {
        return settings.find(OAuthSettings.AUTH_STATE_GROUPS_KEY)
                .filter(key -> !key.isBlank())
                .orElse(AuthStates.USER + "." + settings.get(OidcSettings.CLAIM_GROUPS_KEY));
    }

    /** Whether groups matter: somebody wrote about them. */
    boolean usesGroups() {
        return settings.get(AuthenticatorSettings.MANAGE_GROUPS)
                || settings.isSet(AuthenticatorSettings.ALLOWED_GROUPS)
                || settings.isSet(AuthenticatorSettings.ADMIN_GROUPS)
                || settings.isSet(OidcSettings.CLAIM_GROUPS_KEY)
                || settings.isSet(OAuthSettings.AUTH_STATE_GROUPS_KEY);
    }

    /** Whether the token goes to the provider in the address of the request. */
    boolean tokenInUrl() {
        return settings.get(OAuthSettings.USERDATA_TOKEN_METHOD)
                .toLowerCase(Locale.ROOT)
                .equals("url");
    }

    Duration clockSkew() {
        return settings.get(OidcSettings.CLOCK_SKEW);
    }

    @Override
    public String toString() {
        return "OidcConfig[" + settings.find(OAuthSettings.CLIENT_ID).orElse("") + " at "
                + issuer().or(() -> settings.find(OAuthSettings.TOKEN_URL).map(URI::getHost))
                        .orElse("")
                + "]";
    }

    /** Collects the parts of an {@link OidcConfig}. Not thread-safe. */
    public static final class Builder {

        private Settings settings = Settings.read(OidcSettings.SCHEMA, RawSettings.empty(), Map.of());

        private Builder() {}

        /** The issuer, spelled as in its tokens. */
        public Builder issuer(String value) {
            return with(OidcSettings.ISSUER, value);
        }

        /** The id under which the hub is registered there, and the secret that belongs to it. */
        public Builder client(String id, Secret secret) {
            return with(OAuthSettings.CLIENT_ID, id).with(OAuthSettings.CLIENT_SECRET, secret);
        }

        /** The scopes to ask for; {@code openid}, {@code profile} and {@code email} by default. */
        public Builder scopes(List<String> values) {
            return with(OAuthSettings.SCOPE, List.copyOf(values));
        }

        /** The claim that is the person's name; {@code preferred_username} by default. */
        public Builder usernameClaim(String value) {
            return with(OAuthSettings.USERNAME_CLAIM, value);
        }

        /** The claim with the person's groups; {@code groups} by default. */
        public Builder groupsClaim(String value) {
            return with(OidcSettings.CLAIM_GROUPS_KEY, value);
        }

        /** Where browsers come back to; by default what the caller says in each request. */
        public Builder callbackUrl(URI value) {
            return with(OAuthSettings.CALLBACK_URL, value);
        }

        /** What the button says. */
        public Builder loginService(String value) {
            return with(OAuthSettings.LOGIN_SERVICE, value);
        }

        private <T> Builder with(Setting<T> setting, T value) {
            settings = settings.with(setting, value);
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @throws InvalidSettings with everything that is wrong
         */
        public OidcConfig build() {
            return new OidcConfig(settings);
        }
    }
}
