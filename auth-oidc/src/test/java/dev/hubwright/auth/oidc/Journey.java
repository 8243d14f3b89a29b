package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.ManualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A provider, an authenticator for it, and a browser that goes back and forth between them. */
final class Journey implements AutoCloseable {

    static final URI CALLBACK = URI.create("https://hub.example.org/hub/oauth_callback");

    final ManualClock clock = new ManualClock(Instant.now());
    final FaultyProvider provider;

    private final Map<String, Object> settings = new HashMap<>();
    private OidcAuthenticator authenticator;
    private HttpClient browser = HttpClient.newHttpClient();

    Journey() throws Exception {
        this(FaultyProvider::new);
    }

    /** How a provider is made that tells the time by a clock of the test. */
    @FunctionalInterface
    interface Start {
        FaultyProvider at(Clock clock) throws Exception;
    }

    Journey(Start start) throws Exception {
        provider = start.at(clock);
        set("issuer", provider.issuer());
        set("client_id", FaultyProvider.CLIENT);
        set("client_secret", FaultyProvider.SECRET);
    }

    /** Before the first use of the authenticator. */
    Journey set(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    Journey unset(String key) {
        settings.remove(key);
        return this;
    }

    static Settings settings(Map<String, ?> values) {
        return Settings.read(OidcSettings.SCHEMA, RawSettings.of(Map.of("GenericOAuthenticator", values)), Map.of());
    }

    OidcAuthenticator authenticator() {
        if (authenticator == null) {
            authenticator = newAuthenticator();
        }
        return authenticator;
    }

    OidcAuthenticator newAuthenticator() {
        ProviderContext context = ProviderContext.builder().clock(clock).build();
        return (OidcAuthenticator) new OidcAuthenticatorFactory().create(settings(settings), context);
    }

    AuthResult.Redirect begin() throws Exception {
        return begin(authenticator());
    }

    static AuthResult.Redirect begin(Authenticator authenticator) throws Exception {
        AuthResult result = authenticator.authenticate(
                AuthRequest.builder().callbackUri(CALLBACK).build());
        assertThat(result).isInstanceOf(AuthResult.Redirect.class);
        return (AuthResult.Redirect) result;
    }

    /** What the provider sends the browser back with. */
    static Map<String, String> visit(URI address) throws Exception {
        return visit(HttpClient.newHttpClient(), address);
    }

    private static Map<String, String> visit(HttpClient browser, URI address) throws Exception {
        HttpResponse<Void> answer =
                browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
        URI back = URI.create(answer.headers().firstValue("location").orElseThrow());
        assertThat(back.toString()).startsWith(CALLBACK.toString());
        return FaultyProvider.parameters(back.getRawQuery());
    }

    static AuthRequest request(Map<String, String> query, Opaque flow) {
        AuthRequest.Builder request =
                AuthRequest.builder().callbackUri(CALLBACK).flow(flow);
        query.forEach(request::query);
        return request.build();
    }

    Journey browsingWith(SSLContext tls) {
        browser = HttpClient.newBuilder().sslContext(tls).build();
        return this;
    }

    AuthResult logIn() throws Exception {
        AuthResult.Redirect redirect = begin();
        return authenticator().authenticate(request(visit(browser, redirect.uri()), redirect.flow()));
    }

    static AuthResult logIn(Authenticator authenticator) throws Exception {
        AuthResult.Redirect redirect = begin(authenticator);
        return authenticator.authenticate(request(visit(redirect.uri()), redirect.flow()));
    }

    AuthResult.Granted granted() throws Exception {
        AuthResult result = logIn();
        assertThat(result).as(why(result)).isInstanceOf(AuthResult.Granted.class);
        return (AuthResult.Granted) result;
    }

    AuthResult.Denied denied() throws Exception {
        AuthResult result = logIn();
        assertThat(result).isInstanceOf(AuthResult.Denied.class);
        return (AuthResult.Denied) result;
    }

    static String why(AuthResult result) {
        return result instanceof AuthResult.Denied denied ? denied + " " + denied.detail() : result.toString();
    }

    @Override
    public void close() {
        if (authenticator != null) {
            authenticator.close();
        }
        provider.close();
    }
}
