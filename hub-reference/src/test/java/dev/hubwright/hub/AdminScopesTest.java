package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People with a part of what administrators may do see that part of the pages, and change nothing else. */
@Timeout(120)
class AdminScopesTest {

    @TempDir
    Path folder;

    private final int unused = FreePort.take();
    private WholeHub hub;
    private HttpServer answering;

    @BeforeEach
    void start() throws Exception {
        answering = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answering.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        answering.start();
        hub = new WholeHub(folder, builder -> builder.namedServers(0)
                .groups(Map.of("lab", List.of("bob", "carol"), "office", List.of("dave")))
                .services(services())
                .roles(
                        List.of(
                                role("tutor", "admin-ui", "admin:servers!group=lab"),
                                role("porter", "admin-ui", "list:users"),
                                role("registrar", "admin-ui", "admin:users"),
                                role("teacher", "admin-ui", "groups!group=lab", "list:groups"),
                                role("watcher", "admin-ui", "list:services", "read:services!service=here"),
                                role("outsider", "list:users", "admin:servers", "admin:groups")),
                        ScopeTree.standard()));
        for (String name : List.of("bob", "carol", "dave")) {
            hub.makeUser(name);
        }
    }

    @AfterEach
    void close() {
        hub.close();
        answering.stop(0);
    }

    /** The role's name is that of the person who has it. */
    private static Role role(String name, String... scopes) {
        return new Role(name, "", Set.copyOf(Arrays.asList(scopes)), Set.of(name), Set.of(), Set.of());
    }

    private List<ServiceDefinition> services() {
        return List.of(
                ServiceDefinition.builder("here").url(here()).build(),
                ServiceDefinition.builder("gone").url(nobody()).admin(true).build(),
                ServiceDefinition.builder("plain").build());
    }

    @Test
    void takesTheScopeForThePages() {
        WebClient outsider = hub.browserOf("outsider");

        assertThat(outsider.get("/hub/admin").status()).isEqualTo(403);
        assertThat(outsider.get("/hub/admin/people/bob").status()).isEqualTo(403);
        assertThat(outsider.get("/hub/home").body()).doesNotContain("/hub/admin");
        assertThat(outsider.post("/hub/admin/groups", Map.of("name", "mine")).status())
                .isEqualTo(403);
    }

    @Test
    void letsATutorSeeAndManageTheServersOfTheirGroupAlone() throws Exception {
        WebClient tutor = hub.browserOf("tutor");
        String list = tutor.get("/hub/admin").body();

        assertThat(tutor.get("/hub/home").body()).contains("href=\"/hub/admin\"");
        assertThat(list)
                .contains("1–3 of 3", "/hub/admin/people/bob\"", "/hub/admin/people/carol\"", "/hub/spawn/bob")
                .doesNotContain("dave", "Add people", "/hub/admin/groups", "/hub/admin/settings");
        assertThat(tutor.get("/hub/admin?search=dave").body()).contains("There is nobody like that.");
        assertThat(tutor.post("/hub/spawn/bob", Map.of()).status()).isEqualTo(302);
        assertThat(hub.servers.count()).isEqualTo(1);
        assertThat(tutor.get("/hub/admin").body())
                .contains("Running", "/hub/stop/bob")
                .doesNotContain("\"/user/bob/\"");
        assertThat(tutor.get("/hub/admin/people/bob").body())
                .contains("/hub/stop/bob")
                .doesNotContain("The rules", "Log out everywhere", "Delete bob", "/administrator\"", "Tokens</dt>");
        assertThat(tutor.post("/hub/stop/bob", Map.of()).status()).isEqualTo(302);
        assertThat(hub.store.servers().find(ServerRef.of("bob")).get().isActive())
                .isFalse();

        assertThat(tutor.get("/hub/admin/people/dave").status()).isEqualTo(404);
        assertThat(tutor.post("/hub/spawn/dave", Map.of()).status()).isEqualTo(404);
        assertThat(tutor.get("/hub/admin/groups").status()).isEqualTo(403);
        assertThat(tutor.get("/hub/admin/sessions").status()).isEqualTo(403);
        assertThat(tutor.post("/hub/admin/people", Map.of("names", "eve")).status())
                .isEqualTo(403);
        assertThat(tutor.post("/hub/admin/people/bob/delete", Map.of()).status())
                .isEqualTo(403);
        assertThat(tutor.post("/hub/admin/people/bob/log-out", Map.of()).status())
                .isEqualTo(403);
    }

    @Test
    void showsAPorterEverybodyAndNothingElse() {
        WebClient porter = hub.browserOf("porter");

        assertThat(porter.get("/hub/admin").body())
                .contains("bob", "carol", "dave", "/hub/spawn/porter")
                .doesNotContain("/hub/spawn/bob", "Add people");
        assertThat(porter.get("/hub/admin/people/dave").body())
                .contains("<dt>Administrator</dt>")
                .doesNotContain("<form", "<h2>Servers</h2>", "Known since", "Groups</dt>");
        assertThat(porter.get("/hub/admin/people/nobody").status()).isEqualTo(404);
    }

    @Test
    void keepsAdministratorsOutOfARegistrarsHands() throws Exception {
        hub.browserOf("admin");
        WebClient registrar = hub.browserOf("registrar");
        assertThat(registrar.get("/hub/admin").body()).contains("Add people").doesNotContain("As administrators");

        assertThat(registrar.post("/hub/admin/people", Map.of("names", "eve")).status())
                .isEqualTo(302);
        assertThat(registrar
                        .post("/hub/admin/people", Map.of("names", "frank", "admin", "1"))
                        .status())
                .isEqualTo(403);
        assertThat(hub.store.users().find("frank")).isEmpty();
        assertThat(registrar.get("/hub/admin/people/bob").body())
                .contains("The rules", "/delete\"")
                .doesNotContain("/administrator\"");
        assertThat(registrar.get("/hub/admin/people/admin").body()).doesNotContain("/delete\"");
        for (String act : List.of("bob/administrator", "admin/delete", "registrar/administrator")) {
            assertThat(registrar
                            .post("/hub/admin/people/" + act, Map.of("admin", "1"))
                            .status())
                    .as(act)
                    .isEqualTo(403);
        }
        assertThat(hub.store.users().find("bob").get().admin()).isFalse();
        assertThat(hub.store.users().find("admin")).isPresent();
        assertThat(registrar.get("/hub/admin/settings").status()).isEqualTo(403);
        assertThat(registrar.get("/hub/admin/sessions").status()).isEqualTo(200);
        assertThat(registrar.get("/hub/admin/logins").status()).isEqualTo(200);
        assertThat(registrar.post("/hub/admin/people/bob/delete", Map.of()).status())
                .isEqualTo(302);
    }

    @Test
    void letsATeacherChangeTheirGroupAlone() throws Exception {
        WebClient teacher = hub.browserOf("teacher");

        assertThat(teacher.get("/hub/admin/groups").body())
                .contains("href=\"/hub/admin/groups/lab\"", "2 members", "office")
                .doesNotContain("/hub/admin/groups/office", "one member", "A new group");
        assertThat(teacher.get("/hub/admin/groups/lab").body())
                .contains("bob", "Put people in")
                .doesNotContain("/hub/admin/people/bob", "Delete for good");
        assertThat(teacher.post("/hub/admin/groups/lab/add", Map.of("names", "dave"))
                        .status())
                .isEqualTo(302);
        assertThat(hub.store.groups().members("lab")).containsExactlyInAnyOrder("bob", "carol", "dave");
        assertThat(teacher.get("/hub/admin/groups/office").status()).isEqualTo(404);
        assertThat(teacher.post("/hub/admin/groups/office/add", Map.of("names", "bob"))
                        .status())
                .isEqualTo(404);
        assertThat(teacher.post("/hub/admin/groups/lab/delete", Map.of()).status())
                .isEqualTo(403);
        assertThat(teacher.post("/hub/admin/groups", Map.of("name", "mine")).status())
                .isEqualTo(403);
    }

    @Test
    void listsServicesWithWhatMayBeSeenOfThem() {
        WebClient watcher = hub.browserOf("watcher");
        assertThat(watcher.get("/hub/admin/services").body())
                .contains("here", "gone", "plain", here().toString(), "Running")
                .doesNotContain("Not there", nobody().toString(), "What gone may do");

        String all = hub.browserOf("admin").get("/hub/admin/services").body();
        assertThat(all)
                .contains("Running", "Not there", "Not known", nobody().toString(), "Started elsewhere")
                .contains("What gone may do", "<code>admin:users</code>", "href=\"/services/here/\"")
                .doesNotContain("What plain may do");
    }

    @Test
    void makesAndUnmakesAdministrators() throws Exception {
        WebClient bob = hub.browserOf("bob");
        WebClient admin = hub.browserOf("admin");
        admin.get("/hub/admin");

        admin.post("/hub/admin/people/bob/administrator", Map.of("admin", "1"));
        assertThat(bob.get("/hub/admin/settings").status()).isEqualTo(200);
        assertThat(admin.get("/hub/admin/people/bob").body()).contains("Administrator no more");
        assertThat(bob.post("/hub/admin/people/bob/administrator", Map.of("admin", "0"))
                        .status())
                .isEqualTo(400);
        admin.post("/hub/admin/people/bob/administrator", Map.of("admin", "0"));
        assertThat(bob.get("/hub/admin").status()).isEqualTo(403);
        assertThat(hub.store.users().find("bob").get().admin()).isFalse();
        assertThat(admin.get("/hub/admin/people/admin").body()).doesNotContain("/administrator\"");
    }

    @Test
    void changesNoGroupsThatComeFromTheAuthenticator(@TempDir Path other) throws Exception {
        try (WholeHub managed = new WholeHub(other, builder -> builder.groups(Map.of("lab", List.of("bob")))
                .authenticator(
                        request -> AuthResult.granted(
                                Identity.of(request.username()).withGroups(Set.of())),
                        LoginRules.builder()
                                .allowAll(true)
                                .adminUsers(Set.of("admin"))
                                .manageGroups(true)
                                .build()))) {
            WebClient admin = managed.browserOf("admin");
            assertThat(admin.get("/hub/admin/groups").body())
                    .contains("Groups come from the authenticator")
                    .doesNotContain("A new group");
            assertThat(admin.get("/hub/admin/groups/lab").body())
                    .contains("Groups come from the authenticator", "bob")
                    .doesNotContain("Put people in", "Take out", "Delete for good");
            Map<String, Map<String, String>> acts = new HashMap<>();
            acts.put("groups", Map.of("name", "mine"));
            acts.put("groups/lab/add", Map.of("names", "admin"));
            acts.put("groups/lab/remove", Map.of("name", "bob"));
            acts.put("groups/lab/delete", Map.of());
            acts.forEach((path, fields) -> {
                WebClient.Answer answer = admin.post("/hub/admin/" + path, fields);
                assertThat(answer.status()).as(path).isEqualTo(400);
                assertThat(answer.body()).contains("Groups come from the authenticator (manage_groups)");
            });
            assertThat(managed.store.groups().members("lab")).containsExactly("bob");
        }
    }

    private URI here() {
        return URI.create("http://127.0.0.1:" + answering.getAddress().getPort());
    }

    /** Where nobody listens. */
    private URI nobody() {
        return URI.create("http://127.0.0.1:" + unused);
    }
}
