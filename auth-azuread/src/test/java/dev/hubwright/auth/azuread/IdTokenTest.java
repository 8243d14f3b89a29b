package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which ID tokens are believed. MSAL4J believes all of them. */
class IdTokenTest {

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
    void aGenuineTokenIsTenantAndObject() throws Exception {
        AuthResult.Granted granted = journey.granted();

        assertThat(granted.identity().name()).isEqualTo("ann@contoso.example");
        assertThat(granted.identity().subject())
                .contains(new Subject(EntraStandIn.TENANT, journey.entra.person("ann").oid));
    }

    @Test
    void refusesAnExpiredTokenForAnotherApplication() throws Exception {
        // What oauthenticator takes, because it looks at nothing but the claims.
        assertRefused(claims -> {
            claims.put("aud", "someone-elses-app");
            claims.put("exp", now() - 3600);
        });
    }

    @Test
    void refusesWhatIsNotForThisLogin() throws Exception {
        assertRefused(claims -> claims.put("aud", "someone-elses-app"));
        assertRefused(claims -> claims.put("exp", now() - 120));
        assertRefused(claims -> claims.put("iat", now() + 120));
        assertRefused(claims -> claims.put("nbf", now() + 120));
        assertRefused(claims -> claims.put("nonce", "another"));
        assertRefused(claims -> claims.remove("nonce"));
        assertRefused(claims -> claims.put("azp", "someone-elses-app"));
        assertRefused(claims -> claims.put("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"));
        assertRefused(claims -> claims.remove("oid"));
        assertRefused(claims -> claims.remove("tid"));
        assertRefused(claims -> claims.put("tid", "../other"));
    }

    @Test
    void refusesWhatMicrosoftDidNotSign() throws Exception {
        journey.entra.key = EntraStandIn.newKey("first");
        assertRefused(claims -> {});
        journey.entra.key = EntraStandIn.newKey("unknown");
        assertRefused(claims -> {});
        journey.entra.idToken = token -> new PlainJWT(parsed(token)).serialize();
        assertRefused(claims -> {});
        journey.entra.idToken = IdTokenTest::signedWithASecret;
        assertRefused(claims -> {});
    }

    @Test
    void anAnswerThatMsalCannotReadIsNobody() {
        journey.entra.idClaims =
                (claims, asked) -> claims.put("aud", List.of(EntraStandIn.CLIENT, "someone-elses-app"));
        assertThatThrownBy(journey::granted).isInstanceOf(ProviderException.class);
        journey.entra.idToken = token -> "no token at all";
        assertThatThrownBy(journey::granted).isInstanceOf(ProviderException.class);
    }

    private static String signedWithASecret(String token) {
        try {
            SignedJWT forged = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), parsed(token));
            forged.sign(new MACSigner(EntraStandIn.SECRET.repeat(4)));
            return forged.serialize();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet parsed(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesPeopleOfAnotherTenant() throws Exception {
        journey.entra.person("ann").tid = EntraStandIn.OTHER_TENANT;

        assertThat(journey.denied().reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);

        // The right issuer does not help somebody whose token names another tenant.
        assertRefused(claims -> claims.put("iss", journey.entra.issuer(EntraStandIn.TENANT)));
    }

    @Test
    void findsATenantByItsDomain() throws Exception {
        journey.set("tenant_id", "contoso.example");

        assertThat(journey.granted().identity().name()).isEqualTo("ann@contoso.example");

        journey.entra.person("bob").tid = EntraStandIn.OTHER_TENANT;
        assertThat(journey.denied("bob").reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
    }

    @Test
    void takesListedTenantsOnlyWhereThereAreSeveral() throws Exception {
        journey.set("tenant_id", "organizations").set("allowed_tenants", List.of(EntraStandIn.TENANT.toUpperCase()));
        journey.entra.person("bob").tid = EntraStandIn.OTHER_TENANT;

        assertThat(journey.granted().identity().subject().orElseThrow().issuer())
                .isEqualTo(EntraStandIn.TENANT);
        assertThat(journey.denied("bob").detail().orElseThrow()).contains("allowed_tenants");
        assertRefused(claims -> claims.put("iss", journey.entra.issuer(EntraStandIn.OTHER_TENANT)));
    }

    @Test
    void doesNotStartForEverybodyInTheWorld() {
        journey.set("tenant_id", "common");

        assertThatThrownBy(journey::newAuthenticator)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("AzureAdOAuthenticator.allowed_tenants is missing");
    }

    @Test
    void takesTokensOfVersionOneWhereTheOperatorSaysSo() throws Exception {
        journey.entra.idClaims =
                (claims, asked) -> claims.put("iss", "https://sts.windows.net/" + EntraStandIn.TENANT + "/");
        assertThat(journey.denied().reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);

        journey.set("accept_v1_tokens", true);
        try (AzureAdAuthenticator other = journey.newAuthenticator()) {
            Journey.granted(journey.logIn(other, "ann"));
            journey.entra.idClaims =
                    (claims, asked) -> claims.put("iss", "https://sts.windows.net/" + EntraStandIn.OTHER_TENANT + "/");
            assertThat(journey.logIn(other, "ann")).isInstanceOf(AuthResult.Denied.class);
        }
    }

    @Test
    void anEmailOfAnotherTenantIsNobody() throws Exception {
        journey.set("tenant_id", "organizations")
                .set("allowed_tenants", List.of(EntraStandIn.TENANT, EntraStandIn.OTHER_TENANT))
                .set("username_claim", "email");
        journey.entra.person("bob").tid = EntraStandIn.OTHER_TENANT;
        journey.entra.person("bob").claims.put("email", "ann@contoso.example");

        assertThat(journey.denied("bob").detail().orElseThrow()).contains("xms_edov");

        journey.entra.person("ann").claims.putAll(Map.of("email", "ann@contoso.example", "xms_edov", true));
        assertThat(journey.granted().identity().name()).isEqualTo("ann@contoso.example");
    }

    @Test
    void anOutageOfTheKeysIsNoRefusal() throws Exception {
        AuthResult.Redirect begun = Journey.begin(journey.authenticator(), Opaque.empty());
        Map<String, String> back = journey.visit(begun.uri(), "ann");
        journey.entra.keysFail = true;

        assertThatThrownBy(() -> journey.authenticator().authenticate(Journey.request(back, begun.flow())))
                .isInstanceOf(ProviderException.class);
    }

    private void assertRefused(Consumer<Map<String, Object>> lie) throws Exception {
        journey.entra.idClaims = (claims, asked) -> lie.accept(claims);
        AuthResult.Denied denied = journey.denied();
        assertThat(denied.reason()).as(Journey.why(denied)).isEqualTo(DenialReason.BAD_CREDENTIALS);
        assertThat(denied.detail()).isPresent();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
