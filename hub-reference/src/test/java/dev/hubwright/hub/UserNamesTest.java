package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Identity;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the authenticator's settings say of names holds for people whom somebody else makes, too. */
@Timeout(60)
class UserNamesTest {

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api admin;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(
                folder,
                builder -> builder.authenticator(
                        request -> AuthResult.granted(Identity.of(request.username())),
                        WholeHub.rules()
                                .usernamePattern(Pattern.compile("[a-z]{3,8}"))
                                .usernameMap(Map.of("Smith", "anna"))
                                .build()));
        admin = hub.api("admin");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void makesNobodyWhoCouldNotLogIn() throws Exception {
        WebClient.Answer one = admin.post("users/x1", "");
        WebClient.Answer many = admin.post("users", "{\"usernames\": [\"carl\", \"x1\", \"y2\"]}");

        assertThat(one.status()).isEqualTo(400);
        assertThat(one.json().path("message").asText()).contains("\"x1\"", "username_pattern");
        assertThat(many.status()).isEqualTo(400);
        assertThat(many.json().path("message").asText())
                .contains("\"x1\"", "\"y2\"")
                .doesNotContain("carl");
        assertThat(hub.store.users().find("x1")).isEmpty();
        assertThat(hub.store.users().find("carl")).isEmpty();
    }

    @Test
    void makesPeopleUnderTheNameOfTheirLogin() {
        assertThat(admin.post("users/SMITH", "").json().path("name").asText()).isEqualTo("anna");
        assertThat(admin.post("users", "{\"usernames\": [\"smith\"]}").status()).isEqualTo(409);
        WebClient smith = hub.browserOf("smith");
        assertThat(smith.get("/hub/home").body()).contains("anna");
    }

    @Test
    void givesNobodyANameThatNoLoginHas() throws Exception {
        hub.makeUser("bob");

        WebClient.Answer refused = admin.send("PATCH", "users/bob", "{\"name\": \"b0b\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asText()).contains("\"b0b\"", "username_pattern");
        WebClient.Answer changed = admin.send("PATCH", "users/bob", "{\"name\": \"smith\"}");
        assertThat(changed.json().path("name").asText()).isEqualTo("anna");
    }

    @Test
    void leavesThoseAloneWhoWereThereBeforeTheRule() throws Exception {
        hub.makeUser("x1");

        assertThat(admin.send("PATCH", "users/x1", "{\"name\": \"x1\", \"admin\": true}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.delete("users/x1").status()).isEqualTo(204);
    }

    @Test
    void holdsTheAdministratorsPageToTheRuleToo() throws Exception {
        WebClient browser = hub.browserOf("admin");
        browser.get("/hub/admin");

        WebClient.Answer refused = browser.post("/hub/admin/people", Map.of("names", "carl\nx1"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("x1", "username_pattern");
        assertThat(hub.store.users().find("carl")).isEmpty();
        assertThat(browser.post("/hub/admin/people", Map.of("names", "smith")).status())
                .isEqualTo(302);
        assertThat(hub.store.users().find("anna")).isPresent();
    }
}
