package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.HttpPolicy;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A stand-in for Microsoft, an authenticator for it, and a browser that goes back and forth between them. */
final class Journey implements AutoCloseable {

    static final URI CALLBACK = URI.create("https://hub.example.org/hub/oauth_callback");

    final EntraStandIn entra;

    private final Map<String, Object> settings = new HashMap<>();
    private Optional<URI> proxy = Optional.empty();
    private AzureAdAuthenticator authenticator;

    Journey() throws Exception {
        entra = new EntraStandIn();
        set("authority_host", entra.address());
        set("graph_endpoint", entra.address());
        set("tenant_id", EntraStandIn.TENANT);
        set("client_id", EntraStandIn.CLIENT);
        set("client_secret", EntraStandIn.SECRET);
    }

    /** Before the first use of the authenticator. */
    Journey set(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    /** Has the authenticator reach the world by a proxy. */
    Journey by(URI address) {
        proxy = Optional.of(address);
        return this;
    }

    Journey unset(String key) {
        settings.remove(key);
        return this;
    }

    static Settings settings(Map<String, ?> values) {
        return Settings.read(AzureAdSettings.SCHEMA, RawSettings.of(Map.of("AzureAdOAuthenticator", values)), Map.of());
    }

    AzureAdAuthenticator authenticator() {
        if (authenticator == null) {
            authenticator = newAuthenticator();
        }
        return authenticator;
    }

    AzureAdAuthenticator newAuthenticator() {
        HttpPolicy.Builder policy = HttpPolicy.builder().authorities(EntraStandIn.certificate());
        proxy.ifPresent(policy::httpsProxy);
        ProviderContext context = ProviderContext.builder().http(policy.build()).build();
        return (AzureAdAuthenticator) new AzureAdAuthenticatorFactory().create(settings(settings), context);
    }

    static AuthResult.Redirect begin(Authenticator authenticator, Opaque hint) throws Exception {
        AuthResult result = authenticator.authenticate(
                AuthRequest.builder().callbackUri(CALLBACK).hint(hint).build());
        assertThat(result).isInstanceOf(AuthResult.Redirect.class);
        return (AuthResult.Redirect) result;
    }

    /** What Microsoft sends the browser of a person back with. */
    Map<String, String> visit(URI address, String person) throws Exception {
        URI back = entra.visit(address, person);
        assertThat(back.toString()).startsWith(CALLBACK.toString());
        return parameters(back);
    }

    static Map<String, String> parameters(URI address) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : address.getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    static AuthRequest request(Map<String, String> query, Opaque flow) {
        AuthRequest.Builder request =
                AuthRequest.builder().callbackUri(CALLBACK).flow(flow);
        query.forEach(request::query);
        return request.build();
    }

    AuthResult logIn(Authenticator authenticator, String person, Opaque hint) throws Exception {
        AuthResult.Redirect redirect = begin(authenticator, hint);
        return authenticator.authenticate(request(visit(redirect.uri(), person), redirect.flow()));
    }

    AuthResult logIn(Authenticator authenticator, String person) throws Exception {
        return logIn(authenticator, person, Opaque.empty());
    }

    AuthResult.Granted granted() throws Exception {
        return granted("ann");
    }

    AuthResult.Granted granted(String person) throws Exception {
        return granted(logIn(authenticator(), person));
    }

    static AuthResult.Granted granted(AuthResult result) {
        assertThat(result).as(why(result)).isInstanceOf(AuthResult.Granted.class);
        return (AuthResult.Granted) result;
    }

    AuthResult.Denied denied() throws Exception {
        return denied("ann");
    }

    AuthResult.Denied denied(String person) throws Exception {
        AuthResult result = logIn(authenticator(), person);
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
        entra.close();
    }
}
