package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** What tests with real providers have in common. */
final class RealProvider {

    static final URI CALLBACK = URI.create("http://127.0.0.1:18000/hub/oauth_callback");

    private RealProvider() {}

    static OidcAuthenticator authenticator(Map<String, ?> settings) {
        return (OidcAuthenticator) new OidcAuthenticatorFactory()
                .create(Journey.settings(settings), ProviderContext.builder().build());
    }

    static AuthResult.Redirect begin(Authenticator authenticator) throws Exception {
        return (AuthResult.Redirect) authenticator.authenticate(
                AuthRequest.builder().callbackUri(CALLBACK).build());
    }

    static AuthResult end(Authenticator authenticator, AuthResult.Redirect begun, FormBrowser browser)
            throws Exception {
        URI back = browser.visit(begun.uri(), CALLBACK.toString()).orElseThrow();
        return authenticator.authenticate(Journey.request(FaultyProvider.parameters(back.getRawQuery()), begun.flow()));
    }

    static AuthResult logIn(Authenticator authenticator, FormBrowser browser) throws Exception {
        return end(authenticator, begin(authenticator), browser);
    }

    static AuthResult.Granted granted(AuthResult result) {
        assertThat(result).as(Journey.why(result)).isInstanceOf(AuthResult.Granted.class);
        return (AuthResult.Granted) result;
    }

    /** The state as it will be when its access token has ended. */
    static Opaque aged(AuthResult.Granted granted) throws Exception {
        return AuthStates.with(
                granted.authState(),
                Map.of("expires_at", Instant.now().minusSeconds(1).getEpochSecond()));
    }
}
