package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the hub shows to the provider that it is the hub. */
class ClientProofTest {

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
    void encodesIdAndSecretInTheHeader() throws Exception {
        FaultyProvider.Seen seen = seen();

        assertThat(pair(seen)).isEqualTo("hub:s3cret%3Awith%25%2B%26%C3%A9");
        assertThat(seen.form()).doesNotContainKeys("client_secret");
    }

    @Test
    void leavesThemAsTheyAreForProvidersThatDoNotDecode() throws Exception {
        journey.set("basic_auth_unencoded", true);

        assertThat(pair(seen())).isEqualTo("hub:" + FaultyProvider.SECRET);
    }

    @Test
    void sendsTheSecretInTheForm() throws Exception {
        journey.set("basic_auth", false);
        FaultyProvider.Seen seen = seen();

        assertThat(seen.authorization()).isEmpty();
        assertThat(seen.form()).containsEntry("client_id", "hub").containsEntry("client_secret", FaultyProvider.SECRET);
    }

    @Test
    void goesByWhatTheProviderTakes() throws Exception {
        journey.provider.metadata =
                document -> document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));

        assertThat(seen().form()).containsEntry("client_secret", FaultyProvider.SECRET);
    }

    @Test
    void asksTheOperatorWhereItCannotChoose() {
        journey.provider.metadata =
                document -> document.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));

        assertThatThrownBy(journey::logIn)
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining(
                        "takes [private_key_jwt]; choose one by GenericOAuthenticator.client_auth_method");
    }

    @Test
    void signsWithTheSecret() throws Exception {
        String secret = "a-secret-of-at-least-32-characters";
        journey.set("client_secret", secret).set("client_auth_method", "client_secret_jwt");
        FaultyProvider.Seen seen = seen();

        SignedJWT assertion = SignedJWT.parse(seen.form().get("client_assertion"));
        assertThat(assertion.verify(new MACVerifier(secret))).isTrue();
        assertClaims(assertion);
        assertThat(seen.form()).doesNotContainKey("client_secret").doesNotContainValue(secret);
    }

    @Test
    void signsWithAPrivateKey() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.toPrivateKey().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        for (String text : List.of(pem, key.toJSONString())) {
            try (Journey each = new Journey()) {
                each.unset("client_secret")
                        .set("client_auth_method", "private_key_jwt")
                        .set("client_private_key", text)
                        .set("client_private_key_id", "k1");
                each.granted();
                SignedJWT assertion = SignedJWT.parse(
                        each.provider.seenAt("/token").get(0).form().get("client_assertion"));
                assertThat(assertion.verify(new ECDSAVerifier(key))).isTrue();
                assertThat(assertion.getHeader().getKeyID()).isEqualTo("k1");
            }
        }
    }

    @Test
    void isAPublicClientIfToldSo() throws Exception {
        journey.unset("client_secret").set("client_auth_method", "none");
        FaultyProvider.Seen seen = seen();

        assertThat(seen.authorization()).isEmpty();
        assertThat(seen.form()).containsEntry("client_id", "hub").containsKey("code_verifier");
    }

    @Test
    void addsWhatTheOperatorWants() throws Exception {
        journey.set("token_params", Map.of("audience", "hub-api"));

        assertThat(seen().form()).containsEntry("audience", "hub-api");
    }

    private void assertClaims(SignedJWT assertion) throws Exception {
        assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo("hub");
        assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo("hub");
        assertThat(assertion.getJWTClaimsSet().getAudience()).containsExactly(journey.provider.issuer() + "/token");
    }

    private FaultyProvider.Seen seen() throws Exception {
        journey.granted();
        return journey.provider.seenAt("/token").get(0);
    }

    private static String pair(FaultyProvider.Seen seen) {
        String encoded = seen.authorization().orElseThrow().substring("Basic ".length());
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
