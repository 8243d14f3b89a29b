package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody learns who tries names and passwords: nothing, and ever more slowly. */
@Timeout(60)
class LoginDefenceTest {

    private static final Set<String> PEOPLE = Set.of("alice", "admin", "mallory", "outsider");

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(
                folder,
                builder -> builder.authenticator(
                        request -> {
                            asked.add(request.username());
                            return PEOPLE.contains(request.username())
                                            && request.password().reveal().equals(RunningHub.PASSWORD)
                                    ? AuthResult.granted(Identity.of(request.username()))
                                    : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
                        },
                        WholeHub.rules()
                                .allowAll(false)
                                .allowedUsers(Set.of("alice"))
                                .build()));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void answersAlikeWhoeverItIsUntilThePasswordIsRight() {
        WebClient browser = hub.browser();
        String ofAlice = refusal(browser, "alice");

        assertThat(ofAlice).contains("Invalid username or password.");
        for (String name : List.of("nobody", "mallory", "admin", "outsider", "")) {
            assertThat(refusal(browser, name)).as(name).isEqualTo(ofAlice);
        }
    }

    @Test
    void makesGuessersWaitAndAsksNobodyMeanwhile() {
        WebClient guesser = hub.browser();
        WebClient.Answer answer = attempt(guesser, "alice", "guess 0");
        for (int i = 1; answer.status() == 403; i++) {
            answer = attempt(guesser, "alice", "guess " + i);
            assertThat(i).as("tries").isLessThan(20);
        }

        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("retry-after").get())).isBetween(1, 60);
        int before = asked.size();
        assertThat(attempt(guesser, "alice", RunningHub.PASSWORD).status()).isEqualTo(429);
        assertThat(asked).hasSize(before);
        assertThat(attempt(guesser, "outsider", "guess").status())
                .as("another name")
                .isEqualTo(403);

        hub.clock.advance(Duration.ofMinutes(16));
        assertThat(attempt(guesser, "alice", RunningHub.PASSWORD).status()).isEqualTo(302);
    }

    @Test
    void makesWhoTriesManyNamesWaitToo() {
        WebClient guesser = hub.browser();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statuses.add(attempt(guesser, "name-" + i, "Summer2026").status());
        }

        assertThat(statuses.subList(0, 50)).containsOnly(403);
        assertThat(statuses.subList(52, 60)).contains(429);
    }

    @Test
    void cutsEndlessNames() {
        String page = attempt(hub.browser(), "n".repeat(5_000), "x").body();

        assertThat(page).contains("n".repeat(16)).doesNotContain("n".repeat(64));
    }

    private String refusal(WebClient browser, String name) {
        WebClient.Answer answer = attempt(browser, name, "wrong");
        assertThat(answer.status()).as(name).isEqualTo(403);
        return answer.body()
                .replace("value=\"" + name + "\"", "value=\"\"")
                .replace(" autofocus", "")
                .replaceAll("name=\"_xsrf\" value=\"[^\"]*\"", "");
    }

    private static WebClient.Answer attempt(WebClient browser, String name, String password) {
        browser.get("/hub/login");
        return browser.post("/hub/login", Map.of("username", name, "password", password));
    }
}
