package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpHandler;
import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Diagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that is slow, broken or not what it seems: never a refusal, and never a secret in the words about it. */
class FaultTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private Journey journey;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey();
    }

    @AfterEach
    void stop() {
        over.countDown();
        journey.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/token", "/userinfo", "/jwks"})
    void saysThatAnHtmlPageIsNoAnswer(String path) {
        journey.provider.instead(
                path, exchange -> FaultyProvider.send(exchange, 200, "text/html", "<html>Please log in</html>"));

        assertOutage(path.equals("/jwks") ? "" : "text/html, which is not an object in JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/token", "/userinfo", "/jwks"})
    void stopsReadingAnEndlessAnswer(String path) {
        String ten = "x".repeat(10 * 1024 * 1024);
        journey.provider.instead(
                path, exchange -> FaultyProvider.send(exchange, 200, "application/json", "{\"a\":\"" + ten + "\"}"));

        assertOutage("longer than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/token", "/userinfo", "/jwks"})
    void waitsForNobodyForLong(String path) {
        journey.set("http_request_kwargs", Map.of("request_timeout", 0.5));
        journey.provider.instead(path, exchange -> {
            // The headers come at once, and the rest never.
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            await();
        });

        assertOutage("no answer within");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/token", "/userinfo", "/jwks"})
    void followsNobodyElsewhere(String path) throws Exception {
        try (FaultyProvider elsewhere = new FaultyProvider(journey.clock)) {
            journey.provider.instead(path, redirectTo(elsewhere.issuer() + path));

            assertOutage("redirects");
            assertThat(elsewhere.seenAt(path)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/token", "/userinfo", "/jwks"})
    void takesTroubleOfTheServerForAnOutage(String path) {
        journey.provider.instead(path, exchange -> FaultyProvider.send(exchange, 503, "text/plain", "no"));

        assertOutage("status 503");
    }

    @Test
    void startsWithoutTheProviderAndFindsItLater() throws Exception {
        journey.provider.instead(
                "/.well-known/openid-configuration", exchange -> FaultyProvider.send(exchange, 502, "text/plain", ""));
        assertThat(journey.authenticator().health()).isEqualTo(Health.up());
        assertThatThrownBy(journey::begin)
                .isInstanceOfSatisfying(ProviderException.class, outage -> {
                    assertThat(outage.publicMessage()).isEqualTo("OAuth 2.0 cannot be reached; try again in a minute.");
                    assertThat(outage.retryable()).isTrue();
                })
                .hasMessageContaining("Cannot get its description from " + journey.provider.issuer());
        assertThat(journey.authenticator().health().state()).isEqualTo(Health.State.DOWN);

        journey.provider.restore("/.well-known/openid-configuration");
        journey.clock.advance(Duration.ofSeconds(3));

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
        assertThat(journey.authenticator().health()).isEqualTo(Health.up());
    }

    @Test
    void asksOnceForAllWhoWaitForAProviderThatIsDown() throws Exception {
        journey.provider.instead(
                "/.well-known/openid-configuration", exchange -> FaultyProvider.send(exchange, 502, "text/plain", ""));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(journey::begin).isInstanceOf(ProviderException.class);
        }

        assertThat(journey.provider.seenAt("/.well-known/openid-configuration")).hasSize(1);
    }

    @Test
    void goesOnWithWhatItKnewWhileTheDescriptionIsOutOfReach() throws Exception {
        journey.granted();
        journey.provider.instead(
                "/.well-known/openid-configuration", exchange -> FaultyProvider.send(exchange, 502, "text/plain", ""));
        journey.clock.advance(Duration.ofHours(2));

        assertThat(journey.granted().identity().name()).isEqualTo("alice");
        assertThat(journey.authenticator().health().state()).isEqualTo(Health.State.DEGRADED);
    }

    @Test
    void refusesTheDescriptionOfAnotherIssuer() {
        journey.provider.metadata = document -> document.put("issuer", journey.provider.issuer() + "/");
        assertMisconfigured("describes the issuer \"" + journey.provider.issuer() + "/\"");
    }

    @Test
    void refusesADescriptionWithoutDoors() {
        journey.provider.metadata = document -> document.remove("token_endpoint");
        assertMisconfigured("has no token_endpoint; write GenericOAuthenticator.token_url");
    }

    @Test
    void refusesADescriptionWithoutKeys() {
        journey.provider.metadata = document -> document.remove("jwks_uri");
        assertMisconfigured("has no jwks_uri");
    }

    @Test
    void refusesAProviderThatHasPlainPkceAlone() {
        journey.provider.metadata = document -> document.put("code_challenge_methods_supported", List.of("plain"));
        assertMisconfigured("knows PKCE only as [plain]");
    }

    @Test
    void refusesAProviderThatSignsOtherwise() {
        journey.provider.metadata = document -> document.put("id_token_signing_alg_values_supported", List.of("ES256"));
        assertMisconfigured("signs ID tokens with [ES256], and RS256 is not among them");
    }

    @Test
    void tellsTheOperatorThatTheSecretIsWrong() {
        journey.provider.instead(
                "/token",
                exchange -> FaultyProvider.json(
                        exchange,
                        401,
                        Map.of("error", "invalid_client", "error_description", "not " + FaultyProvider.SECRET)));

        assertThatThrownBy(journey::logIn)
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("invalid_client: not ***; check GenericOAuthenticator.client_id")
                .hasMessageNotContaining(FaultyProvider.SECRET);
    }

    @Test
    void explainsHowFarALoginGets() throws Exception {
        AuthRequest request =
                AuthRequest.builder().callbackUri(Journey.CALLBACK).build();

        List<Diagnosis.Step> steps = new ArrayList<>();
        assertThat(journey.authenticator().explain(request, steps::add)).isInstanceOf(AuthResult.Redirect.class);
        assertThat(steps)
                .extracting(Diagnosis.Step::name, Diagnosis.Step::success)
                .containsExactly(tuple("discover", true), tuple("keys", true), tuple("begin", true));

        journey.provider.instead("/jwks", exchange -> FaultyProvider.send(exchange, 503, "text/plain", ""));
        try (OidcAuthenticator other = journey.newAuthenticator()) {
            other.explain(request, steps::add);
            assertThat(steps)
                    .extracting(Diagnosis.Step::name, Diagnosis.Step::success)
                    .contains(tuple("keys", false));
        }
    }

    private static HttpHandler redirectTo(String address) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", address);
            exchange.sendResponseHeaders(307, -1);
        };
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertMisconfigured(String detail) {
        assertThatThrownBy(journey::begin)
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining(detail);
    }

    private void assertOutage(String detail) {
        assertThatThrownBy(journey::logIn)
                .isInstanceOfSatisfying(ProviderException.class, outage -> {
                    assertThat(outage.publicMessage()).isEqualTo("OAuth 2.0 cannot be reached; try again in a minute.");
                    for (Throwable each = outage; each != null; each = each.getCause()) {
                        assertThat(String.valueOf(each))
                                .doesNotContain(FaultyProvider.SECRET)
                                .doesNotContain("at-")
                                .doesNotContain("code=");
                    }
                })
                .hasMessageContaining(detail);
    }
}
