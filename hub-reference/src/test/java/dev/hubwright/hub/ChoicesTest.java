package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.FakeChoices;
import dev.hubwright.api.spawn.ServerRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs may choose before a start. */
@Timeout(60)
class ChoicesTest {

    private static final String SPAWN = "/hub/spawn/alice";
    private static final String SERVER = "users/alice/server";
    private static final ServerRef ALICE = ServerRef.of("alice");

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        LittleServers servers = new LittleServers().offering(new FakeChoices());
        hub = new WholeHub(folder, servers, builder -> builder.groups(Map.of("gpu", List.of("bob")))
                .spawner(servers));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void asksBeforeTheFirstStart() {
        WebClient browser = hub.browser();

        WebClient.Answer page = browser.follow(browser.logIn("alice"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("name=\"profile\" value=\"small\" checked")
                .contains("name=\"profile\" value=\"big\">")
                .contains("name=\"profile-option-big--image\"")
                .contains("name=\"profile-option-big--image--unlisted-choice\"")
                .contains("One gigabyte &amp; no more.", "R &lt;4&gt;")
                .doesNotContain("With a GPU");
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void startsWithWhatWasChosen() {
        WebClient browser = atTheForm("alice");

        WebClient.Answer started = browser.post(
                SPAWN,
                Map.of(
                        "profile",
                        "big",
                        "profile-option-big--image",
                        "r",
                        "profile-option-big--image--unlisted-choice",
                        ""));

        assertThat(started.status()).isEqualTo(302);
        assertThat(browser.follow(started).body()).isEqualTo("This is the server of alice/");
        assertThat(hub.servers.told(ALICE, "IMAGE")).isEqualTo("r");
        assertThat(hub.servers.told(ALICE, "MEM_LIMIT")).isEqualTo(Long.toString(4L << 30));
    }

    @Test
    void showsTheLastChoiceFirst() {
        WebClient browser = atTheForm("alice");
        Map<String, String> own = Map.of(
                "profile", "big",
                "profile-option-big--image", "unlisted-choice",
                "profile-option-big--image--unlisted-choice", "lab/mine:1");
        browser.follow(browser.post(SPAWN, own));
        assertThat(hub.servers.told(ALICE, "IMAGE")).isEqualTo("lab/mine:1");
        browser.post("/hub/stop/alice", Map.of());

        String page = browser.get(SPAWN).body();

        assertThat(page)
                .contains("name=\"profile\" value=\"big\" checked")
                .contains("<option value=\"unlisted-choice\" selected>")
                .contains("value=\"lab/mine:1\"");
    }

    @Test
    void showsTheFormAgainWithWhatIsWrong() {
        WebClient browser = atTheForm("alice");

        WebClient.Answer answer = browser.post(
                SPAWN,
                Map.of(
                        "profile", "big",
                        "profile-option-big--image", "unlisted-choice",
                        "profile-option-big--image--unlisted-choice", "evil/<x>"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("&quot;evil/&lt;x&gt;&quot; cannot be taken for Image: Must begin with lab/.")
                .contains("name=\"profile\" value=\"big\" checked")
                .doesNotContain("<x>");
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void offersMoreToAGroup() {
        WebClient browser = atTheForm("bob");
        assertThat(browser.get("/hub/spawn/bob").body()).contains("With a GPU");

        assertThat(browser.post("/hub/spawn/bob", Map.of("profile", "gpu")).status())
                .isEqualTo(302);
        assertThat(atTheForm("alice").post(SPAWN, Map.of("profile", "gpu")).status())
                .isEqualTo(400);
    }

    @Test
    void leadsFromAStartWithoutAnswersToTheForm() {
        WebClient browser = atTheForm("alice");

        WebClient.Answer answer = browser.post(SPAWN + "?next=%2Fuser%2Falice%2Flab", Map.of());

        assertThat(answer.location()).contains(SPAWN + "?next=%2Fuser%2Falice%2Flab");
        assertThat(browser.follow(answer).body()).contains("action=\"" + SPAWN + "?next=%2Fuser%2Falice%2Flab\"");
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void fillsInWhatALinkAsksForAndStartsNothing() {
        String page = atTheForm("alice").get(SPAWN + "?profile=big").body();

        assertThat(page).contains("name=\"profile\" value=\"big\" checked");
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void startsForPrograms() throws Exception {
        WholeHub.Api alice = hub.api("alice");

        assertThat(alice.post(SERVER, "{\"profile\":\"big\",\"image--unlisted-choice\":\"lab/x\"}")
                        .status())
                .isEqualTo(201);

        assertThat(hub.servers.told(ALICE, "IMAGE")).isEqualTo("lab/x");
        assertThat(alice.get("users/alice")
                        .json()
                        .at("/servers//user_options/profile")
                        .asText())
                .isEqualTo("big");
    }

    @Test
    void startsForProgramsWithTheUsualOrTheLastChoice() throws Exception {
        WholeHub.Api alice = hub.api("alice");
        assertThat(alice.post(SERVER, "{\"profile\":\"big\"}").status()).isEqualTo(201);
        alice.delete(SERVER);

        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        assertThat(hub.servers.told(ALICE, "IMAGE")).isEqualTo("base");
        alice.delete(SERVER);

        assertThat(alice.post(SERVER, "{}").status()).isEqualTo(201);
        assertThat(hub.servers.told(ALICE, "IMAGE")).isEqualTo("none");
    }

    @Test
    void refusesWhatIsNotOffered() throws Exception {
        WholeHub.Api alice = hub.api("alice");

        for (String hostile : List.of(
                "{\"profile\":\"huge\"}",
                "{\"profile\":[\"big\"]}",
                "{\"profile\":{\"a\":1}}",
                "{\"profile\":\"gpu\"}",
                "{\"profile\":\"small\",\"image\":\"r\"}",
                "{\"privileged\":true}",
                "{\"profile\":\"big\",\"image--unlisted-choice\":\"evil/x\"}")) {
            WebClient.Answer answer = alice.post(SERVER, hostile);
            assertThat(answer.status()).as(hostile).isEqualTo(400);
            assertThat(answer.json().path("message").asText()).as(hostile).isNotBlank();
        }
        assertThat(alice.post(SERVER, "{\"profile\":\"big\",\"image--unlisted-choice\":\"lab/gone\"}")
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("This image is not there any more");
        assertThat(alice.send("PATCH", SERVER, "{\"user_options\":{\"profile\":\"huge\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void showsFirstWhatAProgramHasChosenForTheNextStart() throws Exception {
        assertThat(hub.api("alice")
                        .send("PATCH", SERVER, "{\"user_options\":{\"profile\":\"big\"}}")
                        .status())
                .isEqualTo(200);

        assertThat(atTheForm("alice").get(SPAWN).body()).contains("name=\"profile\" value=\"big\" checked");
    }

    /** A browser that has the form open. */
    private WebClient atTheForm(String user) {
        WebClient browser = hub.browserOf(user);
        browser.get("/hub/spawn/" + user);
        return browser;
    }
}
