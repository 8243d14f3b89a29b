package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.contract.Together;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows a login: renewal, and tokens for other services. */
class TokensTest {

    private static final String STORAGE = "https://storage.azure.com";
    private static final String DATABASE = "https://database.windows.net/";

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
    void eachTokenIsForOneServiceAndOfOnePerson() throws Exception {
        AuthResult.Granted ann = journey.granted();

        TokenAnswer.Issued storage = issued(ann, ann.authState(), STORAGE);
        TokenAnswer.Issued database = issued(ann, storage.authState(), DATABASE);

        assertThat(claims(storage)).containsEntry("aud", List.of(STORAGE)).containsEntry("upn", "ann");
        assertThat(claims(database)).containsEntry("aud", List.of(DATABASE)).containsEntry("upn", "ann");
        assertThat(storage.expires()).isAfter(Instant.now().plusSeconds(300));
    }

    @Test
    void aTokenThatIsStillGoodIsGivenAgain() throws Exception {
        AuthResult.Granted ann = journey.granted();
        TokenAnswer.Issued first = issued(ann, ann.authState(), STORAGE);
        int requests = journey.entra.tokenRequests().size();

        TokenAnswer.Issued second = issued(ann, first.authState(), STORAGE);

        assertThat(second.value()).isEqualTo(first.value());
        assertThat(journey.entra.tokenRequests()).hasSize(requests);
    }

    @Test
    void whatIsNearlyOverIsRenewed() throws Exception {
        journey.entra.lifeSeconds = 200;
        AuthResult.Granted ann = journey.granted();
        TokenAnswer.Issued first = issued(ann, ann.authState(), STORAGE);

        assertThat(issued(ann, first.authState(), STORAGE).value()).isNotEqualTo(first.value());
    }

    @Test
    void anotherHubGoesOnWithWhatThisOneKept() throws Exception {
        AuthResult.Granted ann = journey.granted();

        try (AzureAdAuthenticator other = journey.newAuthenticator()) {
            TokenAnswer answer = other.token(ann.identity(), ann.authState(), STORAGE);
            assertThat(answer).isInstanceOf(TokenAnswer.Issued.class);
        }
    }

    @Test
    void fiftyPeopleAtOnceGetTheirOwn() throws Exception {
        journey.entra.lifeSeconds = 200;
        List<AuthResult.Granted> people = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            people.add(journey.granted("person" + i));
        }
        AtomicInteger next = new AtomicInteger();

        List<String> wrong = Together.run(200, () -> {
            int i = next.getAndIncrement() % 50;
            AuthResult.Granted person = people.get(i);
            boolean renewed = journey.authenticator().refresh(person.identity(), person.authState())
                            instanceof AuthResult.Granted granted
                    && granted.identity().subject().equals(person.identity().subject());
            Object owner = claims(issued(person, person.authState(), STORAGE)).get("upn");
            return renewed && owner.equals("person" + i) ? "" : "person" + i + " got the token of " + owner;
        });

        assertThat(wrong).containsOnly("");
    }

    @Test
    void aRefreshAsksMicrosoftOnlyWhenTheTokenIsOver() throws Exception {
        AuthResult.Granted ann = journey.granted();
        Journey.granted(journey.authenticator().refresh(ann.identity(), ann.authState()));
        assertThat(journey.entra.tokenRequests()).hasSize(1);
    }

    @Test
    void aRefreshBringsNewGroupsAndTakesRolesAway() throws Exception {
        journey.entra.lifeSeconds = 200;
        journey.set("admin_app_roles", List.of("Hub.Admin"));
        journey.entra.person("ann").claims.put("roles", List.of("Hub.Admin"));
        AuthResult.Granted ann = journey.granted();
        journey.entra.person("ann").claims.remove("roles");
        journey.entra.person("ann").groups.add("readers");
        journey.entra.person("ann").claims.put("preferred_username", "ann.married@contoso.example");

        AuthResult.Granted again = Journey.granted(journey.authenticator().refresh(ann.identity(), ann.authState()));

        assertThat(again.identity().admin()).contains(false);
        assertThat(again.identity().allowedBy()).isEmpty();
        assertThat(again.identity().groups().orElseThrow()).containsExactly("readers");
        assertThat(again.identity().name())
                .as("names stay while somebody is in")
                .isEqualTo("ann@contoso.example");
    }

    @Test
    void accessEndsWithTheAccount() throws Exception {
        journey.entra.lifeSeconds = 200;
        AuthResult.Granted ann = journey.granted();
        journey.entra.person("ann").disabled = true;

        assertThat(refreshed(ann).reason()).isEqualTo(DenialReason.ACCOUNT_DISABLED);
        assertThat(journey.authenticator().token(ann.identity(), ann.authState(), STORAGE))
                .isInstanceOf(TokenAnswer.Forbidden.class);
    }

    @Test
    void accessEndsWhenItIsRevoked() throws Exception {
        journey.entra.lifeSeconds = 200;
        AuthResult.Granted ann = journey.granted();
        journey.entra.revoke(journey.entra.person("ann"));

        assertThat(refreshed(ann).reason()).isEqualTo(DenialReason.FLOW_EXPIRED);
        assertThat(journey.authenticator().token(ann.identity(), ann.authState(), STORAGE))
                .isInstanceOf(TokenAnswer.LoginNeeded.class);
    }

    @Test
    void anOutageEndsNothing() throws Exception {
        journey.entra.lifeSeconds = 200;
        AuthResult.Granted ann = journey.granted();
        journey.entra.tokenErrors.addAll(List.of("temporarily_unavailable", "temporarily_unavailable"));

        assertThatThrownBy(() -> journey.authenticator().token(ann.identity(), ann.authState(), STORAGE))
                .isInstanceOf(ProviderException.class);
    }

    @Test
    void aRefreshOfSomebodyElseIsRefused() throws Exception {
        journey.entra.lifeSeconds = 200;
        AuthResult.Granted ann = journey.granted();
        String bob = journey.entra.person("bob").oid;
        journey.entra.idClaims = (claims, asked) -> claims.put("oid", bob);

        assertThat(refreshed(ann).reason()).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void nothingIsKnownWhereNothingIsKept() throws Exception {
        AuthResult.Granted ann = journey.granted();

        assertThat(journey.authenticator().token(ann.identity(), Opaque.empty(), STORAGE))
                .isInstanceOf(TokenAnswer.LoginNeeded.class);
        assertThat(journey.authenticator().refresh(ann.identity(), Opaque.empty()))
                .isInstanceOf(AuthResult.Granted.class);
    }

    @Test
    void whoeverCannotBeLookedUpAnyMoreLogsInAgain() throws Exception {
        journey.set("enable_auth_state", true);
        AuthResult.Granted ann = journey.granted();

        assertThat(journey.authenticator().refresh(ann.identity(), Opaque.empty()))
                .isInstanceOf(AuthResult.Denied.class);
    }

    @Test
    void missingConsentLeadsToALoginThatAsksForIt() throws Exception {
        AuthResult.Granted ann = journey.granted();
        journey.entra.withoutConsent.add(STORAGE);

        TokenAnswer.LoginNeeded needed =
                (TokenAnswer.LoginNeeded) journey.authenticator().token(ann.identity(), ann.authState(), STORAGE);
        AuthResult.Granted again = Journey.granted(journey.logIn(journey.authenticator(), "ann", needed.hint()));

        assertThat(claims(issued(again, again.authState(), STORAGE))).containsEntry("aud", List.of(STORAGE));
        assertThat(SignedJWT.parse(again.authState().text("access_token").orElseThrow())
                        .getJWTClaimsSet()
                        .getAudience())
                .as("the usual token is kept, not the special one")
                .containsExactly(journey.entra.address());
    }

    @Test
    void aChallengeLeadsToALoginThatMeetsIt() throws Exception {
        AuthResult.Granted ann = journey.granted();
        String claims = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";
        journey.entra.challenges.put(STORAGE, claims);

        TokenAnswer.LoginNeeded needed =
                (TokenAnswer.LoginNeeded) journey.authenticator().token(ann.identity(), ann.authState(), STORAGE);

        assertThat(Journey.parameters(
                        Journey.begin(journey.authenticator(), needed.hint()).uri()))
                .containsEntry("claims", claims);
        AuthResult.Granted again = Journey.granted(journey.logIn(journey.authenticator(), "ann", needed.hint()));
        assertThat(issued(again, again.authState(), STORAGE).value().isEmpty()).isFalse();
    }

    private AuthResult.Denied refreshed(AuthResult.Granted person) throws Exception {
        AuthResult result = journey.authenticator().refresh(person.identity(), person.authState());
        assertThat(result).isInstanceOf(AuthResult.Denied.class);
        return (AuthResult.Denied) result;
    }

    private TokenAnswer.Issued issued(AuthResult.Granted person, Opaque state, String resource) throws Exception {
        TokenAnswer answer = journey.authenticator().token(person.identity(), state, resource);
        assertThat(answer).isInstanceOf(TokenAnswer.Issued.class);
        return (TokenAnswer.Issued) answer;
    }

    private static Map<String, Object> claims(TokenAnswer.Issued issued) throws Exception {
        return new HashMap<>(
                SignedJWT.parse(issued.value().reveal()).getJWTClaimsSet().getClaims());
    }
}
