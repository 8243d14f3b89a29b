package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.SupervisorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers as JupyterHub 6 has them made and changed before they are started. */
@Timeout(120)
class NamedServerApiTest {

    private static final String LAB = "users/alice/servers/lab";

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api alice;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.namedServers(1));
        alice = hub.api("alice");
    }

    @AfterEach
    void close() {
        hub.servers.release();
        hub.close();
    }

    @Test
    void makesAServerAndStartsItLater() {
        WebClient.Answer made = alice.send("PUT", LAB, "{\"display_name\": \"lab\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("stopped").asBoolean()).isTrue();
        assertThat(hub.servers.count()).isZero();
        assertThat(alice.get(LAB).status()).isEqualTo(200);
        assertThat(alice.send("PUT", LAB, "").status()).isEqualTo(409);
        assertThat(alice.send("PUT", "users/alice/servers/second", "").status())
                .as("beyond the limit")
                .isEqualTo(400);
        assertThat(alice.post(LAB, "").status()).isIn(201, 202);
        await("it is ready", LAB, "ready");
        assertThat(alice.send("PUT", LAB, "").status()).isEqualTo(409);
    }

    private void await(String what, String server, String flag) {
        Eventually.holds(
                what,
                Duration.ofSeconds(60),
                () -> alice.get(server).json().path(flag).asBoolean());
    }

    @Test
    void choosesForTheNextStartOfTheDefaultServer() {
        for (String server : List.of("users/alice/server", "users/alice/servers/")) {
            WebClient.Answer changed = alice.send("PATCH", server, "{\"user_options\": {\"at\": \"" + server + "\"}}");

            assertThat(changed.status()).as(changed.body()).isEqualTo(200);
            assertThat(changed.json().at("/user_options/at").asText()).isEqualTo(server);
            assertThat(alice.send("PUT", server, "").status()).as(server).isEqualTo(409);
            assertThat(alice.send("PATCH", server, "{\"name\": \"other\"}").status())
                    .as(server)
                    .isEqualTo(400);
            assertThat(hub.servers.count()).isZero();

            assertThat(alice.post(server, "").status()).isIn(201, 202);
            await("it is ready", server, "ready");
            assertThat(alice.get(server).json().at("/user_options/at").asText()).isEqualTo(server);
            assertThat(alice.send("PATCH", server, "{\"user_options\": {}}").status())
                    .as("while it runs")
                    .isEqualTo(400);
            assertThat(alice.delete(server).status()).isIn(202, 204);
            await("it has stopped", server, "stopped");
        }
    }

    @Test
    void changesNothingOfAServerThatWaitsForItsTurn() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.namedServers(1)
                .slowTimeouts(Duration.ofMillis(200), Duration.ofSeconds(10))
                .supervisor(SupervisorOptions.builder().concurrentSpawnLimit(1).spawnQueueLimit(1)));
        hub.servers.hold();
        alice = hub.api("alice");
        assertThat(hub.api("bob").post("users/bob/server", "").status()).isEqualTo(202);
        assertThat(alice.post(LAB, "{\"size\": \"small\"}").status()).isEqualTo(202);
        assertThat(alice.get(LAB).json().path("pending").asText()).isEqualTo("spawn");

        WebClient.Answer changed = alice.send("PATCH", LAB, "{\"user_options\": {\"size\": \"large\"}}");

        assertThat(changed.status()).as(changed.body()).isEqualTo(400);
        assertThat(alice.send("PUT", LAB, "").status()).isEqualTo(409);
    }

    @Test
    void callsAServerWhatItsOwnerLikes() {
        assertThat(display(alice.send("PUT", LAB, "{\"display_name\": \"The lab of A\u030Asa\"}")))
                .isEqualTo("The lab of \u00C5sa");
        assertThat(display(alice.send("PATCH", LAB, "{\"user_options\": {\"size\": \"large\"}}")))
                .isEqualTo("The lab of \u00C5sa");
        assertThat(hub.browserOf("alice").get("/hub/home").body())
                .contains("The lab of \u00C5sa")
                .contains("/hub/spawn/alice/lab");

        assertThat(alice.post(LAB, "{\"display_name\": \"\uD83D\uDC27 < lab\"}").status())
                .isIn(201, 202);
        await("it is ready", LAB, "ready");
        assertThat(display(alice.get(LAB))).isEqualTo("\uD83D\uDC27 < lab");
        assertThat(alice.get(LAB).json().path("name").asText()).isEqualTo("lab");
        assertThat(alice.get(LAB).json().at("/user_options/size").asText())
                .as("the last choice")
                .isEqualTo("large");
        assertThat(alice.get("users/alice")
                        .json()
                        .at("/servers/lab/display_name")
                        .asText())
                .isEqualTo("\uD83D\uDC27 < lab");
        assertThat(hub.browserOf("alice").get("/hub/home").body())
                .contains("&lt; lab")
                .doesNotContain("< lab");
        assertThat(alice.send("PATCH", LAB, "{\"display_name\": \"Later\"}").status())
                .as("while it runs")
                .isEqualTo(400);

        assertThat(alice.delete(LAB).status()).isIn(202, 204);
        await("it has stopped", LAB, "stopped");
        assertThat(display(alice.get(LAB))).as("a stop forgets no name").isEqualTo("\uD83D\uDC27 < lab");
        assertThat(display(alice.send("PATCH", LAB, "{\"display_name\": \"\"}")))
                .isEqualTo("lab");
    }

    @Test
    void refusesNamesThatCannotBeShown() {
        assertThat(alice.send("PUT", LAB, "").status()).isEqualTo(201);
        for (String name : List.of(" lab", "lab ", "a  b", "a\\nb", "a\\u202eb", "a".repeat(256))) {
            for (String method : List.of("PATCH", "POST")) {
                WebClient.Answer refused = alice.send(method, LAB, "{\"display_name\": \"" + name + "\"}");
                assertThat(refused.status()).as(method + " " + name).isEqualTo(400);
                assertThat(refused.body()).contains("display_name must be 1 to 255");
            }
        }
        assertThat(alice.send("PATCH", LAB, "{\"display_name\": 5}").status()).isEqualTo(400);
        assertThat(hub.servers.count()).isZero();
        assertThat(display(alice.get(LAB))).isEqualTo("lab");
    }

    private static String display(WebClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
        return answer.json().path("display_name").asText();
    }

    @Test
    void choosesForTheNextStart() {
        assertThat(alice.send("PUT", LAB, "{\"user_options\": {\"size\": \"small\"}}")
                        .status())
                .isEqualTo(201);
        WebClient.Answer changed = alice.send("PATCH", LAB, "{\"user_options\": {\"size\": \"large\"}}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().at("/user_options/size").asText()).isEqualTo("large");

        assertThat(alice.send("PATCH", LAB, "{\"name\": \"other\"}").status()).isEqualTo(400);
        assertThat(alice.send("PATCH", LAB, "{\"size\": \"large\"}").status()).isEqualTo(400);
        assertThat(alice.post(LAB, "").status()).isIn(201, 202);
        await("it is ready", LAB, "ready");

        assertThat(alice.get(LAB).json().at("/user_options/size").asText()).isEqualTo("large");
        assertThat(alice.send("PATCH", LAB, "{\"user_options\": {}}").status())
                .as("while it runs")
                .isEqualTo(400);
    }
}
