package dev.hubwright.auth.azuread;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tenant to ask, as whom, and how its answers become people. Immutable; {@code toString} shows no secret.
 *
 * <p>The builder has what most need; the rest is in the settings of the sections {@code OAuthenticator} and
 * {@code AzureAdOAuthenticator}, which {@link #of} takes.
 */
public final class AzureAdConfig {

    private static final Set<String> SEVERAL_TENANTS = Set.of("common", "organizations");

    private static final List<String> OPENID = List.of("openid", "profile", "offline_access");

    private final Settings settings;

    private AzureAdConfig(Settings settings) {
        InvalidSettings.throwIfAny(AzureAdChecks.problems(settings));
        this.settings = settings;
    }

    /**
     * What the settings say.
     *
     * @throws InvalidSettings with everything that is wrong between them
     */
    public static AzureAdConfig of(Settings settings) {
        return new AzureAdConfig(settings);
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    static boolean isSeveralTenants(Settings settings) {
        return settings.find(AzureAdSettings.TENANT_ID)
                .map(text -> SEVERAL_TENANTS.contains(text.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    <T> Optional<T> find(Setting<T> setting) {
        return settings.find(setting);
    }

    <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    Settings settings() {
        return settings;
    }

    String service() {
        return settings.get(OAuthSettings.LOGIN_SERVICE);
    }

    String clientId() {
        return settings.get(OAuthSettings.CLIENT_ID);
    }

    /** The tenant's own address, without a slash at its end. */
    String authority() {
        return settings.get(AzureAdSettings.AUTHORITY_HOST).toString().replaceFirst("/+$", "") + "/"
                + settings.get(AzureAdSettings.TENANT_ID);
    }

    boolean isSeveralTenants() {
        return isSeveralTenants(settings);
    }

    /** Ids in lower case; empty where the issuer alone decides. */
    Set<String> allowedTenants() {
        return lower(settings.get(AzureAdSettings.ALLOWED_TENANTS));
    }

    Set<String> allowedGuestDomains() {
        return lower(settings.get(AzureAdSettings.ALLOWED_GUEST_DOMAINS));
    }

    private static Set<String> lower(List<String> texts) {
        return texts.stream()
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    Map<String, String> groupNames() {
        return settings.get(AzureAdSettings.GROUP_NAMES).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    }

    /** Whether anything depends on groups, so that it is worth asking for more than the token holds. */
    boolean needsGroups() {
        return settings.get(AuthenticatorSettings.MANAGE_GROUPS)
                || !settings.get(AuthenticatorSettings.ALLOWED_GROUPS).isEmpty()
                || !settings.get(AuthenticatorSettings.ADMIN_GROUPS).isEmpty();
    }

    /** What every login asks for, without the words of OpenID Connect, which MSAL4J adds and the answer may leave out. */
    Set<String> scopes() {
        Set<String> scopes = new LinkedHashSet<>(settings.get(OAuthSettings.SCOPE));
        scopes.removeAll(OPENID);
        return scopes.isEmpty() ? Set.of("openid") : scopes;
    }

    /** The scopes of {@code others} as a login asks for them. */
    static List<String> asked(Set<String> others) {
        Set<String> scopes = new LinkedHashSet<>(OPENID);
        scopes.addAll(others);
        return List.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "AzureAdConfig[" + clientId() + " at " + authority() + "]";
    }

    /** Collects the parts of an {@link AzureAdConfig}. Not thread-safe. */
    public static final class Builder {

        private Settings settings = Settings.read(AzureAdSettings.SCHEMA, RawSettings.empty(), Map.of());

        private Builder() {}

        /** The id of the tenant, or one of its domains. */
        public Builder tenant(String value) {
            return with(AzureAdSettings.TENANT_ID, value);
        }

        /** The id under which the hub is registered there, and the secret that belongs to it. */
        public Builder client(String id, Secret secret) {
            return with(OAuthSettings.CLIENT_ID, id).with(OAuthSettings.CLIENT_SECRET, secret);
        }

        /** Where browsers come back to; by default what the caller says in each request. */
        public Builder callbackUrl(URI value) {
            return with(OAuthSettings.CALLBACK_URL, value);
        }

        /** Takes guests of other organisations too. */
        public Builder allowGuests() {
            return with(AzureAdSettings.ALLOW_GUESTS, true);
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
        public AzureAdConfig build() {
            return new AzureAdConfig(settings);
        }
    }
}
