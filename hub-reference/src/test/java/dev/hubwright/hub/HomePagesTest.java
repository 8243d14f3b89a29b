package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of somebody's servers, where they may have several. */
@Timeout(60)
class HomePagesTest {

    private static final ServerRef GENOMES = new ServerRef("alice", "genomes");

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.namedServers(2).defaultServerName("main"));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void startsAServerWithANewName() {
        WebClient alice = atHome("alice");

        WebClient.Answer answer = alice.post("/hub/home", Map.of("name", " genomes "));

        assertThat(answer.location()).contains("/hub/spawn/alice/genomes");
        assertThat(alice.follow(answer).body()).isEqualTo("This is the server of alice/genomes");
        assertThat(alice.get("/hub/home").body()).contains("<h2>genomes</h2>", "You have 1 of 2.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Genomes",
                "my server",
                "a/b",
                "-a",
                "a--b",
                "<b>x</b>",
                "abcdefghijklmnopqrstuvwxyz12345"
            })
    void refusesNamesThatNoServerMayHave(String name) {
        WebClient alice = atHome("alice");

        WebClient.Answer answer = alice.post("/hub/home", Map.of("name", name));

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.body()).contains("role=\"alert\"").doesNotContain("<b>x</b>");
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void keepsToTheLimit() {
        WebClient alice = atHome("alice");
        alice.follow(alice.post("/hub/home", Map.of("name", "one")));
        alice.follow(alice.post("/hub/home", Map.of("name", "two")));

        WebClient.Answer third = alice.post("/hub/home", Map.of("name", "three"));

        assertThat(third.status()).isEqualTo(400);
        assertThat(third.body())
                .contains("You have 2 named servers", "may have no more")
                .doesNotContain("id=\"name\"");
        assertThat(alice.post("/hub/spawn/alice/three", Map.of()).status()).isEqualTo(400);
        assertThat(hub.servers.count()).isEqualTo(2);
    }

    @Test
    void deletesAServerForGood() throws Exception {
        WebClient alice = atHome("alice");
        alice.follow(alice.post("/hub/home", Map.of("name", "genomes")));
        assertThat(alice.get("/hub/home").body()).doesNotContain("/hub/delete-server/");
        alice.post("/hub/stop/alice/genomes", Map.of());
        assertThat(alice.get("/hub/home").body()).contains("/hub/delete-server/alice/genomes");

        assertThat(alice.post("/hub/delete-server/alice/genomes", Map.of()).location())
                .contains("/hub/home");

        assertThat(hub.store.servers().find(GENOMES)).isEmpty();
        assertThat(alice.post("/hub/delete-server/alice/genomes", Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void deletesNothingOfOthers() throws Exception {
        WebClient alice = atHome("alice");
        alice.follow(alice.post("/hub/home", Map.of("name", "genomes")));
        WebClient bob = atHome("bob");

        assertThat(bob.post("/hub/delete-server/alice/genomes", Map.of()).status())
                .isEqualTo(404);
        assertThat(alice.postAsIs("/hub/delete-server/alice/genomes", Map.of()).status())
                .isEqualTo(403);
        assertThat(hub.store.servers().find(GENOMES)).isPresent();
    }

    @Test
    void leadsToTheUsualServerWhereNoneIsNamed() {
        WebClient alice = atHome("alice");

        assertThat(alice.get("/hub/user-redirect/lab").location())
                .contains("/hub/spawn/alice/main?next=" + WebClient.encode("/user/alice/main/lab"));
        assertThat(alice.follow(alice.get("/hub/spawn")).body()).isEqualTo("This is the server of alice/main");
        assertThat(alice.get("/hub/spawn/alice").location()).isEqualTo(Optional.of("/user/alice/"));
    }

    private WebClient atHome(String user) {
        WebClient browser = hub.browserOf(user);
        browser.get("/hub/home");
        return browser;
    }
}
