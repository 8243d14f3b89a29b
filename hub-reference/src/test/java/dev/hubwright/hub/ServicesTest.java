package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs beside the hub: those that it starts and those that it does not. */
@Timeout(120)
class ServicesTest {

    private static final String TOKEN = "token-of-the-grader";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void knowsAServiceByItsToken() throws Exception {
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(grader().build()))
                .serviceTokens(Map.of(Secret.of("another-token"), "grader", Secret.of("token-of-more"), "more")))) {
            var who = api(hub, TOKEN).get("user").json();

            assertThat(who.path("kind").asText()).isEqualTo("service");
            assertThat(who.path("name").asText()).isEqualTo("grader");
            assertThat(who.path("admin").asBoolean()).isFalse();
            assertThat(who.path("scopes").size()).isZero();
            assertThat(api(hub, "another-token").get("user").json().path("name").asText())
                    .isEqualTo("grader");
            assertThat(api(hub, "token-of-more").get("user").json().path("name").asText())
                    .isEqualTo("more");
            assertThat(api(hub, TOKEN + "x").get("user").status()).isEqualTo(403);
        }
    }

    @Test
    void letsAServiceDoNothingUnlessItIsAnAdministrator() throws Exception {
        ServiceDefinition boss = ServiceDefinition.builder("boss")
                .apiToken(Secret.of("token-of-the-boss"))
                .admin(true)
                .build();
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(grader().build(), boss)))) {
            hub.makeUser("alice");
            hub.makeUser("grader");

            assertThat(api(hub, TOKEN).get("users/alice").status()).isEqualTo(403);
            assertThat(api(hub, TOKEN).get("users/grader").status())
                    .as("a person of the same name is somebody else")
                    .isEqualTo(403);
            assertThat(api(hub, TOKEN).post("users/grader/tokens", "").status()).isEqualTo(403);
            assertThat(api(hub, "token-of-the-boss").get("users/alice").status())
                    .isEqualTo(200);
            assertThat(api(hub, "token-of-the-boss")
                            .post("users/alice/server", "")
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void letsAServiceDoWhatItsRolesSay() throws Exception {
        Role role = new Role(
                "graders",
                "",
                Set.of("read:users:name!user=alice", "delete:servers", "access:services!service"),
                Set.of(),
                Set.of(),
                Set.of("grader"));
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(grader().build()))
                .roles(List.of(role), ScopeTree.standard()))) {
            hub.makeUser("alice");
            hub.makeUser("bob");
            hub.api("bob").post("users/bob/server", "");
            WholeHub.Api grader = api(hub, TOKEN);

            assertThat(grader.get("user").json().path("scopes").toString())
                    .contains("access:services!service=grader", "delete:servers")
                    .doesNotContain("servers!user");
            assertThat(grader.get("users/alice").status()).isEqualTo(200);
            assertThat(grader.get("users/bob").status()).isEqualTo(404);
            assertThat(grader.delete("users/bob/server").status()).isEqualTo(204);
            assertThat(grader.post("users/bob/server", "").status()).isEqualTo(403);
            assertThat(grader.get("shares/alice").status()).isEqualTo(403);
        }
    }

    @Test
    void hasNoPagesForServices() throws Exception {
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(grader().build())))) {
            String[] header = {"Authorization", "token " + TOKEN};

            assertThat(hub.browser().get("/hub/home", header).location()).isPresent();
            assertThat(hub.browser().get("/hub/user/grader/lab", header).status())
                    .isEqualTo(404);
            assertThat(api(hub, TOKEN)
                            .post("upstream-token", "{\"resource\": \"x\"}")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void refusesAWishForATokenThatItWouldPassOver() throws Exception {
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(grader().build())))) {
            WebClient.Answer refused =
                    api(hub, TOKEN).post("upstream-token", "{\"resource\": \"x\", \"scope\": \"mail\"}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("message").asText()).contains("scope");
            assertThat(api(hub, TOKEN)
                            .post("upstream-token", "{\"resource\": [\"x\"]}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void leadsToAService() throws Exception {
        HttpServer elsewhere = elsewhere();
        URI url = URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort());
        try (WholeHub hub = new WholeHub(
                folder,
                builder -> builder.services(List.of(
                        grader().url(url).build(),
                        ServiceDefinition.builder("plain").url(url).build(),
                        ServiceDefinition.builder("unlisted")
                                .url(url)
                                .display(false)
                                .build())))) {
            assertThat(hub.browser().get("/services/grader/x?y=%20").body()).isEqualTo("/services/grader/x?y=%20");
            WebClient admin = hub.browserOf("admin");
            assertThat(admin.get("/hub/home").body())
                    .contains("<a href=\"/services/grader/\">grader</a>", "href=\"/services/plain/\"")
                    .doesNotContain("unlisted");
            assertThat(hub.browserOf("alice").get("/hub/home").body())
                    .as("what asks who they are is for those alone who may use it")
                    .contains("href=\"/services/plain/\"")
                    .doesNotContain("grader");
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void listsServicesForThoseWhoMaySeeThem() throws Exception {
        ServiceDefinition grader = grader().url(URI.create("http://127.0.0.1:8181"))
                .info(Map.of("course", 101))
                .build();
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.services(List.of(grader, ServiceDefinition.named("other"))))) {
            var all = hub.api("admin").get("services").json();

            assertThat(all.fieldNames()).toIterable().containsExactly("grader", "other");
            assertThat(all.path("grader")).isEqualTo(WebClient.parse("""
                    {"kind": "service", "name": "grader", "admin": false, "url": "http://127.0.0.1:8181",
                     "prefix": "/services/grader/", "command": [], "pid": 0, "info": {"course": 101}, "display": true, "roles": []}
                    """));
            assertThat(hub.api("admin").get("services/grader").json()).isEqualTo(all.path("grader"));
            assertThat(hub.api("admin", "list:services").get("services").body()).doesNotContain("8181");
            assertThat(hub.api("admin", "list:services").get("services/other").json())
                    .isEqualTo(WebClient.parse("{\"kind\": \"service\", \"name\": \"other\", \"admin\": false}"));
            assertThat(hub.api("admin", "read:services!service=other")
                            .get("services/grader")
                            .status())
                    .isEqualTo(404);
            assertThat(hub.api("admin", "read:services!service=other")
                            .get("services/other")
                            .status())
                    .isEqualTo(200);
            assertThat(hub.api("admin").get("services/nobody").status()).isEqualTo(404);
            assertThat(hub.api("alice").get("services").status()).isEqualTo(403);
            assertThat(hub.api("alice").get("services/grader").status()).isEqualTo(403);
            assertThat(hub.browser().get("/hub/api/services").status()).isEqualTo(403);
        }
    }

    @Test
    void startsAServiceWithWhatItNeedsToKnow() throws Exception {
        Path told = folder.resolve("told");
        ServiceDefinition cull = ServiceDefinition.builder("cull")
                .url(URI.create("http://127.0.0.1:10101"))
                .command(List.of(
                        "sh", "-c", "env > " + told + ".part; mv " + told + ".part " + told + "; exec sleep 600"))
                .environment(Map.of("MINE", "yes", "JUPYTERHUB_API_TOKEN", "not-mine"))
                .oauthClientAllowedScopes(List.of("read:users!user"))
                .admin(true)
                .build();
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(cull)))) {
            Eventually.holds("the service runs", PATIENCE, () -> Files.exists(told));
            Map<String, String> variables = variables(told);

            assertThat(variables)
                    .containsEntry("JUPYTERHUB_SERVICE_NAME", "cull")
                    .containsEntry("JUPYTERHUB_SERVICE_PREFIX", "/services/cull/")
                    .containsEntry("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:10101")
                    .containsEntry("JUPYTERHUB_CLIENT_ID", "service-cull")
                    .containsEntry("JUPYTERHUB_OAUTH_CALLBACK_URL", "/services/cull/oauth_callback")
                    .containsEntry(
                            "JUPYTERHUB_OAUTH_ACCESS_SCOPES", "[\"access:services\",\"access:services!service=cull\"]")
                    .containsEntry("JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES", "[\"read:users!user\"]")
                    .containsEntry("JUPYTERHUB_BASE_URL", "/")
                    .containsEntry("MINE", "yes")
                    .doesNotContainKey("JUPYTERHUB_ACTIVITY_URL");
            String token = variables.get("JUPYTERHUB_API_TOKEN");
            assertThat(variables.get("JUPYTERHUB_API_URL"))
                    .startsWith("http://127.0.0.1:")
                    .endsWith("/hub/api");
            assertThat(api(hub, token).get("user").json().path("name").asText()).isEqualTo("cull");
            assertThat(hub.api("admin").get("services/cull").json().path("pid").asLong())
                    .isPositive();
        }
    }

    @Test
    void startsAServiceAgainThatHasEndedAndEndsItWithTheHub() throws Exception {
        ServiceDefinition sleeper = ServiceDefinition.builder("sleeper")
                .command(List.of("sh", "-c", "sleep 600; exit 1"))
                .build();
        ProcessHandle second;
        List<ProcessHandle> family;
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(sleeper)))) {
            ProcessHandle first = await(hub, 0);

            first.destroyForcibly();

            second = await(hub, first.pid());
            ProcessHandle shell = second;
            Eventually.holds(
                    "it has a child", PATIENCE, () -> shell.descendants().count() > 0);
            family = new ArrayList<>(second.descendants().toList());
        }
        family.add(second);
        Eventually.holds("all are gone", PATIENCE, () -> family.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static ProcessHandle await(WholeHub hub, long notThis) throws Exception {
        WholeHub.Api admin = hub.api("admin");
        long[] pid = {0};
        Eventually.holds("it runs", PATIENCE, () -> {
            pid[0] = admin.get("services/sleeper").json().path("pid").asLong();
            return pid[0] > 0 && pid[0] != notThis;
        });
        return ProcessHandle.of(pid[0]).orElseThrow();
    }

    @Test
    void refusesToStartWithAServiceThatCannotBeStarted() {
        List<ServiceDefinition> services = List.of(
                ServiceDefinition.builder("a")
                        .command(List.of("no-such-program"))
                        .build(),
                ServiceDefinition.builder("b")
                        .command(List.of("sh"))
                        .cwd(Path.of("/no/such/folder"))
                        .build(),
                ServiceDefinition.builder("c")
                        .command(List.of("sh"))
                        .user("nobody-of-this-name")
                        .build());

        assertThatThrownBy(() -> new WholeHub(folder, builder -> builder.services(services)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("JupyterHub.services[a].command")
                .hasMessageContaining("JupyterHub.services[b].cwd")
                .hasMessageContaining("JupyterHub.services[c].user");
    }

    @Test
    void forgetsTheClientsOfServicesThatAreNoMore() throws Exception {
        ServiceDefinition grader =
                grader().url(URI.create("http://127.0.0.1:8181")).build();
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(grader)))) {
            assertThat(hub.store.oauthClients().find("service-grader")).isPresent();
            hub.makeUser("alice");
            hub.addToken("alice", "service-grader", Optional.empty(), "read:users!user");
        }
        try (WholeHub hub = new WholeHub(folder)) {
            assertThat(hub.store.oauthClients().find("service-grader")).isEmpty();
            assertThat(hub.store.tokens().ofUser("alice")).isEmpty();
        }
    }

    @Test
    void givesPeopleTheTokensOfTheSettingsAsLongAsTheyStandThere() throws Exception {
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.apiTokens(Map.of(Secret.of("token-of-alice"), "alice")))) {
            assertThat(api(hub, "token-of-alice")
                            .get("user")
                            .json()
                            .path("name")
                            .asText())
                    .isEqualTo("alice");
        }
        try (WholeHub hub = new WholeHub(folder)) {
            assertThat(api(hub, "token-of-alice").get("user").status()).isEqualTo(403);
            assertThat(hub.store.users().find("alice")).isPresent();
        }
    }

    @Test
    void makesAdministratorsOfTheSettingsWhatTheyAreBeforeTheyLogIn() throws Exception {
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.apiTokens(Map.of(Secret.of("token-of-admin"), " Admin")))) {
            assertThat(api(hub, "token-of-admin").get("users").status()).isEqualTo(200);
            assertThat(api(hub, "token-of-admin")
                            .get("user")
                            .json()
                            .path("admin")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void refusesATokenOfNobodysName() {
        assertThatThrownBy(() ->
                        new WholeHub(folder, builder -> builder.apiTokens(Map.of(Secret.of("token-of-none"), "a/b"))))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("JupyterHub.api_tokens")
                .hasMessageContaining("\"a/b\"")
                .hasMessageNotContaining("token-of-none");
    }

    private static ServiceDefinition.Builder grader() {
        return ServiceDefinition.builder("grader").apiToken(Secret.of(TOKEN));
    }

    private static WholeHub.Api api(WholeHub hub, String token) {
        return new WholeHub.Api(hub.browser(), token);
    }

    private static Map<String, String> variables(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> other));
    }

    /** Answers with the address that it was asked by. */
    private static HttpServer elsewhere() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().toString().getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
