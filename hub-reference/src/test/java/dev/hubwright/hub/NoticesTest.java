package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.hub.operation.Notices;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance, and what is announced on every page. */
@Timeout(120)
class NoticesTest {

    private static final String ON = "{\"maintenance\":true,\"message\":\"Back at <b>noon</b>\"}";

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
    void nobodyButAdministratorsLogsInDuringMaintenance() throws Exception {
        assertThat(change(ON).path("maintenance").asBoolean()).isTrue();

        WebClient.Answer refused = hub.browser().logIn("bob");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(Integer.parseInt(refused.header("retry-after").orElse("0"))).isPositive();
        assertThat(refused.body()).contains("Back at &lt;b&gt;noon").doesNotContain("<b>noon");
        assertThat(hub.browserOf("admin").get("/hub/home").status()).isEqualTo(200);
        assertThat(hub.store.sessions().ofUser("bob")).isEmpty();
    }

    @Test
    void nobodyButAdministratorsGetsATokenForAPasswordDuringMaintenance() throws Exception {
        change(ON);

        assertThat(tokenFor("bob").status()).isEqualTo(503);
        assertThat(tokenFor("bob").header("retry-after")).isPresent();
        assertThat(tokenFor("admin").status()).isEqualTo(201);
        assertThat(hub.store.tokens().ofUser("bob")).isEmpty();
    }

    private WebClient.Answer tokenFor(String user) {
        String body = "{\"auth\": {\"username\": \"" + user + "\", \"password\": \"correct horse\"}}";
        return hub.browser().json("POST", "/hub/api/users/" + user + "/tokens", body);
    }

    @Test
    void serversThatRunStayAndNoOthersStart() throws Exception {
        WholeHub.Api alice = hub.api("alice");
        WholeHub.Api bob = hub.api("bob");
        WebClient browser = hub.browserOf("alice");
        WebClient bobs = hub.browserOf("bob");
        bobs.get("/hub/home");
        alice.post("users/alice/server", "");
        Eventually.holds("it runs", () -> hub.servers.count() == 1);
        change(ON);

        WebClient.Answer program = bob.post("users/bob/server", "");
        WebClient.Answer person = bobs.post("/hub/spawn", Map.of());

        assertThat(program.status()).isEqualTo(503);
        assertThat(program.header("retry-after")).isPresent();
        assertThat(program.json().path("message").asText()).isEqualTo("Back at <b>noon</b>");
        assertThat(person.status()).isEqualTo(503);
        assertThat(person.header("retry-after")).isPresent();
        assertThat(person.body()).contains("Back at &lt;b&gt;noon");
        assertThat(alice.get("users/alice")
                        .json()
                        .path("servers")
                        .path("")
                        .path("ready")
                        .asBoolean())
                .isTrue();
        assertThat(browser.get("/user/alice/api").status()).isNotIn(424, 503);
        assertThat(hub.api("admin").post("users/bob/server", "").status()).isIn(201, 202);
    }

    /** What a token may do to one person is nothing that it may do to the hub. */
    @Test
    void anAdministratorsNarrowTokenChangesNothing() throws Exception {
        WholeHub.Api narrow = hub.api("admin", "admin:users!user=bob", "servers!user=bob");

        hub.makeUser("bob");

        assertThat(narrow.send("PATCH", "maintenance", ON).status()).isEqualTo(403);
        assertThat(narrow.send("PATCH", "users/bob", "{\"admin\":true}").status())
                .isEqualTo(403);
        assertThat(hub.api("admin", "admin:users")
                        .send("PATCH", "maintenance", ON)
                        .status())
                .isEqualTo(200);
        assertThat(narrow.post("users/bob/server", "").status()).isEqualTo(503);
    }

    @Test
    void whatIsAnnouncedStandsOnEveryPageAsPlainText() throws Exception {
        change("{\"announcement\":\"<script>alert(1)</script> & {{ base }} Café\"}");
        WebClient alice = hub.browserOf("alice");

        for (WebClient.Answer page : List.of(
                hub.browser().get("/hub/login"),
                alice.get("/hub/home"),
                alice.get("/hub/token"),
                alice.get("/hub/no-such-page"))) {
            assertThat(page.body())
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ base }} Café")
                    .doesNotContain("<script>alert");
        }
    }

    @Test
    void lastsOverARestartUntilItIsTakenBack() throws Exception {
        change("{\"maintenance\":true,\"announcement\":\"from the page\"}");
        hub.close();
        hub = new WholeHub(folder, builder -> builder.notices(new Notices.Written(false, "", "of the settings")));

        assertThat(hub.browser().get("/hub/login").body())
                .contains("from the page")
                .contains(Notices.USUAL_MESSAGE);
        JsonNode back = change("{\"maintenance\":null,\"announcement\":null}");

        assertThat(back.path("maintenance").asBoolean()).isFalse();
        assertThat(back.path("announcement").asText()).isEqualTo("of the settings");
        assertThat(hub.browser().logIn("bob").status()).isNotEqualTo(503);
    }

    @Test
    void settingsCanBeginMaintenance() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.notices(new Notices.Written(true, "Moving disks", "")));

        assertThat(hub.browser().logIn("bob").body()).contains("Moving disks");
    }

    @Test
    void administratorsSayItOnAPage() throws Exception {
        WebClient admin = hub.browserOf("admin");
        assertThat(admin.get("/hub/admin/notices").status()).isEqualTo(200);

        admin.post("/hub/admin/notices", Map.of("maintenance", "on", "message", "Disks", "announcement", "Tonight"));

        assertThat(hub.browser().get("/hub/login").body()).contains("Disks").contains("Tonight");
        admin.post("/hub/admin/notices", Map.of("say", "settings"));
        assertThat(hub.browser().get("/hub/login").body()).doesNotContain("Tonight");
    }

    @Test
    void othersCannotSayAnything() throws Exception {
        WholeHub.Api bob = hub.api("bob");
        WebClient browser = hub.browserOf("bob");
        browser.get("/hub/home");

        assertThat(bob.send("PATCH", "maintenance", ON).status()).isEqualTo(403);
        assertThat(browser.get("/hub/admin/notices").status()).isEqualTo(403);
        assertThat(browser.post("/hub/admin/notices", Map.of()).status()).isEqualTo(403);
        assertThat(bob.get("maintenance").json().path("maintenance").asBoolean())
                .isFalse();
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        WholeHub.Api admin = hub.api("admin");

        assertThat(admin.send("PATCH", "maintenance", "{\"maintenance\":\"yes\"}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.send("PATCH", "maintenance", "{\"banner\":\"x\"}").status())
                .isEqualTo(400);
        String longest = "x".repeat(Notices.LONGEST);
        for (String field : List.of("message", "announcement")) {
            WebClient.Answer refused = admin.send("PATCH", "maintenance", "{\"" + field + "\":\"" + longest + "x\"}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("message").asText()).contains(field, "2000");
            assertThat(admin.send("PATCH", "maintenance", "{\"" + field + "\":\"" + longest + "\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    private JsonNode change(String json) throws Exception {
        WebClient.Answer answer = hub.api("admin").send("PATCH", "maintenance", json);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }
}
