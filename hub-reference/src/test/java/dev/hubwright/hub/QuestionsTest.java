package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A login that asks for a code after the password, in one tab and in two. */
@Timeout(60)
class QuestionsTest {

    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");

    @TempDir
    Path folder;

    private WholeHub hub;
    private WebClient browser;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.authenticator(QuestionsTest::answer, LoginRules.allowAll()));
        browser = hub.browser();
        browser.get("/hub/login");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void tabsNeverMeet() {
        String ofAlice = password("alice");
        String ofBob = password("bob");

        assertThat(browser.post(ofAlice, Map.of("code", "code of alice")).status())
                .isEqualTo(302);
        assertThat(browser.get("/hub/home").body()).contains("alice");
        browser.get("/hub/logout");
        browser.get("/hub/login");
        assertThat(browser.post(ofBob, Map.of("code", "code of bob")).status()).isEqualTo(302);
        assertThat(browser.get("/hub/home").body()).contains("bob");
    }

    @Test
    void takesAnAnswerOnce() {
        String action = password("alice");
        assertThat(browser.post(action, Map.of("code", "wrong")).status()).isEqualTo(403);

        assertThat(browser.post(action, Map.of("code", "code of alice")).status())
                .isEqualTo(403);
        assertThat(browser.cookieNames()).noneMatch(name -> name.startsWith("hubwright-flow-"));
    }

    private String password(String user) {
        WebClient.Answer asked = browser.post("/hub/login", Map.of("username", user, "password", RunningHub.PASSWORD));
        assertThat(asked.body()).contains("Code from your device");
        Matcher action = ACTION.matcher(asked.body());
        assertThat(action.find()).isTrue();
        return action.group(1);
    }

    private static AuthResult answer(AuthRequest request) {
        Optional<String> user = request.flow().flatMap(flow -> flow.text("user"));
        if (user.isPresent()) {
            boolean right = request.field("code").equals(Optional.of(Secret.of("code of " + user.get())));
            return right
                    ? AuthResult.granted(Identity.of(user.get()))
                    : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
        }
        if (!request.password().reveal().equals(RunningHub.PASSWORD)) {
            return AuthResult.denied(DenialReason.BAD_CREDENTIALS);
        }
        return AuthResult.challenge(
                List.of(new AuthResult.Field("code", "Code from your device", true)),
                "",
                Opaque.of(1, Map.of("user", request.username())));
    }
}
