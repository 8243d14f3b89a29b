package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.auth.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services without ID tokens, and configurations that were written for GenericOAuthenticator. */
class PlainOAuthTest {

    private Journey journey;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey();
        journey.unset("issuer")
                .set("authorize_url", journey.provider.issuer() + "/authorize")
                .set("token_url", journey.provider.issuer() + "/token")
                .set("userdata_url", journey.provider.issuer() + "/userinfo");
    }

    @AfterEach
    void stop() {
        journey.close();
    }

    /** The configuration of an institute, word for word but for hosts. */
    @Test
    void runsAConfigurationForIrisIam() throws Exception {
        journey.set("login_service", "IRIS IAM")
                .set("userdata_method", "GET")
                .set("userdata_params", Map.of("state", "state"))
                .set("username_key", "preferred_username")
                .set("oauth_callback_url", Journey.CALLBACK.toString())
                .set("allowed_groups", List.of("jupyterhub-da/stfccloud"));
        journey.provider.userInfo = claims -> claims.put("groups", List.of("jupyterhub-da/stfccloud"));

        AuthResult.Granted granted = journey.granted();

        assertThat(journey.authenticator().loginService()).isEqualTo("IRIS IAM");
        assertThat(granted.identity().name()).isEqualTo("alice");
        assertThat(granted.identity().groups()).hasValue(Set.of("jupyterhub-da/stfccloud"));
        Map<String, Object> written = Map.of(
                "client_id", "x",
                "client_secret", "x",
                "authorize_url", "https://iris-iam.example.org/authorize",
                "token_url", "https://iris-iam.example.org/token",
                "userdata_url", "https://iris-iam.example.org/userinfo",
                "allowed_groups", List.of("jupyterhub-da/stfccloud"));
        assertThat(LoginRules.of(Journey.settings(written), OidcSettings.SCHEMA).letInAnybody())
                .isTrue();
    }

    @Test
    void needsNoIdTokenAndNoIssuer() throws Exception {
        journey.set("username_claim", "login");
        journey.provider.tokenResponse = response -> {
            response.remove("id_token");
            response.remove("refresh_token");
            response.remove("expires_in");
            response.put("scope", "read:user,user:email");
        };
        journey.provider.userInfo = claims -> {
            claims.clear();
            claims.put("login", "alice");
            claims.put("id", 4711L);
        };

        AuthResult.Granted granted = journey.granted();

        assertThat(granted.identity().subject()).hasValue(new Subject(journey.provider.issuer() + "/userinfo", "4711"));
        assertThat(granted.authState().values().get("scope")).isEqualTo(List.of("read:user", "user:email"));
        assertThat(journey.authenticator().refresh(granted.identity(), granted.authState()))
                .isInstanceOf(AuthResult.Granted.class);
        assertThat(journey.authenticator().logout(granted.identity(), granted.authState()))
                .isEmpty();
    }

    @Test
    void believesNoIdTokenThatItCannotCheck() throws Exception {
        journey.set("username_claim", "preferred_username");
        journey.provider.idClaims = claims -> claims.put("preferred_username", "root");
        journey.provider.userInfo = claims -> claims.put("groups", List.of());

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
    }

    @Test
    void pinsToWhatTheOperatorSays() throws Exception {
        journey.set("username_claim", "preferred_username").set("subject_claim", "");
        assertThat(journey.granted().identity().subject()).isEmpty();
    }

    @Test
    void asksAsTheOperatorSays() throws Exception {
        journey.set("username_claim", "preferred_username")
                .set("userdata_method", "POST")
                .set("userdata_token_method", "url")
                .set("userdata_params", Map.of("fields", "id,name"));
        Map<String, String> asked = new HashMap<>();
        journey.provider.instead("/userinfo", exchange -> {
            asked.putAll(FaultyProvider.parameters(exchange.getRequestURI().getRawQuery()));
            asked.put("method", exchange.getRequestMethod());
            FaultyProvider.json(exchange, 200, Map.of("preferred_username", "alice"));
        });

        journey.granted();

        assertThat(asked)
                .containsEntry("method", "POST")
                .containsEntry("fields", "id,name")
                .containsKey("access_token");
    }

    @Test
    void readsErrorsThatComeWithStatus200() throws Exception {
        journey.provider.instead(
                "/token",
                exchange -> FaultyProvider.json(
                        exchange, 200, Map.of("error", "bad_verification_code", "error_description", "expired")));

        assertThat(journey.denied().detail().orElse("")).contains("bad_verification_code: expired");
    }
}
