package dev.hubwright.auth.oidc;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Finds out where the provider's doors are, when it is first needed, and looks again now and then. Thread-safe. */
final class Discovery {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(2);

    private final OidcConfig config;
    private final ProviderHttp http;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Endpoints> known = Optional.empty();
    private volatile Optional<ProviderException> failure = Optional.empty();
    private volatile Instant nextLook = Instant.MIN;

    Discovery(OidcConfig config, ProviderHttp http, Clock clock) {
        this.config = config;
        this.http = http;
        this.clock = clock;
    }

    /** What was found so far; asks nobody. */
    Optional<Endpoints> known() {
        return known;
    }

    /** What the operator should know, if the last look failed. */
    Optional<String> trouble() {
        return failure.map(ProviderException::getMessage);
    }

    /** Where everything is. Old knowledge is better than none while the provider is out of reach. */
    Endpoints endpoints() throws ProviderException, InterruptedException {
        if (clock.instant().isBefore(nextLook)) {
            return current();
        }
        lock.lockInterruptibly();
        try {
            if (!clock.instant().isBefore(nextLook)) {
                look();
            }
        } finally {
            lock.unlock();
        }
        return current();
    }

    /** Whether there is anybody to ask. */
    boolean asks() {
        return config.issuer().isPresent() && !everythingIsWritten();
    }

    /** Asks though the last answer is good for longer. */
    void lookAgain() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            look();
        } finally {
            lock.unlock();
        }
    }

    private Endpoints current() throws ProviderException {
        if (known.isPresent()) {
            return known.get();
        }
        throw failure.orElseThrow();
    }

    private void look() throws InterruptedException {
        try {
            known = Optional.of(find());
            failure = Optional.empty();
            nextLook = clock.instant().plus(LIFE);
        } catch (ProviderException e) {
            // Those who waited for this look get its answer instead of one wait each.
            failure = Optional.of(e);
            nextLook = clock.instant().plus(REST_AFTER_FAILURE);
        }
    }

    private Endpoints find() throws ProviderException, InterruptedException {
        Optional<String> issuer = config.issuer();
        if (issuer.isEmpty() || everythingIsWritten()) {
            return endpoints(Map.of());
        }
        URI address = URI.create(issuer.get().replaceFirst("/+$", "") + "/.well-known/openid-configuration");
        Map<String, Object> document = http.json(new HTTPRequest(HTTPRequest.Method.GET, address), "its description");
        if (!issuer.get().equals(document.get("issuer"))) {
            throw misconfigured("GenericOAuthenticator.issuer = \"" + issuer.get() + "\", but " + address
                    + " describes the issuer \"" + Words.printable(String.valueOf(document.get("issuer")))
                    + "\"; write it exactly like that, if it is the right one");
        }
        return checked(endpoints(document));
    }

    private boolean everythingIsWritten() {
        return config.find(OAuthSettings.AUTHORIZE_URL).isPresent()
                && config.find(OAuthSettings.TOKEN_URL).isPresent()
                && config.find(OidcSettings.JWKS_URL).isPresent();
    }

    private Endpoints endpoints(Map<String, Object> document) throws ProviderException {
        Map<String, Object> doors =
                config.clientAuthMethod().filter(ClientAuthMethod::isMutualTls).isPresent()
                        ? withAliases(document)
                        : document;
        try {
            return new Endpoints(
                    config.issuer(),
                    required(OAuthSettings.AUTHORIZE_URL, document, "authorization_endpoint"),
                    required(OAuthSettings.TOKEN_URL, doors, "token_endpoint"),
                    config.get(OAuthSettings.USERDATA_FROM_ID_TOKEN)
                            ? Optional.empty()
                            : found(OAuthSettings.USERDATA_URL, doors, "userinfo_endpoint"),
                    found(OidcSettings.JWKS_URL, document, "jwks_uri"),
                    found(OidcSettings.END_SESSION_URL, document, "end_session_endpoint"),
                    Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")),
                    Endpoints.texts(document, "token_endpoint_auth_methods_supported"),
                    Endpoints.texts(document, "code_challenge_methods_supported"),
                    Endpoints.texts(document, "id_token_signing_alg_values_supported"));
        } catch (IllegalArgumentException e) {
            throw misconfigured("The description of " + config.issuer().orElse("") + " has an address that is none");
        }
    }

    private static Map<String, Object> withAliases(Map<String, Object> document) {
        if (!(document.get("mtls_endpoint_aliases") instanceof Map<?, ?> aliases)) {
            return document;
        }
        Map<String, Object> doors = new HashMap<>(document);
        aliases.forEach((name, address) -> doors.put(String.valueOf(name), address));
        return doors;
    }

    private Optional<URI> found(Setting<URI> setting, Map<String, Object> document, String name) {
        return config.find(setting).or(() -> Endpoints.address(document, name));
    }

    private URI required(Setting<URI> setting, Map<String, Object> document, String name) throws ProviderException {
        Optional<URI> found = found(setting, document, name);
        if (found.isEmpty()) {
            throw misconfigured("The description of " + config.issuer().orElse("") + " has no " + name + "; write "
                    + OidcSettings.path(setting));
        }
        return found.get();
    }

    private Endpoints checked(Endpoints endpoints) throws ProviderException {
        if (endpoints.keys().isEmpty()) {
            throw misconfigured("The description of " + config.issuer().orElse("")
                    + " has no jwks_uri; write GenericOAuthenticator.jwks_url");
        }
        requireAmong(
                endpoints.algorithms(),
                config.get(OidcSettings.ID_TOKEN_ALG),
                "signs ID tokens with",
                OidcSettings.ID_TOKEN_ALG);
        if (config.get(OAuthSettings.ENABLE_PKCE)) {
            requireAmong(endpoints.challengeMethods(), "S256", "knows PKCE only as", OAuthSettings.ENABLE_PKCE);
        }
        return endpoints;
    }

    private void requireAmong(List<String> offered, String wanted, String does, Setting<?> key)
            throws ProviderException {
        if (!offered.isEmpty() && !offered.contains(wanted)) {
            throw misconfigured(config.issuer().orElse("") + " " + does + " " + offered + ", and " + wanted
                    + " is not among them; see " + OidcSettings.path(key));
        }
    }

    private ProviderException misconfigured(String detail) {
        return ProviderException.permanent(
                config.service() + " cannot be used now. Tell the administrator of this hub.", detail);
    }
}
