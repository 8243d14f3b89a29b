package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.store.CryptKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations about people and groups, and about the hub itself. */
@Timeout(120)
class PeopleApiTest {

    private static final String PAGES = "application/jupyterhub-pagination+json";
    private static final Role REGISTRAR =
            new Role("registrar", "", Set.of("admin:users"), Set.of("registrar"), Set.of(), Set.of());
    private static final Role TEACHER = new Role(
            "teacher",
            "",
            Set.of("list:users!group=class", "read:users!group=class"),
            Set.of("teacher"),
            Set.of(),
            Set.of());

    @TempDir
    Path folder;

    private final CompletableFuture<Optional<Boolean>> end = new CompletableFuture<>();
    private WholeHub hub;
    private WholeHub.Api admin;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.roles(List.of(REGISTRAR, TEACHER), ScopeTree.standard())
                .groups(Map.of("class", List.of("bob", "carol")))
                .whenAskedToEnd((asked, servers) -> end.complete(servers))
                .slowTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30)));
        admin = hub.api("admin");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void spellsANameAsALoginWould() {
        assertThat(admin.post("users/Zed@X", "").json().path("name").asText()).isEqualTo("zed@x");
        assertThat(admin.post("users/zed@x", "").status()).isEqualTo(409);
        assertThat(admin.post("users/ZED%40x", "").status()).isEqualTo(409);
    }

    @Test
    void makesManyUsersAtOnce() {
        WebClient.Answer made = admin.post("users", "{\"usernames\": [\" Zed@X \", \"anna\", \"bob\"]}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(names(made.json())).containsExactly("zed@x", "anna");
        assertThat(admin.get("users/zed%40x").json().path("created").asText()).endsWith("Z");
        assertThat(admin.post("users", "{\"usernames\": [\"ANNA\", \"bob\"]}").status())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"usernames\": []}",
                "{}",
                "{\"usernames\": [\"a/b\"]}",
                "{\"usernames\": [\" \"]}",
                "{\"usernames\": \"x\"}",
                "{\"usernames\": [7]}",
                "{\"usernames\": [\"x\"], \"admin\": \"yes\"}",
                "{\"usernames\": [\"x\"], \"colour\": \"red\"}",
                "[]",
                "{"
            })
    void makesNobodyOfWhatItDoesNotUnderstand(String body) {
        assertThat(admin.post("users", body).status()).isEqualTo(400);
        assertThat(names(admin.get("users").json())).containsExactlyInAnyOrder("admin", "bob", "carol");
    }

    @Test
    void listsInPages() {
        admin.post("users", "{\"usernames\": [\"u1\", \"u2\", \"u3\", \"u4\"]}");

        WebClient.Answer bare = admin.get("users?limit=2&sort=name");
        assertThat(names(bare.json())).containsExactly("admin", "bob");

        List<String> all = new ArrayList<>();
        String next = "/hub/api/users?sort=name&limit=3";
        while (!next.isEmpty()) {
            WebClient.Answer page =
                    admin.client().get(next, "Authorization", "token " + admin.token(), "Accept", PAGES);
            assertThat(page.header("content-type")).contains(PAGES);
            all.addAll(names(page.json().path("items")));
            JsonNode paging = page.json().path("_pagination");
            assertThat(paging.path("total").asInt()).isEqualTo(7);
            String url = paging.path("next").path("url").asText("");
            assertThat(url.isEmpty() || url.startsWith(hub.hub.url().toString()))
                    .isTrue();
            next = url.replace(hub.hub.url().toString(), "/");
        }
        assertThat(all).containsExactly("admin", "bob", "carol", "u1", "u2", "u3", "u4");
        assertThat(names(admin.get("users?offset=5&sort=-name").json())).containsExactly("bob", "admin");
        assertThat(names(admin.get("users?name_filter=U").json())).containsExactly("u1", "u2", "u3", "u4");
        assertThat(admin.get("users?offset=99").json()).isEmpty();
    }

    @Test
    void leadsOnAtTheAddressThatWasAsked() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.publicUrl(URI.create("https://hub.example.org/")));
        admin = hub.api("admin");
        hub.makeUser("bob");
        String next = "hub/api/users?offset=1&limit=1";

        assertThat(admin.client()
                        .get("/hub/api/users?limit=1", "Authorization", "token " + admin.token(), "Accept", PAGES)
                        .json()
                        .at("/_pagination/next/url")
                        .asText())
                .as("inside")
                .isEqualTo(hub.hub.url().resolve(next).toString());
        assertThat(askedAtThePublicUrl("/hub/api/users?limit=1"))
                .contains("\"url\":\"https://hub.example.org/" + next + "\"");
    }

    /** What comes by way of the server that ends TLS there. */
    private String askedAtThePublicUrl(String path) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), hub.hub.url().getPort())) {
            String request = String.join(
                    "\r\n",
                    "GET " + path + " HTTP/1.1",
                    "Host: hub.example.org",
                    "X-Forwarded-Proto: https",
                    "Authorization: token " + admin.token(),
                    "Accept: " + PAGES,
                    "Connection: close",
                    "",
                    "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=x", "offset=1.5", "sort=colour", "sort=--name", "state=asleep"})
    void refusesListsThatItDoesNotUnderstand(String query) {
        assertThat(admin.get("users?" + query).status()).isEqualTo(400);
    }

    @Test
    void listsByTheStateOfServers() {
        assertThat(admin.post("users/bob/server", "").status()).isEqualTo(201);

        assertThat(names(admin.get("users?state=ready").json())).containsExactly("bob");
        assertThat(names(admin.get("users?state=active").json())).containsExactly("bob");
        assertThat(names(admin.get("users?state=inactive").json())).containsExactlyInAnyOrder("admin", "carol");
        JsonNode server =
                admin.get("users?state=ready").json().path(0).path("servers").path("");
        assertThat(server.path("ready").asBoolean()).isTrue();
        assertThat(server.has("state")).isTrue();
        assertThat(server.path("url").asText()).isEqualTo("/user/bob/");
        admin.delete("users/bob/server");
        assertThat(admin.get("users/bob").json().path("servers")).isEmpty();
        assertThat(admin.get("users/bob?include_stopped_servers=1").json().path("servers"))
                .hasSize(1);
    }

    @Test
    void listsForATeacherTheClassAlone() throws Exception {
        WholeHub.Api teacher = hub.api("teacher");

        assertThat(names(teacher.get("users?sort=name").json())).containsExactly("bob", "carol");
        assertThat(teacher.get("users/bob").json().path("groups").path(0).asText())
                .isEqualTo("class");
        assertThat(teacher.get("users/bob").json().has("servers")).isFalse();
        assertThat(teacher.get("users/admin").status()).isEqualTo(404);
    }

    /** Nobody is in such a filter, which is a mistake of whoever made the token. */
    @ParameterizedTest
    @CsvSource({
        "users, list:users!server=admin/",
        "users, list:users!service=x",
        "groups, list:groups!user=admin",
        "groups, list:groups!server=admin/"
    })
    void refusesAListToAFilterThatIsNotAboutIt(String operation, String scope) throws Exception {
        WebClient.Answer answer = hub.api("admin", scope).get(operation);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("message").asText()).contains(scope.split("!")[0]);
    }

    @Test
    void makesAUserWithWhatTheAuthenticatorKeeps() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.cryptKeys(CryptKeys.parse("ab".repeat(32))));
        admin = hub.api("admin");

        WebClient.Answer made =
                admin.post("users/dave", "{\"name\": \"Dave\", \"admin\": true, \"auth_state\": {\"token\": \"t\"}}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("admin").asBoolean()).isTrue();
        assertThat(made.json().path("auth_state").path("token").asText()).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"eve\"} | name",
                "{\"name\": 7} | name",
                "{\"auth_state\": \"x\"} | auth_state",
                "{\"groups\": [\"class\"]} | groups",
                "{\"roles\": [\"admin\"]} | roles",
                "{\"colour\": \"red\"} | colour"
            })
    void makesNoUserByFieldsThatItWouldPassOver(String body, String field) {
        WebClient.Answer refused = admin.post("users/dave", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asText()).containsIgnoringCase(field);
        assertThat(admin.get("users/dave").status()).isEqualTo(404);
    }

    @Test
    void takesAnAddressInAPathAsItIs() {
        String ada = "users/ada@example.org";

        assertThat(admin.post(ada, "").json().path("name").asText()).isEqualTo("ada@example.org");
        assertThat(admin.get(ada).status()).isEqualTo(200);
        assertThat(admin.post(ada + "/server", "").status()).isEqualTo(201);
        assertThat(admin.post(ada + "/activity", "{\"last_activity\": \"2026-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.get(ada + "/tokens").json().path("api_tokens").size()).isEqualTo(1);
        assertThat(admin.get("shares/ada@example.org/").status()).isEqualTo(200);
        assertThat(admin.delete(ada + "/server").status()).isEqualTo(204);
        assertThat(admin.delete(ada).status()).isEqualTo(204);
        assertThat(admin.get("users/ada%40example.org").status()).isEqualTo(404);
    }

    @Test
    void letsAdministratorsAloneMakeAndTouchAdministrators() throws Exception {
        WholeHub.Api registrar = hub.api("registrar");

        assertThat(registrar.post("users/dave", "").status()).isEqualTo(201);
        assertThat(registrar.post("users/eve", "{\"admin\": true}").status()).isEqualTo(403);
        assertThat(registrar
                        .post("users", "{\"usernames\": [\"eve\"], \"admin\": true}")
                        .status())
                .isEqualTo(403);
        assertThat(registrar.send("PATCH", "users/dave", "{\"admin\": true}").status())
                .isEqualTo(403);
        assertThat(registrar
                        .send("PATCH", "users/admin", "{\"name\": \"root\"}")
                        .status())
                .isEqualTo(403);
        assertThat(registrar.delete("users/admin").status()).isEqualTo(403);
        assertThat(registrar.delete("users/dave").status()).isEqualTo(204);
        assertThat(admin.post("users/eve", "{\"admin\": true}").json().path("roles"))
                .extracting(JsonNode::asText)
                .containsExactly("admin", "user");
        assertThat(admin.delete("users/admin").status()).isEqualTo(400);
    }

    @Test
    void givesAnotherName() throws Exception {
        WholeHub.Api bob = hub.api("bob");

        WebClient.Answer changed = admin.send("PATCH", "users/bob", "{\"name\": \"Robert\"}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("name").asText()).isEqualTo("robert");
        assertThat(changed.json().path("groups").path(0).asText()).isEqualTo("class");
        assertThat(bob.get("user").json().path("name").asText()).isEqualTo("robert");
        assertThat(admin.get("users/bob").status()).isEqualTo(404);
        assertThat(admin.send("PATCH", "users/robert", "{\"name\": \"carol\"}").status())
                .isEqualTo(400);
        assertThat(admin.send("PATCH", "users/robert", "{\"name\": \"a/b\"}").status())
                .isEqualTo(400);
        assertThat(admin.send("PATCH", "users/robert", "{\"roles\": [\"admin\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.post("users/robert/server", "").status()).isEqualTo(201);
        assertThat(admin.send("PATCH", "users/robert", "{\"name\": \"bob\"}").status())
                .isEqualTo(400);
    }

    @Test
    void deletesWithEverything() throws Exception {
        WholeHub.Api bob = hub.api("bob");
        WebClient browser = hub.browserOf("bob");
        assertThat(bob.post("users/bob/server", "").status()).isEqualTo(201);

        assertThat(admin.delete("users/bob").status()).isEqualTo(204);

        assertThat(bob.get("user").status()).isEqualTo(403);
        assertThat(browser.get("/hub/home").location()).isPresent();
        assertThat(hub.store.servers().active()).isEmpty();
        assertThat(hub.store.groups().members("class")).containsExactly("carol");
    }

    @Test
    void keepsAuthStateFromAllButThoseWhoMaySeeIt() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.cryptKeys(CryptKeys.parse("ab".repeat(32))));
        admin = hub.api("admin");
        hub.hub.users().update("bob", known -> known.orElseThrow().withAuthState(Opaque.of(1, Map.of("token", "t0p"))));

        assertThat(admin.get("users/bob")
                        .json()
                        .path("auth_state")
                        .path("token")
                        .asText())
                .isEqualTo("t0p");
        assertThat(hub.api("bob").get("users/bob").body()).doesNotContain("t0p");
        assertThat(admin.get("users").body()).doesNotContain("t0p");
        WebClient.Answer changed =
                admin.send("PATCH", "users/bob", "{\"name\": \"bert\", \"auth_state\": {\"token\": \"new\"}}");
        assertThat(changed.json().path("auth_state").path("token").asText()).isEqualTo("new");
        assertThat(hub.hub.users().find("bert").map(UserRecord::authState))
                .contains(Opaque.of(1, Map.of("token", "new")));
    }

    @Test
    void tellsServersWhatToCallSomebody() throws Exception {
        hub.close();
        hub = new WholeHub(
                folder,
                builder -> builder.authenticator(
                        request -> AuthResult.granted(
                                Identity.of(request.username()).withDisplayName("Ada \u00C9. Lovelace")),
                        WholeHub.rules().build()));
        admin = hub.api("admin");
        hub.browserOf("ada");
        JsonNode shown =
                WebClient.parse("{\"name\": \"Ada \u00C9. Lovelace\", \"display_name\": \"Ada \u00C9. Lovelace\"}");

        assertThat(hub.api("ada", "users:activity!user").get("user").json().path("user_info"))
                .isEqualTo(shown);
        assertThat(admin.get("users/ada").json().path("user_info")).isEqualTo(shown);
        assertThat(admin.get("users/admin").json().path("user_info").isNull()).isTrue();
        assertThat(hub.api("admin", "read:users:activity").get("users/ada").body())
                .doesNotContain("Lovelace");
        assertThat(admin.get("users").body()).doesNotContain("Lovelace");
    }

    @Test
    void managesGroups() {
        assertThat(admin.post("groups/lab", "{\"users\": [\"bob\"], \"properties\": {\"room\": 7}}")
                        .status())
                .isEqualTo(201);
        assertThat(admin.get("groups/lab")
                        .json()
                        .path("properties")
                        .path("room")
                        .asInt())
                .isEqualTo(7);
        assertThat(names(admin.get("groups").json())).containsExactly("class", "lab");
        assertThat(admin.post("groups/lab/users", "{\"users\": [\"carol\"]}")
                        .json()
                        .path("users"))
                .extracting(JsonNode::asText)
                .containsExactly("bob", "carol");
        assertThat(admin.delete("groups/lab/users", "{\"users\": [\"bob\"]}")
                        .json()
                        .path("users"))
                .extracting(JsonNode::asText)
                .containsExactly("carol");
        assertThat(admin.send("PUT", "groups/lab/properties", "{\"floor\": 1}")
                        .json()
                        .path("properties"))
                .hasToString("{\"floor\":1}");
        assertThat(admin.post("groups/lab/users", "{\"users\": [\"nobody\"]}").status())
                .isEqualTo(400);
        assertThat(admin.post("groups/lab/users", "{}").status()).isEqualTo(400);
        assertThat(admin.post("groups", "{\"groups\": [\"lab\", \"new\"]}").status())
                .isEqualTo(409);
        assertThat(admin.get("groups/new").status()).isEqualTo(404);
        assertThat(admin.delete("groups/lab").status()).isEqualTo(204);
        assertThat(admin.get("users/carol").json().path("groups")).hasSize(1);
    }

    @Test
    void leavesGroupsOfAnAuthenticatorAlone() throws Exception {
        hub.close();
        hub = new WholeHub(
                folder,
                builder -> builder.authenticator(
                        request -> dev.hubwright.api.auth.AuthResult.denied(
                                dev.hubwright.api.auth.DenialReason.BAD_CREDENTIALS),
                        WholeHub.rules().manageGroups(true).build()));
        admin = hub.api("admin");

        assertThat(admin.post("groups/lab", "").status()).isEqualTo(400);
        assertThat(admin.post("groups/class/users", "{\"users\": [\"admin\"]}").status())
                .isEqualTo(400);
        assertThat(admin.delete("groups/class").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"bob, correct horse, 201", "bob, wrong, 403", "carol, correct horse, 404", "mallory, correct horse, 403"
    })
    void makesATokenForAPassword(String name, String password, int status) {
        WebClient.Answer answer = hub.browser()
                .json(
                        "POST",
                        "/hub/api/users/bob/tokens",
                        "{\"auth\": {\"username\": \"" + name + "\", \"password\": \"" + password + "\"}}");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain(password);
        if (status == 201) {
            String token = answer.json().path("token").asText();
            assertThat(new WholeHub.Api(hub.browser(), token)
                            .get("user")
                            .json()
                            .path("name")
                            .asText())
                    .isEqualTo("bob");
        }
    }

    @Test
    void tellsWhatItIs() {
        JsonNode info = admin.get("info").json();

        assertThat(info.path("spawner").path("class").asText()).contains("LittleServers");
        assertThat(admin.get("openapi.yaml").body())
                .startsWith("# The operations")
                .contains("/users/{user}:");
    }

    @Test
    void showsTheRoutesOfTheProxy() {
        admin.post("users/bob/server", "");

        JsonNode routes = admin.get("proxy").json();
        assertThat(routes.path("/user/bob/").path("data").path("user").asText()).isEqualTo("bob");
        JsonNode page = admin.client()
                .get("/hub/api/proxy?limit=1", "Authorization", "token " + admin.token(), "Accept", PAGES)
                .json();
        assertThat(page.path("items").isObject()).isTrue();
        assertThat(page.path("_pagination").path("total").asInt()).isEqualTo(2);
        assertThat(page.path("_pagination").path("next").path("offset").asInt()).isEqualTo(1);
    }

    @Test
    void endsWhenAskedTo() throws Exception {
        assertThat(admin.post("shutdown", "{\"proxy\": true, \"servers\": true}")
                        .status())
                .isEqualTo(202);

        assertThat(end.get(60, TimeUnit.SECONDS)).contains(true);
    }

    @Test
    void endsByItself(@TempDir Path other) throws Exception {
        try (WholeHub ending = new WholeHub(other)) {
            WholeHub.Api api = ending.api("admin");
            assertThat(api.post("users/admin/server", "").status()).isIn(201, 202);
            assertThat(api.post("shutdown", "{\"servers\": true}").status()).isEqualTo(202);
            Eventually.holds(
                    "no server runs",
                    Duration.ofSeconds(60),
                    () -> ending.store.servers().active().isEmpty());
        }
    }

    @Test
    void tellsWhoseATokenIs() throws Exception {
        WholeHub.Api bob = hub.api("bob");

        assertThat(admin.get("authorizations/token/" + bob.token())
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("bob");
    }

    @Test
    void answersWhatAnIdleCullerAsks() {
        admin.post("users", "{\"usernames\": [\"ada@example.org\"]}");
        assertThat(admin.post("users/ada%40example.org/server", "").status()).isEqualTo(201);
        JsonNode made = admin.post(
                        "users/admin/tokens",
                        "{\"scopes\": [\"list:users\", \"read:users:activity\", \"read:servers\", \"delete:servers\"]}")
                .json();
        WholeHub.Api culler = new WholeHub.Api(hub.browser(), made.path("token").asText());

        JsonNode page = culler.client()
                .get("/hub/api/users?state=ready", "Authorization", "token " + culler.token(), "Accept", PAGES)
                .json();

        assertThat(culler.get("").json().path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(names(page.path("items"))).containsExactly("ada@example.org");
        JsonNode server = page.path("items").path(0).path("servers").path("");
        assertThat(server.path("started").asText()).endsWith("Z");
        assertThat(server.has("last_activity")).isTrue();
        assertThat(server.has("state")).isFalse();
        assertThat(culler.delete("users/ada%40example.org/server").status()).isEqualTo(204);
        assertThat(culler.delete("users/ada%40example.org").status()).isEqualTo(403);
    }

    private static List<String> names(JsonNode models) {
        List<String> names = new ArrayList<>();
        models.forEach(model -> names.add(model.path("name").asText()));
        return names;
    }
}
