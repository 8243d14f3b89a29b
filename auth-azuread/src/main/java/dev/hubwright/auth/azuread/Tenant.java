package dev.hubwright.auth.azuread;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What Microsoft publishes about the tenant. Asked for when it is first needed, and again from time to time. */
final class Tenant {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration REST = Duration.ofSeconds(30);
    private static final String PLACE = "{tenantid}";

    private final AzureAdConfig config;
    private final MicrosoftHttp http;
    private final Clock clock;
    private volatile Document known;
    private Instant nextLook = Instant.MIN;
    private volatile Optional<String> trouble = Optional.empty();

    Tenant(AzureAdConfig config, MicrosoftHttp http, Clock clock) {
        this.config = config;
        this.http = http;
        this.clock = clock;
    }

    /**
     * One look.
     *
     * @param issuer with {@code {tenantid}} in it where tokens are of several tenants
     */
    record Document(String issuer, URI authorize, URI keys) {

        /** The issuer of tokens for people of one tenant; empty if that tenant is not the one that is asked. */
        Optional<String> issuerFor(String tenant) {
            String issuer = this.issuer.replace(PLACE, tenant);
            return issuer.toLowerCase(Locale.ROOT).contains("/" + tenant + "/")
                    ? Optional.of(issuer)
                    : Optional.empty();
        }
    }

    /** An older look will do while there is no newer one. */
    synchronized Document document() throws ProviderException, InterruptedException {
        if (known != null && clock.instant().isBefore(nextLook)) {
            return known;
        }
        try {
            known = read(http.json(address(), "the description of the tenant"));
            nextLook = clock.instant().plus(LIFE);
            trouble = Optional.empty();
        } catch (ProviderException e) {
            trouble = Optional.of(e.getMessage());
            if (known == null) {
                throw e;
            }
            nextLook = clock.instant().plus(REST);
        }
        return known;
    }

    /** Whether anything is known, asking nobody. */
    boolean isKnown() {
        return known != null;
    }

    /** Why the last look failed. */
    Optional<String> trouble() {
        return trouble;
    }

    private URI address() {
        return URI.create(config.authority() + "/v2.0/.well-known/openid-configuration");
    }

    private Document read(Map<String, Object> document) throws ProviderException {
        URI authorize = config.find(OAuthSettings.AUTHORIZE_URL).orElse(null);
        return new Document(
                text(document, "issuer"),
                authorize == null ? URI.create(text(document, "authorization_endpoint")) : authorize,
                URI.create(text(document, "jwks_uri")));
    }

    private String text(Map<String, Object> document, String name) throws ProviderException {
        if (document.get(name) instanceof String text && text.startsWith("https://")) {
            return text;
        }
        throw ProviderException.retryable(
                config.service() + " cannot be reached; try again in a minute.",
                "The description of the tenant at " + address() + " has no " + name
                        + "; check AzureAdOAuthenticator.tenant_id and authority_host");
    }
}
