package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages that stay open for long before somebody sends their form. */
@Timeout(60)
class OldPagesTest {

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void asksForThePasswordAgainOnALoginPageOfAnHourAgo() {
        WebClient browser = hub.browser();
        browser.get("/hub/login");
        hub.clock.advance(Duration.ofMinutes(61));

        WebClient.Answer refused = logIn(browser, "/hub/login?next=%2Fhub%2Ftoken", browser.xsrf());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("That page was too old", "value=\"alice\"", "/hub/token");
        assertThat(logIn(browser, "/hub/login", browser.xsrf()).status()).isEqualTo(302);
    }

    @Test
    void takesThePageOfOneTabAfterAnotherHasGotANewToken() {
        WebClient browser = hub.browser();
        browser.get("/hub/login");
        String first = browser.xsrf();
        hub.clock.advance(Duration.ofMinutes(40));
        browser.get("/hub/login");
        String second = browser.xsrf();
        hub.clock.advance(Duration.ofMinutes(15));

        assertThat(second).as("one that is good for another hour").isNotEqualTo(first);
        assertThat(logIn(browser, "/hub/login", first).status()).isEqualTo(302);
    }

    @Test
    void takesThePageOfSomebodyWhoWasAwayForDays() {
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/token");
        hub.clock.advance(Duration.ofDays(13));

        assertThat(browser.post("/hub/token", Map.of("note", "after a holiday")).status())
                .isLessThan(400);
    }

    @Test
    void refusesThePageOfAMonthAgoInAnySession() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.sessionLifetime(Duration.ofDays(90)));
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/token");
        String old = browser.xsrf();
        hub.clock.advance(Duration.ofDays(32));

        WebClient.Answer refused = browser.postAsIs("/hub/token", Map.of("note", "late", "_xsrf", old));
        browser.get("/hub/token");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("too old");
        assertThat(browser.post("/hub/token", Map.of("note", "again")).status()).isLessThan(400);
    }

    private static WebClient.Answer logIn(WebClient browser, String page, String token) {
        return browser.postAsIs(page, Map.of("username", "alice", "password", RunningHub.PASSWORD, "_xsrf", token));
    }
}
