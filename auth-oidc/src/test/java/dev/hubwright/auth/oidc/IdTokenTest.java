package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ID token must not be. */
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
    void takesAGoodOne() throws Exception {
        AuthResult.Granted granted = journey.granted();

        assertThat(granted.identity().name()).isEqualTo("alice");
        assertThat(granted.identity().subject()).hasValue(new Subject(journey.provider.issuer(), "a1"));
        assertThat(granted.identity().groups()).hasValue(Set.of("readers", "writers"));
        assertThat(granted.identity().displayName()).hasValue("Alice Liddell");
        assertThat(granted.session()).hasValue("session-1");
    }

    @Test
    void refusesAnotherIssuer() throws Exception {
        refuses(claims -> claims.put("iss", "https://evil.example.org"), "issuer \"https://evil.example.org\"");
        refuses(claims -> claims.put("iss", journey.provider.issuer() + "/"), "is of the issuer");
        refuses(claims -> claims.remove("iss"), "is of the issuer");
    }

    @Test
    void refusesAnotherAudience() throws Exception {
        refuses(claims -> claims.put("aud", "other"), "not for the client \"hub\"");
        refuses(claims -> claims.remove("aud"), "not for the client");
        refuses(claims -> claims.put("aud", List.of("hub", "other")), "azp");
        refuses(
                claims -> {
                    claims.put("aud", List.of("hub", "other"));
                    claims.put("azp", "other");
                },
                "client \"other\"");
        refuses(claims -> claims.put("azp", "other"), "client \"other\"");
        refuses(claims -> claims.put("azp", List.of("hub")), "was made for");
    }

    @Test
    void takesSeveralAudiencesIfItWasTheHubThatAsked() throws Exception {
        journey.provider.idClaims = claims -> {
            claims.put("aud", List.of("other", "hub"));
            claims.put("azp", "hub");
        };

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
    }

    @Test
    void refusesAnotherNonce() throws Exception {
        refuses(claims -> claims.put("nonce", "another"), "nonce");
        refuses(claims -> claims.remove("nonce"), "nonce");
    }

    @Test
    void refusesAnotherAccessToken() throws Exception {
        refuses(claims -> claims.put("at_hash", "x".repeat(22)), "at_hash");
    }

    @Test
    void refusesATokenWithoutAPerson() throws Exception {
        refuses(claims -> claims.remove("sub"), "no sub");
        refuses(claims -> claims.put("sub", " "), "no sub");
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, -61, -100_000})
    void refusesOneThatEnded(long seconds) throws Exception {
        refuses(claims -> claims.put("exp", now() + seconds), "ended at");
    }

    @Test
    void forgivesClocksThatDifferALittle() throws Exception {
        journey.provider.idClaims = claims -> {
            claims.put("exp", now() - 59);
            claims.put("iat", now() + 59);
            claims.put("nbf", now() + 59);
        };

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
    }

    @Test
    void refusesOneFromTheFuture() throws Exception {
        refuses(claims -> claims.put("iat", now() + 61), "which is to come");
        refuses(claims -> claims.put("nbf", now() + 61), "which is to come");
        refuses(claims -> claims.remove("iat"), "when it was made");
        refuses(claims -> claims.remove("exp"), "when it was made");
    }

    @Test
    void refusesASignatureOfAnotherKey() throws Exception {
        RSAKey stolenName = FaultyProvider.newKey("first");
        journey.provider.signer = claims -> FaultyProvider.signed(claims, stolenName);

        assertRefused("Invalid signature");
    }

    @Test
    void refusesAKeyThatTheIssuerDoesNotHave() throws Exception {
        RSAKey unknown = FaultyProvider.newKey("unknown");
        journey.provider.signer = claims -> FaultyProvider.signed(claims, unknown);

        assertRefused("is refused");
    }

    @Test
    void refusesATokenThatWasChanged() throws Exception {
        journey.provider.signer = claims -> {
            String[] good = FaultyProvider.signed(claims, journey.provider.key).split("\\.");
            claims.put("sub", "somebody else");
            String[] other = FaultyProvider.signed(claims, journey.provider.key).split("\\.");
            return good[0] + "." + other[1] + "." + good[2];
        };

        assertRefused("Invalid signature");
    }

    @Test
    void refusesATokenThatNobodySigned() throws Exception {
        journey.provider.signer = claims -> new PlainJWT(JWTClaimsSet.parse(claims)).serialize();

        assertRefused("not a signed token");
    }

    @Test
    void refusesATokenSignedWithThePublicKeyAsASecret() throws Exception {
        journey.provider.signer = claims -> {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), JWTClaimsSet.parse(claims));
            token.sign(new MACSigner(journey.provider.key.toRSAPublicKey().getEncoded()));
            return token.serialize();
        };

        assertRefused("is refused");
    }

    @Test
    void refusesATokenSignedWithTheClientsSecret() throws Exception {
        journey.provider.signer = claims -> {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), JWTClaimsSet.parse(claims));
            token.sign(new MACSigner(FaultyProvider.SECRET.repeat(4)));
            return token.serialize();
        };

        assertRefused("is refused");
    }

    @Test
    void refusesAnotherAlgorithmThanItWasTold() throws Exception {
        var curved = new ECKeyGenerator(Curve.P_256).keyID("curved").generate();
        journey.provider.instead(
                "/jwks",
                exchange -> FaultyProvider.json(
                        exchange,
                        200,
                        Map.of("keys", List.of(curved.toPublicJWK().toJSONObject()))));
        journey.provider.signer = claims -> {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curved").build(), JWTClaimsSet.parse(claims));
            token.sign(new ECDSASigner(curved));
            return token.serialize();
        };

        assertRefused("is refused");
        try (Journey told = new Journey()) {
            told.provider.signer = claims -> {
                claims.remove("at_hash");
                SignedJWT token = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("curved")
                                .build(),
                        JWTClaimsSet.parse(claims));
                token.sign(new ECDSASigner(curved));
                return token.serialize();
            };
            told.provider.instead(
                    "/jwks",
                    exchange -> FaultyProvider.json(
                            exchange,
                            200,
                            Map.of("keys", List.of(curved.toPublicJWK().toJSONObject()))));
            told.set("id_token_signed_response_alg", "ES256");
            assertThat(told.granted().identity().name()).isEqualTo("alice");
        }
    }

    @Test
    void refusesTokensMadeForSomethingElse() throws Exception {
        journey.provider.signer = claims -> FaultyProvider.signed(
                claims,
                journey.provider.key,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("first")
                        .type(new JOSEObjectType("at+jwt"))
                        .build());

        assertRefused("is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9.e30."})
    void refusesWhatIsNoToken(String token) throws Exception {
        journey.provider.tokenResponse = response -> response.put("id_token", token);

        AuthResult.Denied denied = journey.denied();

        assertThat(denied.reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
    }

    @Test
    void refusesAnAnswerWithoutOne() throws Exception {
        journey.provider.tokenResponse = response -> response.remove("id_token");

        assertRefused("no ID token");
    }

    @Test
    void refusesAnOldLoginWhereAFreshOneWasAskedFor() throws Exception {
        journey.set("extra_authorize_params", Map.of("max_age", "300"));
        refuses(claims -> claims.put("auth_time", now() - 361), "max_age");
        refuses(claims -> claims.remove("auth_time"), "max_age");
        journey.provider.idClaims = claims -> claims.put("auth_time", now() - 300);

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
    }

    private void refuses(Consumer<Map<String, Object>> change, String detail) throws Exception {
        journey.provider.idClaims = change;
        assertRefused(detail);
    }

    private void assertRefused(String detail) throws Exception {
        AuthResult.Denied denied = journey.denied();
        assertThat(denied.reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
        assertThat(denied.detail().orElse("")).contains(detail);
        assertThat(denied.publicMessage().orElse(""))
                .isEqualTo("The answer of the login service could not be trusted. Please begin again.");
    }

    private long now() {
        return journey.clock.instant().getEpochSecond();
    }
}
