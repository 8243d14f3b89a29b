package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import dev.hubwright.auth.azuread.entra.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services that hold a token of a person for the hub. */
class OnBehalfOfTest {

    private static final String STORAGE = "https://storage.azure.com";

    private Journey journey;
    private Person ann;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey();
        ann = journey.entra.person("ann");
    }

    @AfterEach
    void stop() {
        journey.close();
    }

    @Test
    void exchangesATokenForOneOfTheSamePerson() throws Exception {
        Secret token = token(claims -> {});

        AuthResult.Granted holder = Journey.granted(journey.authenticator().holder(token));
        TokenAnswer.Issued issued = (TokenAnswer.Issued) journey.authenticator().onBehalfOf(token, STORAGE);

        assertThat(holder.identity().subject()).contains(new Subject(EntraStandIn.TENANT, ann.oid));
        var claims = SignedJWT.parse(issued.value().reveal()).getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly(STORAGE);
        assertThat(claims.getClaim("upn")).isEqualTo("ann");
        assertThat(issued.authState().values()).isEmpty();
        assertThat(journey.entra.tokenRequests()).singleElement().satisfies(form -> assertThat(form)
                .containsEntry("requested_token_use", "on_behalf_of")
                .containsEntry("client_secret", EntraStandIn.SECRET));
    }

    @Test
    void takesTheAddressOfTheApplicationAsAudienceToo() throws Exception {
        Secret token = token(claims -> claims.put("aud", "api://" + EntraStandIn.CLIENT));

        assertThat(journey.authenticator().holder(token)).isInstanceOf(AuthResult.Granted.class);
    }

    @Test
    void refusesWhatIsNotForTheHub() throws Exception {
        assertRefused(claims -> claims.put("aud", STORAGE));
        assertRefused(claims -> claims.put("aud", "api://another"));
        assertRefused(claims -> claims.remove("aud"));
        assertRefused(claims -> claims.put("exp", Instant.now().getEpochSecond() - 120));
        assertRefused(claims -> claims.put("nbf", Instant.now().getEpochSecond() + 120));
        assertRefused(claims -> claims.put("iss", journey.entra.issuer(EntraStandIn.OTHER_TENANT)));
        assertRefused(claims -> claims.put("tid", EntraStandIn.OTHER_TENANT));
        assertRefused(claims -> claims.remove("oid"));
    }

    @Test
    void refusesProgramsAndIdTokens() throws Exception {
        assertRefused(claims -> {
            claims.remove("scp");
            claims.put("roles", List.of("Everything.Read"));
        });
        assertRefused(claims -> claims.put("nonce", "of-a-login"));
        String idToken = journey.granted().authState().text("id_token").orElseThrow();
        assertThat(journey.authenticator().holder(Secret.of(idToken))).isInstanceOf(AuthResult.Denied.class);
    }

    @Test
    void refusesWhatMicrosoftDidNotSign() throws Exception {
        journey.entra.key = EntraStandIn.newKey("first");
        assertRefused(claims -> {});
        for (String text : List.of("", "nonsense", "a.b.c")) {
            assertThat(journey.authenticator().holder(Secret.of(text))).as(text).isInstanceOf(AuthResult.Denied.class);
        }
        assertThat(journey.entra.tokenRequests()).isEmpty();
    }

    @Test
    void missingConsentAndProofAreThePersons() throws Exception {
        Secret token = token(claims -> {});
        journey.entra.withoutConsent.add(STORAGE);
        TokenAnswer.LoginNeeded consent =
                (TokenAnswer.LoginNeeded) journey.authenticator().onBehalfOf(token, STORAGE);
        assertThat(Journey.parameters(Journey.begin(journey.authenticator(), consent.hint())
                                .uri())
                        .get("scope"))
                .contains(STORAGE + "/.default");
        journey.entra.withoutConsent.clear();

        String claims = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";
        journey.entra.challenges.put(STORAGE, claims);
        TokenAnswer.LoginNeeded proof =
                (TokenAnswer.LoginNeeded) journey.authenticator().onBehalfOf(token, STORAGE);
        assertThat(Journey.parameters(
                        Journey.begin(journey.authenticator(), proof.hint()).uri()))
                .containsEntry("claims", claims);
    }

    @Test
    void tellsADisabledPersonFromAnOutage() throws Exception {
        Secret token = token(claims -> {});
        ann.disabled = true;
        assertThat(journey.authenticator().onBehalfOf(token, STORAGE)).isInstanceOf(TokenAnswer.Forbidden.class);

        journey.entra.tokenErrors.add("temporarily_unavailable");
        assertThatThrownBy(() -> journey.authenticator().onBehalfOf(token, STORAGE))
                .isInstanceOf(ProviderException.class);
    }

    @Test
    void asksInTheTenantOfThePerson() throws Exception {
        journey.set("tenant_id", "organizations").set("allowed_tenants", List.of(EntraStandIn.OTHER_TENANT));
        Secret foreign = token(claims -> {});
        ann.tid = EntraStandIn.OTHER_TENANT;
        Secret token = token(claims -> {});

        assertThat(journey.authenticator().onBehalfOf(token, STORAGE)).isInstanceOf(TokenAnswer.Issued.class);
        assertThat(journey.authenticator().holder(foreign)).isInstanceOf(AuthResult.Denied.class);
    }

    private Secret token(Consumer<Map<String, Object>> lie) throws Exception {
        return Secret.of(journey.entra.hubToken(ann, lie));
    }

    private void assertRefused(Consumer<Map<String, Object>> lie) throws Exception {
        Secret token = token(lie);
        assertThat(journey.authenticator().holder(token)).isInstanceOf(AuthResult.Denied.class);
        assertThat(journey.authenticator().onBehalfOf(token, STORAGE)).isInstanceOf(TokenAnswer.Forbidden.class);
    }
}
