package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way to Microsoft and back, and who people are then. */
class LoginTest {

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
    void asksInAWayThatKeepsTheCookie() throws Exception {
        journey.set("extra_authorize_params", Map.of("domain_hint", "contoso.example"));
        Map<String, String> first = asked();
        Map<String, String> second = asked();

        assertThat(first)
                .containsEntry("response_type", "code")
                .containsEntry("response_mode", "query")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("client_id", EntraStandIn.CLIENT)
                .containsEntry("domain_hint", "contoso.example")
                .containsEntry("redirect_uri", Journey.CALLBACK.toString());
        assertThat(first.get("scope").split("\\+| "))
                .containsExactly("openid", "profile", "offline_access", "User.Read");
        for (String name : List.of("state", "nonce", "code_challenge")) {
            assertThat(first.get(name)).hasSizeGreaterThan(20).isNotEqualTo(second.get(name));
        }
    }

    private Map<String, String> asked() throws Exception {
        return Journey.parameters(
                Journey.begin(journey.authenticator(), Opaque.empty()).uri());
    }

    @Test
    void refusesTheAnswerToAnotherLogin() throws Exception {
        AuthResult.Redirect one = Journey.begin(journey.authenticator(), Opaque.empty());
        AuthResult.Redirect other = Journey.begin(journey.authenticator(), Opaque.empty());

        assertThat(ended(journey.visit(one.uri(), "ann"), other).reason()).isEqualTo(DenialReason.FLOW_EXPIRED);
        assertThat(ended(Map.of("error", "access_denied"), other).reason()).isEqualTo(DenialReason.FLOW_EXPIRED);
        assertThat(journey.entra.tokenRequests()).isEmpty();
    }

    @Test
    void aCodeIsGoodOnce() throws Exception {
        AuthResult.Redirect begun = Journey.begin(journey.authenticator(), Opaque.empty());
        Map<String, String> back = journey.visit(begun.uri(), "ann");
        Journey.granted(journey.authenticator().authenticate(Journey.request(back, begun.flow())));

        assertThat(ended(back, begun).reason()).isEqualTo(DenialReason.FLOW_EXPIRED);
    }

    @Test
    void tellsRefusalsOfMicrosoftFromOutages() throws Exception {
        journey.entra.callbackParameters =
                Map.of("error", "access_denied", "error_description", "AADSTS50105: not\nassigned");
        AuthResult.Denied denied = journey.denied();
        assertThat(denied.reason()).isEqualTo(DenialReason.NOT_PERMITTED);
        assertThat(denied.detail().orElseThrow()).contains("AADSTS50105").doesNotContain("\n");

        journey.entra.callbackParameters = Map.of("error", "temporarily_unavailable");
        assertThatThrownBy(journey::granted).isInstanceOf(ProviderException.class);

        journey.entra.callbackParameters = Map.of();
        journey.entra.tokenErrors.add("temporarily_unavailable");
        assertThatThrownBy(journey::granted)
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.retryable()).isTrue());
    }

    @Test
    void aWrongSecretIsTheOperatorsTrouble() {
        journey.set("client_secret", "expired-and-secret");

        assertThatThrownBy(journey::granted).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.retryable()).isFalse();
            assertThat(e.getMessage())
                    .contains("client_secret", "AADSTS7000215")
                    .doesNotContain("expired-and-secret");
        });
    }

    @Test
    void keepsWhatSpawnersReadAndNoSecretInSight() throws Exception {
        AuthResult.Granted granted = journey.granted();

        assertThat(granted.authState().values())
                .containsKeys("access_token", "id_token", "scope", "user", "expires_at", "msal_cache");
        assertThat(AuthStates.claims(granted.authState())).containsEntry("name", "ann");
        assertThat(granted.toString() + granted.authState() + journey.authenticator())
                .doesNotContain(granted.authState().text("access_token").orElseThrow());
    }

    @Test
    void namesChangeAndPeopleStay() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.entra.person("ann").claims.put("preferred_username", "ann.married@contoso.example");
        journey.entra.person("bob").claims.put("preferred_username", "ann@contoso.example");

        assertThat(journey.granted().identity().subject())
                .isEqualTo(before.identity().subject());
        AuthResult.Granted successor = journey.granted("bob");
        assertThat(successor.identity().name()).isEqualTo(before.identity().name());
        assertThat(successor.identity().subject())
                .as("by which the hub refuses the name")
                .isNotEqualTo(before.identity().subject());
    }

    @Test
    void takesTheShortNameOfTheDirectoryAtHome() throws Exception {
        journey.set("username_claim", "onPremisesSamAccountName");

        assertThat(journey.granted().identity().name()).isEqualTo("ann-short");
    }

    @Test
    void saysWhichClaimIsMissing() throws Exception {
        journey.set("username_claim", "upn");

        AuthResult.Denied denied = journey.denied();

        assertThat(denied.reason()).isEqualTo(DenialReason.INVALID_USERNAME);
        assertThat(denied.detail().orElseThrow()).contains("username_claim = \"upn\"");
    }

    @Test
    void appRolesLetInAndMakeAdministrators() throws Exception {
        journey.set("allowed_app_roles", List.of("Hub.User")).set("admin_app_roles", List.of("Hub.Admin"));
        journey.entra.person("ann").claims.put("roles", List.of("Hub.User"));
        journey.entra.person("bob").claims.put("roles", List.of("Hub.Admin", "Other"));

        AuthResult.Granted ann = journey.granted();
        AuthResult.Granted bob = journey.granted("bob");
        AuthResult.Granted carl = journey.granted("carl");

        assertThat(ann.identity().allowedBy()).containsExactly("AzureAdOAuthenticator.allowed_app_roles");
        assertThat(ann.identity().admin()).contains(false);
        assertThat(bob.identity().allowedBy()).containsExactly("AzureAdOAuthenticator.admin_app_roles");
        assertThat(bob.identity().admin()).contains(true);
        assertThat(carl.identity().allowedBy()).isEmpty();
    }

    @Test
    void proofThatIsMissingIsAskedForOnce() throws Exception {
        String claims = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
        journey.entra.challenges.put("graph", claims);
        AuthResult.Redirect first = Journey.begin(journey.authenticator(), Opaque.empty());

        AuthResult again =
                journey.authenticator().authenticate(Journey.request(journey.visit(first.uri(), "ann"), first.flow()));

        assertThat(again).isInstanceOf(AuthResult.Redirect.class);
        AuthResult.Redirect second = (AuthResult.Redirect) again;
        assertThat(Journey.parameters(second.uri())).containsEntry("claims", claims);
        assertThat(second.flow().text("state")).isNotEqualTo(first.flow().text("state"));
        Journey.granted(journey.authenticator()
                .authenticate(Journey.request(journey.visit(second.uri(), "ann"), second.flow())));
    }

    @Test
    void proofThatNobodyCanGiveEndsTheLogin() throws Exception {
        journey.entra.challengesStay = true;
        journey.entra.challenges.put("graph", "{\"access_token\":{}}");
        AuthResult.Redirect first = Journey.begin(journey.authenticator(), Opaque.empty());
        AuthResult.Redirect second = (AuthResult.Redirect)
                journey.authenticator().authenticate(Journey.request(journey.visit(first.uri(), "ann"), first.flow()));

        assertThat(ended(journey.visit(second.uri(), "ann"), second).reason()).isEqualTo(DenialReason.FLOW_EXPIRED);
    }

    @Test
    void leadsOutAtMicrosoftToo() throws Exception {
        journey.entra.person("ann").claims.put("login_hint", "O.abc&x");
        AuthResult.Granted granted = journey.granted();

        assertThat(journey.authenticator().logout(granted.identity(), granted.authState()))
                .hasValueSatisfying(uri -> assertThat(uri.toString())
                        .isEqualTo(journey.entra.address() + "/" + EntraStandIn.TENANT
                                + "/oauth2/v2.0/logout?logout_hint=O.abc%26x"));
    }

    private AuthResult.Denied ended(Map<String, String> back, AuthResult.Redirect begun) throws Exception {
        AuthResult result = journey.authenticator().authenticate(Journey.request(new HashMap<>(back), begun.flow()));
        assertThat(result).isInstanceOf(AuthResult.Denied.class);
        return (AuthResult.Denied) result;
    }
}
