package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What JupyterHub's pages about its REST API teach, with the real curl, at a hub in a process of its own whose server is a
 * notebook server.
 *
 * @see <a href="https://jupyterhub.readthedocs.io/en/stable/howto/rest.html">Using JupyterHub's REST API</a>
 * @see <a href="https://jupyterhub.readthedocs.io/en/stable/tutorial/server-api.html">Starting servers with the API</a>
 */
@RequiresEngine({Engine.JUPYTER, Engine.CURL})
@Timeout(600)
class RestTutorialIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN_OF_A_SERVICE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String PAGES = "Accept: application/jupyterhub-pagination+json";

    @TempDir
    Path folder;

    private final int port = FreePort.take();
    private final int hubPort = FreePort.take();
    private HubRun hub;

    @BeforeEach
    void start() throws IOException {
        hub = new HubRun(folder, "hub", "-f", settings().toString());
        hub.awaitReady();
    }

    @AfterEach
    void end() {
        hub.close();
        HubRun.serversOf(hubPort).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void teachesWhatWorksHere() throws Exception {
        addsAndListsUsers();
        putsThemIntoGroups();
        JsonNode token = makesATokenThatEnds();
        startsAServerAndWaits(token.path("token").asText());
        usesItsKernels(token.path("token").asText());
        stopsIt();
        revokes(token);
    }

    private void addsAndListsUsers() throws Exception {
        Reply added =
                curl(TOKEN_OF_A_SERVICE, "users", "-X", "POST", "-d", "{\"usernames\": [\"ada\", \"bob\", \"eve\"]}");
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(curl(TOKEN_OF_A_SERVICE, "users/eve", "-X", "DELETE").status())
                .isEqualTo(204);

        assertThat(names(curl(TOKEN_OF_A_SERVICE, "users").json())).containsExactlyInAnyOrder("ada", "bob");
        JsonNode page = curl(TOKEN_OF_A_SERVICE, "users?limit=1", "-H", PAGES).json();
        assertThat(names(page.path("items"))).hasSize(1);
        String next = page.at("/_pagination/next/url").asText();
        JsonNode second = run("-H", "Authorization: token " + TOKEN_OF_A_SERVICE, "-H", PAGES, next)
                .json();
        assertThat(names(second.path("items"))).hasSize(1).doesNotContainAnyElementsOf(names(page.path("items")));
        assertThat(second.at("/_pagination/next").isNull()).isTrue();
        assertThat(run(api("users")).status()).as("without a token").isEqualTo(403);
    }

    private void putsThemIntoGroups() throws Exception {
        assertThat(curl(TOKEN_OF_A_SERVICE, "groups/class", "-X", "POST").status())
                .isEqualTo(201);
        JsonNode full = curl(
                        TOKEN_OF_A_SERVICE, "groups/class/users", "-X", "POST", "-d", "{\"users\": [\"ada\", \"bob\"]}")
                .json();
        assertThat(texts(full.path("users"))).containsExactlyInAnyOrder("ada", "bob");
        JsonNode left = curl(TOKEN_OF_A_SERVICE, "groups/class/users", "-X", "DELETE", "-d", "{\"users\": [\"bob\"]}")
                .json();
        assertThat(texts(left.path("users"))).containsExactly("ada");
        assertThat(texts(curl(TOKEN_OF_A_SERVICE, "users/ada").json().path("groups")))
                .containsExactly("class");
    }

    private JsonNode makesATokenThatEnds() throws Exception {
        Reply made = curl(
                TOKEN_OF_A_SERVICE,
                "users/ada/tokens",
                "-X",
                "POST",
                "-d",
                "{\"note\": \"a script\", \"expires_in\": 3600, \"scopes\":"
                        + " [\"access:servers!user\", \"read:users!user\", \"read:servers!user\"]}");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("expires_at").isNull()).isFalse();
        String token = made.json().path("token").asText();
        assertThat(curl(token, "user").json().path("name").asText()).isEqualTo("ada");
        assertThat(curl(token, "users/ada/server", "-X", "POST").status())
                .as("not among its scopes")
                .isEqualTo(403);
        assertThat(curl(token, "users/bob").status()).isEqualTo(404);
        return made.json();
    }

    private void startsAServerAndWaits(String token) throws Exception {
        Reply started = curl(TOKEN_OF_A_SERVICE, "users/ada/servers/", "-X", "POST", "-d", "{\"profile\": \"small\"}");
        assertThat(started.status()).as(started.body()).isIn(201, 202);

        Reply events = curl(token, "users/ada/server/progress", "--no-buffer", "--max-time", "120");

        assertThat(events.status()).as(events.body()).isEqualTo(200);
        List<String> lines =
                events.body().lines().filter(line -> line.startsWith("data: ")).toList();
        JsonNode last = WebClient.parse(lines.get(lines.size() - 1).substring("data: ".length()));
        assertThat(last.path("ready").asBoolean()).as(events.body()).isTrue();
        assertThat(last.path("url").asText()).isEqualTo("/user/ada/");
        JsonNode server = curl(token, "users/ada").json().at("/servers/");
        assertThat(server.path("ready").asBoolean()).isTrue();
        assertThat(server.at("/user_options/profile").asText()).isEqualTo("small");
    }

    private void usesItsKernels(String token) throws Exception {
        Reply kernel = server(token, "api/kernels", "-X", "POST");
        assertThat(kernel.status()).as(kernel.body()).isEqualTo(201);
        String id = kernel.json().path("id").asText();

        assertThat(server(token, "api/kernels").json().findValuesAsText("id")).containsExactly(id);
        assertThat(server(token, "api/kernels/" + id, "-X", "DELETE").status()).isEqualTo(204);
        assertThat(server(TOKEN_OF_A_SERVICE, "api/kernels").status())
                .as("a service that may not use servers")
                .isEqualTo(403);
        assertThat(server("nonsense", "api/kernels").status()).isEqualTo(403);
    }

    private void stopsIt() throws Exception {
        assertThat(curl(TOKEN_OF_A_SERVICE, "users/ada/servers/", "-X", "DELETE")
                        .status())
                .isIn(204, 202);
        Eventually.holds("it has stopped", PATIENCE, () -> curl(TOKEN_OF_A_SERVICE, "users/ada")
                .json()
                .path("servers")
                .isEmpty());
        assertThat(HubRun.serversOf(hubPort)).isEmpty();
    }

    private void revokes(JsonNode token) throws Exception {
        String id = token.path("id").asText();
        assertThat(curl(TOKEN_OF_A_SERVICE, "users/ada/tokens/" + id, "-X", "DELETE")
                        .status())
                .isEqualTo(204);
        assertThat(curl(token.path("token").asText(), "user").status()).isEqualTo(403);
    }

    private Reply curl(String token, String operation, String... options) throws Exception {
        return withToken(token, api(operation), options);
    }

    private Reply server(String token, String path, String... options) throws Exception {
        return withToken(token, HubRun.at(port).resolve("/user/ada/" + path).toString(), options);
    }

    private String api(String operation) {
        return HubRun.at(port).resolve("/hub/api/" + operation).toString();
    }

    private Reply withToken(String token, String url, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("-H", "Authorization: token " + token));
        words.addAll(List.of(options));
        words.add(url);
        return run(words.toArray(String[]::new));
    }

    private Reply run(String... options) throws Exception {
        Path body = folder.resolve("body");
        Files.deleteIfExists(body);
        List<String> command = new ArrayList<>(
                List.of("curl", "-q", "--silent", "--show-error", "-o", body.toString(), "-w", "%{http_code}"));
        command.addAll(List.of(options));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes());
        assertThat(curl.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(said).as("%s: %s", String.join(" ", options), hub.all()).matches("\\d{3}");
        return new Reply(Integer.parseInt(said), Files.exists(body) ? Files.readString(body) : "");
    }

    private static List<String> names(JsonNode users) {
        return users.findValuesAsText("name");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private Path settings() throws IOException {
        return Files.writeString(folder.resolve("jupyterhub_config.py"), """
                c.JupyterHub.bind_url = 'http://127.0.0.1:%d'
                c.JupyterHub.hub_bind_url = 'http://127.0.0.1:%d'
                c.JupyterHub.authenticator_class = 'dummy'
                c.DummyAuthenticator.password = '%s'
                c.Authenticator.allow_all = True
                c.JupyterHub.spawner_class = 'simple'
                c.Spawner.cmd = ['jupyterhub-singleuser', '--allow-root']
                c.Spawner.start_timeout = 120
                c.Spawner.http_timeout = 120
                c.JupyterHub.db_url = 'sqlite:///hub.sqlite'
                c.JupyterHub.services = [{'name': 'service-admin', 'api_token': '%s'}]
                c.JupyterHub.load_roles = [
                    {
                        'name': 'service-role',
                        'scopes': ['admin:users', 'admin:groups', 'servers', 'tokens'],
                        'services': ['service-admin'],
                    }
                ]
                """.formatted(
                        port, hubPort, RunningHub.PASSWORD, TOKEN_OF_A_SERVICE));
    }

    /** What curl has got. */
    private record Reply(int status, String body) {

        JsonNode json() {
            return WebClient.parse(body);
        }
    }
}
