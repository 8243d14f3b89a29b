package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.contract.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every call of {@code jupyterhub-idle-culler} 2.0, with {@code --cull-users} and {@code --remove-named-servers}. */
@Timeout(180)
class CullerCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAGES = "application/jupyterhub-pagination+json";

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api culler;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.namedServers(0));
        culler = hub.api("admin", "list:users", "read:users:activity", "read:servers", "delete:servers", "admin:users");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** All people in this state, by the urls that each page gives. */
    private List<JsonNode> people(String state) {
        List<JsonNode> all = new ArrayList<>();
        String path = "/hub/api/users?state=" + state + "&limit=2";
        while (!path.isEmpty()) {
            WebClient.Answer page =
                    hub.browser().get(path, "Authorization", "token " + culler.token(), "Accept", PAGES);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.json().path("items").forEach(all::add);
            JsonNode next = page.json().path("_pagination").path("next");
            URI url = URI.create(next.path("url").asText(""));
            path = next.isNull() ? "" : url.getRawPath() + "?" + url.getRawQuery();
        }
        return all;
    }

    private List<String> names(String state) {
        return people(state).stream().map(user -> user.path("name").asText()).toList();
    }

    @Test
    void findsAndStopsServersPageByPage() throws Exception {
        assertThat(culler.get("").json().path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        for (String user : List.of("ann", "ben", "cid@example.org")) {
            run(user.replace("@", "%40"), "/server", user);
        }

        List<JsonNode> ready = people("ready");
        assertThat(ready).hasSize(3);
        assertThat(ready.get(0).path("admin").isBoolean()).isTrue();
        JsonNode server = ready.get(0).path("servers").path("");
        assertThat(server.path("name").isTextual()).isTrue();
        assertThat(server.path("ready").asBoolean()).isTrue();
        assertThat(server.path("pending").isNull()).isTrue();
        assertThat(server.path("url").asText()).isEqualTo("/user/ann/");
        assertThat(server.path("started").asText()).endsWith("Z");
        assertThat(server.path("last_activity").asText()).endsWith("Z");
        assertThat(ready.get(0).path("last_activity").isMissingNode()).isFalse();
        assertThat(ready.get(0).path("created").asText()).endsWith("Z");

        for (String user : List.of("ann", "ben", "cid%40example.org")) {
            assertThat(culler.delete("users/" + user + "/server").status()).isIn(202, 204);
        }
        Eventually.holds("all are stopped", PATIENCE, () -> names("ready").isEmpty());
    }

    private void run(String path, String server, String user) throws Exception {
        assertThat(hub.api(user).post("users/" + path + server, "").status()).isIn(201, 202);
        Eventually.holds(
                user + server + " is ready", PATIENCE, () -> names("ready").contains(user));
    }

    @Test
    void removesNamedServers() throws Exception {
        run("ann", "/servers/lab", "ann");

        Eventually.holds("the server is removed", PATIENCE, () -> {
            // It says nothing of what the body is.
            int status = hub.browser()
                    .send(
                            "DELETE",
                            "/hub/api/users/ann/servers/lab",
                            "{\"remove\": true}",
                            "Authorization",
                            "token " + culler.token())
                    .status();
            return status == 204 || status == 404;
        });
        assertThat(culler.get("users/ann?include_stopped_servers=1").json().path("servers"))
                .isEmpty();
    }

    @Test
    void deletesPeopleWhoAreGone() throws Exception {
        for (String user : List.of("ann", "ben", "cid", "dan")) {
            hub.makeUser(user);
        }
        run("dan", "/server", "dan");

        assertThat(names("inactive")).contains("ann", "ben", "cid").doesNotContain("dan");
        for (String user : List.of("ann", "ben", "cid")) {
            assertThat(culler.delete("users/" + user).status()).isEqualTo(204);
        }
        assertThat(names("inactive")).containsExactly("admin");
        assertThat(culler.delete("users/ann").status()).isEqualTo(404);
    }
}
