package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.settings.HubConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change while a hub runs. */
@Timeout(120)
class ReloadTest {

    private static final String TOKEN_OF_ALICE = "token-of-alice";
    private static final String TOKEN_OF_THE_GRADER = "token-of-the-grader";

    @TempDir
    Path folder;

    private volatile RawSettings raw = RawSettings.empty();
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        write("JupyterHub", "bind_url", "http://127.0.0.1:0");
        write("JupyterHub", "hub_bind_url", "http://127.0.0.1:0");
        write("JupyterHub", "authenticator_class", "demo");
        write("JupyterHub", "spawner_class", "simple");
        write("JupyterHub", "db_url", "sqlite:///" + folder.resolve("hub.sqlite"));
        write("JupyterHub", "data_folder", folder.toString());
        write("DemoAuthenticator", "password", RunningHub.PASSWORD);
        write("DemoAuthenticator", "allow_all", false);
        write("Authenticator", "allowed_users", List.of("alice"));
        write("Authenticator", "admin_users", List.of("chief"));
        hub = Hub.builder(resolve(), Map.of()).reloadFrom(this::resolve).start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void takesOverWhoMayComeIn() throws Exception {
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);

        write("Authenticator", "allowed_users", List.of("alice", "bob"));
        Reloading.Outcome outcome = hub.reload();

        assertThat(outcome.takenOver()).containsExactly("Authenticator.allowed_users");
        assertThat(outcome.needRestart()).isEmpty();
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(302);

        write("Authenticator", "blocked_users", List.of("bob"));
        assertThat(hub.reload().takenOver()).containsExactly("Authenticator.blocked_users");
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);
        assertThat(hub.reload().takenOver()).isEmpty();
    }

    @Test
    void takesOverTemplates() throws Exception {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.writeString(templates.resolve("login.html"), "Welcome one");
        write("JupyterHub", "template_paths", List.of(templates.toString()));
        assertThat(hub.reload().takenOver()).containsExactly("JupyterHub.template_paths");
        assertThat(new WebClient(hub.url()).get("/hub/login").body()).isEqualTo("Welcome one");

        Files.writeString(templates.resolve("login.html"), "Welcome two");
        assertThat(hub.reload().takenOver()).isEmpty();
        assertThat(new WebClient(hub.url()).get("/hub/login").body()).isEqualTo("Welcome two");

        Files.writeString(templates.resolve("login.html"), "{% if %}");
        write("Authenticator", "allowed_users", List.of("alice", "bob"));
        assertThatThrownBy(hub::reload).isInstanceOf(InvalidSettings.class).hasMessageContaining("login.html, line 1");
        assertThat(new WebClient(hub.url()).get("/hub/login").body()).isEqualTo("Welcome two");
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);
    }

    @Test
    void takesOverGroups() throws Exception {
        write("JupyterHub", "load_groups", Map.of("staff", List.of("alice")));

        assertThat(hub.reload().takenOver()).containsExactly("JupyterHub.load_groups");
        assertThat(hub.users().find("alice").orElseThrow().groups()).contains("staff");
    }

    @Test
    void callsPeopleOfGroupsAndRolesAsAtALogin() throws Exception {
        write("JupyterHub", "load_groups", Map.of("staff", List.of("Alice")));
        write("JupyterHub", "load_roles", List.of(Map.of("name", "admin", "users", List.of(" EVE"))));

        hub.reload();

        assertThat(hub.users().find("alice").orElseThrow().groups()).contains("staff");
        assertThat(hub.users().find("eve").orElseThrow().admin()).isTrue();
        assertThat(hub.users().all()).extracting(UserRecord::name).doesNotContain("Alice", " EVE");
    }

    @Test
    void knowsThoseStillWhoAreOlderThanThePattern() throws Exception {
        hub.close();
        write("Authenticator", "username_pattern", "[b-z]+");
        hub = Hub.builder(resolve(), Map.of()).reloadFrom(this::resolve).start();
        write("JupyterHub", "load_groups", Map.of("staff", List.of("Alice")));

        hub.reload();

        assertThat(hub.users().find("alice").orElseThrow().groups()).contains("staff");
    }

    @Test
    void changesNothingWhereNobodyCanHaveAName() throws Exception {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.writeString(templates.resolve("login.html"), "Welcome one");
        write("JupyterHub", "template_paths", List.of(templates.toString()));
        write("Authenticator", "allowed_users", List.of("bob"));
        write("JupyterHub", "load_groups", Map.of("staff", List.of("alice", "a/b")));
        write("JupyterHub", "load_roles", List.of(Map.of("name", "admin", "users", List.of("c/d"))));

        assertThatThrownBy(hub::reload)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("JupyterHub.load_groups[staff] has \"a/b\"")
                .hasMessageContaining("JupyterHub.load_roles[admin].users has \"c/d\"");
        assertThat(hub.users().find("bob")).isEmpty();
        assertThat(hub.users().find("alice").orElseThrow().groups()).isEmpty();
        assertThat(new WebClient(hub.url()).get("/hub/login").body()).doesNotContain("Welcome one");
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);
        assertThat(new WebClient(hub.url()).logIn("alice").status()).isEqualTo(302);
    }

    @Test
    void makesAdministratorsOfThoseWhoAreNamedNow() throws Exception {
        write("Authenticator", "admin_users", List.of("eve"));

        assertThat(hub.reload().takenOver()).containsExactly("Authenticator.admin_users");
        assertThat(hub.users().find("eve").orElseThrow().admin()).isTrue();
    }

    @Test
    void takesOverRoles() throws Exception {
        hub.close();
        write("JupyterHub", "services", List.of(Map.of("name", "grader", "api_token", TOKEN_OF_THE_GRADER)));
        write("JupyterHub", "api_tokens", Map.of(TOKEN_OF_ALICE, "alice"));
        hub = Hub.builder(resolve(), Map.of()).reloadFrom(this::resolve).start();
        WholeHub.Api grader = new WholeHub.Api(new WebClient(hub.url()), TOKEN_OF_THE_GRADER);
        WholeHub.Api alice = new WholeHub.Api(new WebClient(hub.url()), TOKEN_OF_ALICE);
        assertThat(alice.get("groups").status()).isEqualTo(403);
        assertThat(grader.get("users").status()).isEqualTo(403);

        write(
                "JupyterHub",
                "load_roles",
                List.of(graders("list:users"), Map.of("name", "admin", "users", List.of("eve"))));
        assertThat(hub.reload().takenOver()).containsExactly("JupyterHub.load_roles");
        assertThat(grader.get("users").status()).isEqualTo(200);
        assertThat(hub.users().find("eve").orElseThrow().admin()).isTrue();
        assertThat(alice.get("groups").status()).isEqualTo(200);

        write("JupyterHub", "custom_scopes", Map.of("custom:grades:read", Map.of("description", "Read grades")));
        write("JupyterHub", "load_roles", List.of(graders("custom:grades:read")));
        assertThat(hub.reload().takenOver()).containsExactly("JupyterHub.custom_scopes", "JupyterHub.load_roles");
        assertThat(grader.get("users").status()).isEqualTo(403);
        assertThat(grader.get("user").json().path("scopes").toString()).contains("custom:grades:read");
        assertThat(hub.users().find("eve").orElseThrow().admin())
                .as("until somebody takes it away")
                .isTrue();

        write("JupyterHub", "load_roles", List.of(graders("custom:grades:write")));
        assertThatThrownBy(hub::reload).isInstanceOf(InvalidSettings.class).hasMessageContaining("load_roles[graders]");
        assertThat(grader.get("user").json().path("scopes").toString()).contains("custom:grades:read");

        write("JupyterHub", "load_roles", List.of());
        assertThat(hub.reload().needRestart()).isEmpty();
        assertThat(grader.get("user").json().path("scopes")).isEmpty();
        assertThat(alice.get("groups").status())
                .as("with a token that was used before")
                .isEqualTo(403);
    }

    private static Map<String, Object> graders(String scope) {
        return Map.of(
                "name", "graders",
                "scopes", List.of(scope, "list:groups"),
                "services", List.of("grader"),
                "users", List.of("alice"));
    }

    @Test
    void namesWhatNeedsARestartAsLongAsItDoes() throws Exception {
        write("JupyterHub", "port", 1);
        write("DemoAuthenticator", "password", "another password");
        write("Spawner", "start_timeout", 7);

        List<String> expected = List.of("DemoAuthenticator.password", "JupyterHub.port", "Spawner.start_timeout");
        assertThat(hub.reload().needRestart()).isEqualTo(expected);
        assertThat(hub.reload().needRestart()).isEqualTo(expected);
        assertThat(new WebClient(hub.url()).logIn("alice").status()).isEqualTo(302);
    }

    @Test
    void changesNothingWhereSomethingIsWrong() {
        write("Authenticator", "allowed_users", List.of("bob"));
        write("JupyterHub", "prot", 1);

        assertThatThrownBy(hub::reload).isInstanceOf(InvalidSettings.class).hasMessageContaining("prot is not known");
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);
        assertThat(new WebClient(hub.url()).logIn("alice").status()).isEqualTo(302);
    }

    @Test
    void isForAdministratorsAlone() {
        WebClient alice = new WebClient(hub.url());
        alice.logIn("alice");
        WebClient chief = new WebClient(hub.url());
        chief.logIn("chief");
        write("Authenticator", "allowed_users", List.of("alice", "bob"));

        assertThat(reloadBy(new WebClient(hub.url())).status()).isEqualTo(403);
        assertThat(reloadBy(alice).status()).isEqualTo(403);
        assertThat(chief.json("POST", "/hub/api/reload", "{}").status()).isEqualTo(403);
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);

        WebClient.Answer answer = reloadBy(chief);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("taken_over").get(0).asText()).isEqualTo("Authenticator.allowed_users");
        assertThat(answer.json().path("need_restart")).isEmpty();

        write("JupyterHub", "prot", 1);
        answer = reloadBy(chief);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).contains("Nothing has changed", "prot is not known");
    }

    @Test
    void takesTheTokensOfAdministratorsAlone() throws Exception {
        hub.close();
        write("JupyterHub", "api_tokens", Map.of(TOKEN_OF_ALICE, "alice", "token-of-chief", "chief"));
        write(
                "JupyterHub",
                "services",
                List.of(
                        Map.of("name", "grader", "api_token", TOKEN_OF_THE_GRADER),
                        Map.of("name", "keeper", "api_token", "token-of-the-keeper", "admin", true)));
        write("JupyterHub", "load_roles", List.of(graders("admin:users")));
        hub = Hub.builder(resolve(), Map.of()).reloadFrom(this::resolve).start();
        // Whoever is named among the administrators is one from the first login on.
        new WebClient(hub.url()).logIn("chief");
        WebClient.Answer narrowed = new WholeHub.Api(new WebClient(hub.url()), "token-of-chief")
                .post("users/chief/tokens", "{\"scopes\": [\"read:users\"]}");
        assertThat(narrowed.status()).isEqualTo(201);
        write("Authenticator", "allowed_users", List.of("alice", "bob"));

        for (String token : List.of(
                "of-nobody",
                TOKEN_OF_ALICE,
                TOKEN_OF_THE_GRADER,
                narrowed.json().path("token").asText())) {
            assertThat(reloadWith(token)).as(token).isEqualTo(403);
        }
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);
        assertThat(reloadWith("token-of-the-keeper")).isEqualTo(200);
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(302);
        assertThat(reloadWith("token-of-chief")).isEqualTo(200);
    }

    private int reloadWith(String token) {
        return new WholeHub.Api(new WebClient(hub.url()), token)
                .post("reload", "")
                .status();
    }

    @Test
    void saysWhenNobodyCanTellWhoAsks() throws Exception {
        WebClient chief = new WebClient(hub.url());
        chief.logIn("chief");
        chief.get("/hub/home");
        LostTables.lose(folder.resolve("hub.sqlite"), "login_sessions");
        assertThat(reloadBy(chief).status()).isEqualTo(503);
    }

    @Test
    void readsThemAtAButtonOfAdministrators() {
        WebClient alice = new WebClient(hub.url());
        alice.logIn("alice");
        WebClient chief = new WebClient(hub.url());
        chief.logIn("chief");
        assertThat(new WebClient(hub.url()).get("/hub/admin/settings").location())
                .contains("/hub/login?next=%2Fhub%2Fadmin%2Fsettings");
        assertThat(alice.get("/hub/admin/settings").status()).isEqualTo(403);
        assertThat(chief.get("/hub/admin/settings").body()).contains("Read the settings again", "name=\"_xsrf\"");

        write("Authenticator", "allowed_users", List.of("alice", "bob"));
        write("Spawner", "start_timeout", 7);
        alice.get("/hub/home");
        assertThat(alice.post("/hub/admin/settings", Map.of()).status()).isEqualTo(403);
        assertThat(new WebClient(hub.url())
                        .post("/hub/admin/settings", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(chief.postAsIs("/hub/admin/settings", Map.of("_xsrf", "wrong"))
                        .status())
                .isEqualTo(403);
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(403);

        assertThat(chief.post("/hub/admin/settings", Map.of()).body())
                .containsSubsequence(
                        "Count from now on", "Authenticator.allowed_users", "restart", "Spawner.start_timeout");
        assertThat(new WebClient(hub.url()).logIn("bob").status()).isEqualTo(302);

        write("JupyterHub", "prot", 1);
        WebClient.Answer answer = chief.post("/hub/admin/settings", Map.of());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Nothing has changed", "prot is not known");
    }

    @Test
    void isNotThereWithoutSettings() throws Exception {
        try (WholeHub other = new WholeHub(folder.resolve("other"))) {
            WebClient chief = other.browserOf("admin");
            assertThat(chief.json("POST", "/hub/api/reload", "{}", "X-XSRFToken", chief.xsrf())
                            .status())
                    .isEqualTo(404);
            assertThat(chief.get("/hub/admin/settings").body())
                    .contains("in no file")
                    .doesNotContain("<button");
        }
    }

    private static WebClient.Answer reloadBy(WebClient client) {
        client.get("/hub/home");
        return client.json("POST", "/hub/api/reload", "{}", "X-XSRFToken", client.xsrf());
    }

    private void write(String section, String key, Object value) {
        raw = raw.with(section, key, value, Origin.CODE);
    }

    private HubConfiguration resolve() {
        ClassLoader loader = getClass().getClassLoader();
        return HubConfiguration.resolve(
                raw,
                Providers.discover(AuthenticatorFactory.class, loader),
                Providers.discover(SpawnerFactory.class, loader),
                Map.of());
    }
}
