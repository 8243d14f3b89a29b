package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the provider and back. */
class LoginFlowTest {

    private Journey journey;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey();
    }

    @AfterEach
    void stop() {
        journey.close();
    }

    @Test
    void asksForACodeWithEverythingThatBindsItToTheLogin() throws Exception {
        journey.set("extra_authorize_params", Map.of("prompt", "login"));
        Map<String, String> asked =
                FaultyProvider.parameters(journey.begin().uri().getRawQuery());

        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "hub")
                .containsEntry("redirect_uri", Journey.CALLBACK.toString())
                .containsEntry("scope", "openid profile email")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("prompt", "login");
        assertThat(asked.get("state")).hasSizeGreaterThan(40);
        assertThat(asked.get("nonce")).hasSizeGreaterThan(40).isNotEqualTo(asked.get("state"));
        assertThat(asked.get("code_challenge")).hasSize(43);
    }

    @Test
    void keepsTheSecretOfPkceAtHome() throws Exception {
        AuthResult.Redirect redirect = journey.begin();
        String verifier = redirect.flow().text("verifier").orElseThrow();

        assertThat(redirect.uri().toString()).doesNotContain(verifier);
        assertThat(redirect.toString() + redirect.flow()).doesNotContain(verifier);
    }

    @Test
    void givesEveryTabALoginOfItsOwn() throws Exception {
        AuthResult.Redirect first = journey.begin();
        AuthResult.Redirect second = journey.begin();
        Map<String, String> firstAnswer = Journey.visit(first.uri());
        Map<String, String> secondAnswer = Journey.visit(second.uri());

        assertThat(answer(secondAnswer, second.flow())).isInstanceOf(AuthResult.Granted.class);
        assertThat(answer(firstAnswer, first.flow())).isInstanceOf(AuthResult.Granted.class);
    }

    @Test
    void refusesAnAnswerToAnotherLoginBeforeAnythingElse() throws Exception {
        AuthResult.Redirect first = journey.begin();
        AuthResult.Redirect second = journey.begin();
        Map<String, String> swapped = Journey.visit(second.uri());

        assertDenied(answer(swapped, first.flow()), DenialReason.FLOW_EXPIRED, "The state is not that");
        Map<String, String> forged = Map.of("error", "access_denied", "state", "x", "error_description", "<script>");
        assertDenied(answer(forged, first.flow()), DenialReason.FLOW_EXPIRED, "The state is not that");
        assertDenied(answer(Map.of("code", "x"), first.flow()), DenialReason.FLOW_EXPIRED, "The state is not that");
        assertDenied(answer(Map.of("code", "x"), Opaque.empty()), DenialReason.FLOW_EXPIRED, "The state is not that");
        assertThat(journey.provider.seenAt("/token")).isEmpty();
    }

    @Test
    void refusesACodeOfAnotherLogin() throws Exception {
        AuthResult.Redirect mine = journey.begin();
        AuthResult.Redirect attackers = journey.begin();
        Map<String, String> injected = new HashMap<>(Journey.visit(mine.uri()));
        injected.put("code", Journey.visit(attackers.uri()).get("code"));

        assertDenied(answer(injected, mine.flow()), DenialReason.FLOW_EXPIRED, "invalid_grant");
    }

    @Test
    void usesACodeOnce() throws Exception {
        AuthResult.Redirect redirect = journey.begin();
        Map<String, String> answer = Journey.visit(redirect.uri());

        assertThat(answer(answer, redirect.flow())).isInstanceOf(AuthResult.Granted.class);
        AuthResult again = answer(answer, redirect.flow());
        assertDenied(again, DenialReason.FLOW_EXPIRED, "invalid_grant: not good: ***");
    }

    @Test
    void refusesAnAnswerOfAnotherProvider() throws Exception {
        journey.provider.callbackParameters = back -> back.put("iss", "https://evil.example.org");
        assertDenied(journey.logIn(), DenialReason.BAD_CREDENTIALS, "issuer \"https://evil.example.org\"");

        journey.provider.callbackParameters = back -> back.remove("iss");
        assertDenied(journey.logIn(), DenialReason.BAD_CREDENTIALS, "RFC 9207");
        assertThat(journey.provider.seenAt("/token")).isEmpty();
    }

    @Test
    void needsNoIssuerInTheAnswerWhereNoneIsPromised() throws Exception {
        journey.provider.metadata = document -> document.remove("authorization_response_iss_parameter_supported");
        journey.provider.callbackParameters = back -> back.remove("iss");

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
    }

    @Test
    void tellsARefusalAtTheProviderInItsOwnWords() throws Exception {
        journey.provider.callbackParameters = back -> {
            back.remove("code");
            back.put("error", "access_denied");
            back.put("error_description", "<script>alert(1)</script>\nsecond line");
        };

        AuthResult.Denied denied = journey.denied();

        assertThat(denied.publicMessage()).hasValue("OAuth 2.0 did not log you in. You can begin again.");
        assertThat(denied.detail().orElse(""))
                .contains("access_denied: <script>")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_error", "temporarily_unavailable"})
    void takesTroubleOfTheProviderForAnOutage(String error) {
        journey.provider.callbackParameters = back -> {
            back.remove("code");
            back.put("error", error);
        };

        assertThatThrownBy(journey::logIn).isInstanceOf(ProviderException.class).hasMessageContaining(error);
    }

    @Test
    void refusesAnAnswerWithNothingInIt() throws Exception {
        journey.provider.callbackParameters = back -> back.remove("code");

        assertDenied(journey.logIn(), DenialReason.FLOW_EXPIRED, "neither a code nor an error");
    }

    @Test
    void prefersTheCallbackOfTheOperatorToThatOfTheRequest() throws Exception {
        journey.set("oauth_callback_url", "https://other.example.org/hub/oauth_callback");

        assertThat(FaultyProvider.parameters(journey.begin().uri().getRawQuery())
                        .get("redirect_uri"))
                .isEqualTo("https://other.example.org/hub/oauth_callback");
    }

    @Test
    void leavesFormsToOthers() throws Exception {
        AuthResult result =
                journey.authenticator().authenticate(AuthRequest.password("alice", Secret.of("wonderland")));

        assertThat(result).isInstanceOf(AuthResult.NotMine.class);
    }

    @Test
    void refusesADescriptionOfSomebodyElse() throws Exception {
        journey.provider.userInfo = claims -> claims.put("sub", "b2");
        assertDenied(journey.logIn(), DenialReason.BAD_CREDENTIALS, "another person");

        journey.provider.userInfo = claims -> claims.remove("sub");
        assertDenied(journey.logIn(), DenialReason.BAD_CREDENTIALS, "another person");
    }

    @Test
    void refusesPeopleWhomTheProviderDoesNotDescribe() throws Exception {
        journey.provider.instead("/userinfo", exchange -> FaultyProvider.json(exchange, 403, Map.of()));

        assertDenied(journey.logIn(), DenialReason.BAD_CREDENTIALS, "userdata_url and scope");
    }

    @Test
    void takesTheDescriptionFromTheIdTokenAlone() throws Exception {
        journey.set("userdata_from_id_token", true);
        journey.provider.idClaims = claims -> {
            claims.put("preferred_username", "alice");
            claims.put("groups", "readers");
        };

        assertThat(journey.granted().identity().groups().orElseThrow()).containsExactly("readers");
        assertThat(journey.provider.seenAt("/userinfo")).isEmpty();
    }

    @Test
    void keepsWhatSpawnersExpect() throws Exception {
        journey.provider.tokenResponse = response -> response.put("scope", "openid email");
        Map<String, Object> state = journey.granted().authState().values();

        assertThat(state)
                .containsKeys(
                        "access_token",
                        "refresh_token",
                        "id_token",
                        "scope",
                        "token_response",
                        "oauth_user",
                        "expires_at");
        assertThat(state.get("scope")).isEqualTo(List.of("openid", "email"));
        assertThat(((Map<?, ?>) state.get("oauth_user")).get("email")).isEqualTo("alice@example.org");
        assertThat(((Map<?, ?>) state.get("token_response")).get("access_token"))
                .isEqualTo(state.get("access_token"));
    }

    @Test
    void refusesPeopleOfWhomTooMuchIsSaid() throws Exception {
        journey.provider.userInfo = claims -> claims.put("story", "x".repeat(300_000));

        assertDenied(journey.logIn(), DenialReason.NOT_PERMITTED, "larger than 262144 characters");
    }

    @Test
    void sparesWhatTheStateHoldsTwice() throws Exception {
        journey.provider.tokenResponse = response -> response.put("story", "x".repeat(300_000));

        assertThat(journey.granted().authState().values())
                .containsKey("access_token")
                .doesNotContainKey("token_response");
    }

    @Test
    void quotesNoTokenThatCannotBeSent() {
        journey.provider.idClaims = claims -> claims.remove("at_hash");
        journey.provider.tokenResponse = response -> response.put("access_token", "bad\r\ntoken");

        assertThatThrownBy(journey::logIn)
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("cannot be used in a request")
                .hasMessageNotContaining("bad");
    }

    @Test
    void countsGrantedScopes() throws Exception {
        journey.set("scope", List.of("openid", "hub")).set("allowed_scopes", List.of("hub"));
        assertThat(journey.granted().identity().allowedBy()).containsExactly("GenericOAuthenticator.allowed_scopes");

        journey.provider.tokenResponse = response -> response.put("scope", "openid");
        assertThat(journey.granted().identity().allowedBy()).isEmpty();
    }

    @Test
    void showsNoSecretAnywhere() throws Exception {
        AuthResult.Granted granted = journey.granted();
        String token = granted.authState().text("access_token").orElseThrow();
        String shown = granted + " " + granted.authState() + " " + journey.authenticator() + " "
                + journey.authenticator().health();

        assertThat(shown).doesNotContain(token).doesNotContain(FaultyProvider.SECRET);
    }

    private AuthResult answer(Map<String, String> query, Opaque flow) throws Exception {
        return journey.authenticator().authenticate(Journey.request(query, flow));
    }

    private static void assertDenied(AuthResult result, DenialReason reason, String detail) {
        assertThat(result).isInstanceOf(AuthResult.Denied.class);
        assertThat(((AuthResult.Denied) result).reason()).isEqualTo(reason);
        assertThat(((AuthResult.Denied) result).detail().orElse("")).contains(detail);
    }
}
