package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.BackChannelLogout.LoggedOut;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Keycloak;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine(Engine.KEYCLOAK)
class KeycloakIT {

    private static final String BYE = "http://127.0.0.1:18000/hub/login";
    private static final Set<String> GROUPS = Set.of("/hub-users/students", "/hub-admins");

    private static Keycloak keycloak;
    private static KeycloakAdmin admin;
    private static LogoutListener listener;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        listener = new LogoutListener();
        try (InputStream realm = KeycloakIT.class.getResourceAsStream("realm.json")) {
            String text = new String(realm.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@CALLBACK@", RealProvider.CALLBACK.toString())
                    .replace("@LISTENER@", listener.address())
                    .replace("@BYE@", BYE);
            keycloak = Keycloak.start(folder, text);
        }
        admin = new KeycloakAdmin(keycloak, "staff");
    }

    @AfterAll
    static void stop() {
        keycloak.close();
        listener.close();
    }

    private static OidcAuthenticator authenticator() {
        return RealProvider.authenticator(Map.of(
                "issuer",
                keycloak.url().resolve("realms/staff").toString(),
                "client_id",
                "hub",
                "client_secret",
                "secret-of-the-hub",
                "post_logout_redirect_url",
                BYE));
    }

    private static FormBrowser browser() {
        return new FormBrowser(Map.of("username", "alice", "password", "wonderland"));
    }

    @Test
    void logsInWithGroupsAndRefreshes() throws Exception {
        try (OidcAuthenticator oidc = authenticator()) {
            AuthResult.Granted granted = RealProvider.granted(RealProvider.logIn(oidc, browser()));
            assertThat(granted.identity().name()).isEqualTo("alice");
            assertThat(granted.identity().groups()).hasValue(GROUPS);
            assertThat(granted.session()).isPresent();

            AuthResult.Granted later =
                    RealProvider.granted(oidc.refresh(granted.identity(), RealProvider.aged(granted)));
            assertThat(later.identity().groups()).hasValue(GROUPS);
            TokenAnswer token = oidc.token(later.identity(), RealProvider.aged(later), "");
            assertThat(token).isInstanceOf(TokenAnswer.Issued.class);
        }
    }

    @Test
    void endsAccessWithMembership() throws Exception {
        try (OidcAuthenticator oidc = authenticator()) {
            AuthResult.Granted granted = RealProvider.granted(RealProvider.logIn(oidc, browser()));
            admin.leave("alice", "hub-admins");
            try {
                AuthResult.Granted later = RealProvider.granted(oidc.refresh(granted.identity(), granted.authState()));
                assertThat(later.identity().groups()).hasValue(Set.of("/hub-users/students"));
            } finally {
                admin.join("alice", "hub-admins");
            }
        }
    }

    @Test
    void endsAccessWithTheAccount() throws Exception {
        try (OidcAuthenticator oidc = authenticator()) {
            AuthResult.Granted granted = RealProvider.granted(RealProvider.logIn(oidc, browser()));
            admin.enable("alice", false);
            try {
                assertThat(oidc.refresh(granted.identity(), granted.authState()))
                        .isInstanceOf(AuthResult.Denied.class);
            } finally {
                admin.enable("alice", true);
            }
        }
    }

    @Test
    void findsANewKeyInTheMiddleOfALogin() throws Exception {
        try (OidcAuthenticator oidc = authenticator()) {
            AuthResult.Granted before = RealProvider.granted(RealProvider.logIn(oidc, browser()));
            AuthResult.Redirect underWay = RealProvider.begin(oidc);
            admin.rotateKeys();

            AuthResult.Granted after = RealProvider.granted(RealProvider.end(oidc, underWay, browser()));

            assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
        }
    }

    private static String keyOf(AuthResult.Granted granted) throws Exception {
        return SignedJWT.parse(granted.authState().text("id_token").orElseThrow())
                .getHeader()
                .getKeyID();
    }

    @Test
    void logsOutAtBothEnds() throws Exception {
        try (OidcAuthenticator oidc = authenticator()) {
            FormBrowser browser = browser();
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
    void saysThatTheIssuerIsSpelledOtherwise() {
        String spelled = keycloak.url().resolve("realms/staff/").toString();
        try (OidcAuthenticator oidc =
                RealProvider.authenticator(Map.of("issuer", spelled, "client_id", "hub", "client_secret", "x"))) {
            assertThatThrownBy(() -> RealProvider.begin(oidc)).hasMessageContaining("describes the issuer");
        }
    }

    @Test
    void saysThatTheSecretIsWrong() {
        String issuer = keycloak.url().resolve("realms/staff").toString();
        try (OidcAuthenticator oidc =
                RealProvider.authenticator(Map.of("issuer", issuer, "client_id", "hub", "client_secret", "not-it"))) {
            assertThatThrownBy(() -> RealProvider.logIn(oidc, browser()))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("check GenericOAuthenticator.client_id, client_secret")
                    .hasMessageNotContaining("not-it");
        }
    }
}
