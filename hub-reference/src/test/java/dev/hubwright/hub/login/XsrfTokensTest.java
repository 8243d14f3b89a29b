package dev.hubwright.hub.login;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Secret;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class XsrfTokensTest {

    private static final Optional<String> SESSION = Optional.of("session-one");

    private final XsrfTokens tokens =
            new XsrfTokens(new Signer(Secret.of("a secret of this hub")), new RandomText(new SecureRandom()));

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
        refused(request("browser", List.of(""), "_xsrf="), SESSION);
    }

    @Test
    void findsTheGoodOneAmongCookiesOfOtherPaths() {
        String token = tokens.tokenFor(request("browser", List.of(), ""), SESSION);

        assertThatCode(() -> tokens.check(request("browser", List.of("of-a-server", token), "_xsrf=" + token), SESSION))
                .doesNotThrowAnyException();
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
