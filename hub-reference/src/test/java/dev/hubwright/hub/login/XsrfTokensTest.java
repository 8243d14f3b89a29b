package dev.hubwright.hub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XsrfTokensTest {

    private static final Optional<String> SESSION = Optional.of("session-one");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final XsrfTokens tokens = tokens(Duration.ofDays(14));

    private XsrfTokens tokens(Duration sessionLifetime) {
        Signer signer = new Signer(Secret.of("a secret of this hub"));
        return new XsrfTokens(signer, new RandomText(new SecureRandom()), clock, sessionLifetime);
    }

    @Test
    void acceptsATokenThatComesBackAsCookieAndField() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), SESSION);

        assertThatCode(() -> tokens.check(request("browser", List.of(token), "_xsrf=" + token), SESSION))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesACookieAlone() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), SESSION);

        refused(request("browser", List.of(token), ""), SESSION);
    }

    @Test
    void refusesAFieldAlone() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), SESSION);

        refused(request("browser", List.of(), "_xsrf=" + token), SESSION);
    }

    @Test
    void refusesTheTokenOfAnotherSession() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), Optional.of("session-two"));

        refused(request("browser", List.of(token), "_xsrf=" + token), SESSION);
    }

    @Test
    void refusesTheTokenThatAnotherBrowserGotBeforeTheLogin() {
        String token = tokens.tokenFor(request("browser of the attacker", List.of(), ""), Optional.empty());

        refused(request("browser", List.of(token), "_xsrf=" + token), Optional.empty());
    }

    @Test
    void refusesATokenThatSomebodyMadeUp() {
        refused(request("browser", List.of("a.b"), "_xsrf=a.b"), SESSION);
        refused(request("browser", List.of("a.1.b"), "_xsrf=a.1.b"), SESSION);
        refused(request("browser", List.of(""), "_xsrf="), SESSION);
    }

    @Test
    void findsTheGoodOneAmongCookiesOfOtherPaths() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), SESSION);

        assertThatCode(() -> tokens.check(request("browser", List.of("of-a-server", token), "_xsrf=" + token), SESSION))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"14, 14", "90, 31", "1, 1"})
    void refusesATokenAsOldAsASession(int lifetimeInDays, int days) {
        XsrfTokens ofSessions = tokens(Duration.ofDays(lifetimeInDays));
        String token = ofSessions.tokenFor(request("browser", List.of(), ""), SESSION);
        Request request = request("browser", List.of(token), "_xsrf=" + token);

        clock.advance(Duration.ofDays(days).minusSeconds(1));
        assertThatCode(() -> ofSessions.check(request, SESSION)).doesNotThrowAnyException();
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> ofSessions.check(request, SESSION)).isInstanceOf(HttpError.class);
    }

    @Test
    void refusesATokenOfAnHourWhereNobodyIsLoggedIn() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), Optional.empty());
        Request request = request("browser", List.of(token), "_xsrf=" + token);

        clock.advance(Duration.ofMinutes(59));
        assertThatCode(() -> tokens.check(request, Optional.empty())).doesNotThrowAnyException();
        clock.advance(Duration.ofMinutes(1));
        refused(request, Optional.empty());
    }

    @Test
    void givesAPageAFreshTokenThatGoesWithTheOlderOnesOfTheSameBrowser() {
        String first = tokens.tokenFor(request("browser", List.of(), ""), Optional.empty());
        clock.advance(Duration.ofMinutes(29));
        assertThat(tokens.tokenFor(request("browser", List.of(first), ""), Optional.empty()))
                .isEqualTo(first);
        clock.advance(Duration.ofMinutes(1));
        String second = tokens.tokenFor(request("browser", List.of(first), ""), Optional.empty());
        clock.advance(Duration.ofMinutes(29));

        assertThat(second).isNotEqualTo(first);
        for (String sent : List.of(first, second)) {
            Request request = request("browser", List.of(second), "_xsrf=" + sent);
            assertThatCode(() -> tokens.check(request, Optional.empty())).doesNotThrowAnyException();
        }
        clock.advance(Duration.ofMinutes(1));
        refused(request("browser", List.of(second), "_xsrf=" + first), Optional.empty());
    }

    @Test
    void refusesATokenThatAnotherBrowserOfTheSameKindGot() {
        String own = tokens.tokenFor(request("browser", List.of(), ""), Optional.empty());
        String other = tokens.tokenFor(request("browser", List.of(), ""), Optional.empty());

        refused(request("browser", List.of(own), "_xsrf=" + other), Optional.empty());
    }

    @Test
    void refusesATokenWhoseTimeSomebodyChanged() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), SESSION);
        String[] parts = token.split("\\.");
        String later = parts[0] + "." + (Long.parseLong(parts[1]) + 60) + "." + parts[2];

        refused(request("browser", List.of(later), "_xsrf=" + later), SESSION);
    }

    private void refused(Request request, Optional<String> session) {
        assertThatThrownBy(() -> tokens.check(request, session)).isInstanceOf(HttpError.class);
    }

    private static Request request(String browser, List<String> cookies, String form) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("User-Agent", browser));
        headers.add(Map.entry("Content-Type", "application/x-www-form-urlencoded"));
        cookies.forEach(value -> headers.add(Map.entry("Cookie", "_xsrf=" + value)));
        return Request.of("POST", "/hub/login", headers, form.getBytes(StandardCharsets.UTF_8), "10.0.0.1");
    }
}
