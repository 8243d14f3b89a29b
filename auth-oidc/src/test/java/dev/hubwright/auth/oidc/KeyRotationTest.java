package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRotationTest {

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
    void findsANewKeyInTheMiddleOfALogin() throws Exception {
        journey.granted();
        AuthResult.Redirect underWay = journey.begin();
        RSAKey next = FaultyProvider.newKey("next");
        journey.provider.published = List.of(journey.provider.key, next);
        journey.provider.key = next;

        AuthResult result =
                journey.authenticator().authenticate(Journey.request(Journey.visit(underWay.uri()), underWay.flow()));

        assertThat(result).as(Journey.why(result)).isInstanceOf(AuthResult.Granted.class);
        assertThat(journey.provider.seenAt("/jwks")).hasSize(2);
    }

    @Test
    void staysCalmInAFloodOfKeysThatNobodyHas() throws Exception {
        RSAKey foreign = FaultyProvider.newKey("foreign");
        journey.provider.signer = claims -> FaultyProvider.signed(
                claims,
                new RSAKey.Builder(foreign).keyID(UUID.randomUUID().toString()).build());

        for (int i = 0; i < 100; i++) {
            assertThat(journey.denied().reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
        }

        assertThat(journey.provider.seenAt("/jwks").size()).isLessThanOrEqualTo(3);
    }

    @Test
    void knowsKeysThatItHasSeenWhileTheIssuerHidesThem() throws Exception {
        journey.granted();
        journey.provider.instead("/jwks", exchange -> FaultyProvider.send(exchange, 503, "text/plain", ""));

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
    }
}
