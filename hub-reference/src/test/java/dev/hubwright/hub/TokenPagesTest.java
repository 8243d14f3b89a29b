package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.hub.store.TokenRecord;
import java.nio.file.Path;
import java.time.Duration;
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

/** The page where people make and revoke tokens. */
@Timeout(60)
class TokenPagesTest {

    private static final Pattern CREATED = Pattern.compile("<code class=\"token\">([0-9a-f]{32})</code>");

    @TempDir
    Path folder;

    private WholeHub hub;
    private WebClient alice;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.longestTokenLife(Duration.ofDays(7)));
        alice = hub.browserOf("alice");
        alice.get("/hub/token");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void makesATokenThatMayDoWhatWasAskedAndNoMore() throws Exception {
        WebClient.Answer page = make("reports", "read:users!user, read:servers!user", "3600");

        Matcher created = CREATED.matcher(page.body());
        assertThat(created.find()).isTrue();
        WholeHub.Api token = new WholeHub.Api(hub.browser(), created.group(1));
        assertThat(token.get("users/alice").status()).isEqualTo(200);
        assertThat(token.post("users/alice/server", "").status()).isEqualTo(403);
        assertThat(alice.get("/hub/token").body())
                .doesNotContain(created.group(1))
                .contains("<h3>reports</h3>");
        TokenRecord record = hub.store.tokens().ofUser("alice").get(0);
        assertThat(record.expires()).contains(record.created().plusSeconds(3600));
    }

    @Test
    void saysWhatIsWrongAndKeepsWhatWasTyped() throws Exception {
        for (WebClient.Answer refused : List.of(
                make("<i>mine</i>", "admin:users", ""),
                make("<i>mine</i>", "read:users!user=bob", ""),
                make("<i>mine</i>", "read:user", ""),
                make("<i>mine</i>", "", "99999999"),
                make("<i>mine</i>", "", "soon"))) {
            assertThat(refused.status()).isIn(400, 403);
            assertThat(refused.body())
                    .contains("role=\"alert\"", "value=\"&lt;i&gt;mine&lt;/i&gt;\"")
                    .doesNotContain("<i>mine");
        }
        assertThat(hub.store.tokens().ofUser("alice")).isEmpty();
    }

    @Test
    void offersNoLifeThatIsTooLong() {
        assertThat(alice.get("/hub/token").body())
                .contains(">a week</option>", "as long as may be")
                .doesNotContain("a year", "never</option>");
    }

    @Test
    void revokesOnesOwnTokensOnly() throws Exception {
        make("mine", "", "");
        hub.makeUser("bob");
        hub.addToken("bob", Optional.empty());
        long own = hub.store.tokens().ofUser("alice").get(0).id();
        long others = hub.store.tokens().ofUser("bob").get(0).id();

        alice.post("/hub/token/a" + others + "/revoke", Map.of());
        alice.post("/hub/token/a" + own + "/revoke", Map.of());

        assertThat(hub.store.tokens().ofUser("alice")).isEmpty();
        assertThat(hub.store.tokens().ofUser("bob")).hasSize(1);
    }

    @Test
    void tellsTokensOfServersFromOnesOwn() {
        make("mine", "", "");
        alice.follow(alice.get("/hub/spawn"));

        String[] sections = alice.get("/hub/token").body().split("Of servers and programs");

        assertThat(sections).hasSize(2);
        assertThat(sections[0]).contains("<h3>mine</h3>").doesNotContain("Server at");
        assertThat(sections[1]).contains("Server at /user/alice/").doesNotContain("<h3>mine</h3>");
    }

    private WebClient.Answer make(String note, String scopes, String seconds) {
        return alice.post("/hub/token", Map.of("note", note, "scopes", scopes, "expires_in", seconds));
    }
}
