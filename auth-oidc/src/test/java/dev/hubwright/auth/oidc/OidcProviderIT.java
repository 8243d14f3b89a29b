package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONArrayUtils;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.BackChannelLogout.LoggedOut;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.OidcProvider;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.Together;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a provider that is certified by the OpenID Foundation. */
@RequiresEngine(Engine.OIDC_PROVIDER)
class OidcProviderIT {

    private static final String SECRET = "a-secret-of-at-least-32-characters";
    private static final String BYE = "http://127.0.0.1:18000/hub/login";

    private static OidcProvider provider;
    private static LogoutListener listener;
    private static ECKey key;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        listener = new LogoutListener();
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        List<Object> clients = new ArrayList<>();
        for (String method :
                List.of("client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none")) {
            clients.add(client(method));
        }
        provider = OidcProvider.start(folder, JSONArrayUtils.toJSONString(clients));
    }

    @AfterAll
    static void stop() {
        provider.close();
        listener.close();
    }

    private static Map<String, Object> client(String method) {
        Map<String, Object> client = new HashMap<>();
        client.put("client_id", method);
        client.put("token_endpoint_auth_method", method);
        client.put("redirect_uris", List.of(RealProvider.CALLBACK.toString()));
        client.put("grant_types", List.of("authorization_code", "refresh_token"));
        client.put("response_types", List.of("code"));
        client.put("post_logout_redirect_uris", List.of(BYE));
        client.put("backchannel_logout_uri", listener.address());
        client.put("backchannel_logout_session_required", true);
        if (method.startsWith("client_secret")) {
            client.put("client_secret", SECRET);
        }
        if (method.equals("private_key_jwt")) {
            client.put("jwks", Map.of("keys", List.of(key.toPublicJWK().toJSONObject())));
        }
        return client;
    }

    private static OidcAuthenticator authenticator(String method) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("issuer", provider.issuer().toString());
        settings.put("client_id", method);
        settings.put("client_auth_method", method);
        settings.put("client_secret", SECRET);
        settings.put("client_private_key", key.toJSONString());
        settings.put("scope", List.of("openid", "profile", "email", "groups"));
        settings.put("post_logout_redirect_url", BYE);
        return RealProvider.authenticator(settings);
    }

    private static FormBrowser browser(String person) {
        return new FormBrowser(Map.of("login", person, "password", "anything"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"})
    void logsInAndRefreshesByEveryProofOfTheHub(String method) throws Exception {
        try (OidcAuthenticator oidc = authenticator(method)) {
            AuthResult.Granted granted = RealProvider.granted(RealProvider.logIn(oidc, browser("alice")));
            assertThat(granted.identity().name()).isEqualTo("alice");
            assertThat(granted.identity().subject())
                    .hasValue(new Subject(provider.issuer().toString(), "alice"));
            assertThat(granted.identity().groups()).hasValue(Set.of("hub-users", "hub-admins"));
            assertThat(granted.identity().displayName()).hasValue("Alice Liddell");

            AuthResult.Granted later =
                    RealProvider.granted(oidc.refresh(granted.identity(), RealProvider.aged(granted)));
            assertThat(later.identity().groups()).isEqualTo(granted.identity().groups());
            assertThat(later.authState().text("access_token"))
                    .isNotEqualTo(granted.authState().text("access_token"));
        }
    }

    @Test
    void logsInTwoTabsAtOnce() throws Exception {
        try (OidcAuthenticator oidc = authenticator("client_secret_basic")) {
            AuthResult.Redirect first = RealProvider.begin(oidc);
            AuthResult.Redirect second = RealProvider.begin(oidc);
            FormBrowser browser = browser("alice");

            RealProvider.granted(RealProvider.end(oidc, second, browser));
            RealProvider.granted(RealProvider.end(oidc, first, browser));
        }
    }

    @Test
    void usesARotatingRefreshTokenOnceForAll() throws Exception {
        try (OidcAuthenticator oidc = authenticator("client_secret_basic")) {
            AuthResult.Granted granted = RealProvider.granted(RealProvider.logIn(oidc, browser("alice")));
            Set<String> tokens = new HashSet<>(Together.run(
                    20, () -> RealProvider.granted(oidc.refresh(granted.identity(), RealProvider.aged(granted)))
                            .authState()
                            .text("refresh_token")
                            .orElseThrow()));

            assertThat(tokens).hasSize(1);
        }
    }

    @Test
    void logsOutAtBothEnds() throws Exception {
        try (OidcAuthenticator oidc = authenticator("client_secret_basic")) {
            FormBrowser browser = browser("alice");
            AuthResult.Granted granted = RealProvider.granted(RealProvider.logIn(oidc, browser));
            URI logout = oidc.logout(granted.identity(), granted.authState()).orElseThrow();

            assertThat(browser.visit(logout, BYE)).isPresent();

            AuthRequest message = AuthRequest.builder()
                    .field("logout_token", Secret.of(listener.token()))
                    .build();
            assertThat(oidc.loggedOut(message))
                    .isEqualTo(new LoggedOut(Set.of(), Set.of(granted.session().orElseThrow())));
            assertThat(oidc.refresh(granted.identity(), RealProvider.aged(granted)))
                    .isInstanceOf(AuthResult.Denied.class);
        }
    }

    @Test
    void takesNoAddressThatIsNotVerified() throws Exception {
        OidcConfig config = OidcConfig.builder()
                .issuer(provider.issuer().toString())
                .client("client_secret_basic", Secret.of(SECRET))
                .usernameClaim("email")
                .build();
        try (OidcAuthenticator oidc =
                new OidcAuthenticator(config, ProviderContext.builder().build())) {
            AuthResult result = RealProvider.logIn(oidc, browser("bob"));

            assertThat(Journey.why(result)).contains("email_verified is \"false\"");
        }
    }
}
