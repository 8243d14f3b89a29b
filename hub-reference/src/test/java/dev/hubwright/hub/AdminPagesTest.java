package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators see and do, and nobody else. */
@Timeout(120)
class AdminPagesTest {

    private static final Pattern END = Pattern.compile("action=\"(/hub/admin/sessions/[^\"]+)\"");

    private static final Role TUTOR =
            new Role("tutor", "", Set.of("admin-ui", "admin:servers!group=crowd"), Set.of("tutor"), Set.of(), Set.of());

    @TempDir
    Path folder;

    private WholeHub hub;
    private WebClient admin;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.namedServers(0).roles(List.of(TUTOR), ScopeTree.standard()));
        hub.makeUser("alice");
        admin = hub.browserOf("admin");
        admin.get("/hub/admin");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "admin/people/alice",
                "admin/groups",
                "admin/sessions",
                "admin/logins",
                "admin/notices",
                "admin/settings"
            })
    void isForAdministratorsAlone(String page) {
        WebClient alice = hub.browserOf("alice");

        assertThat(alice.get("/hub/" + page).status()).isEqualTo(403);
        assertThat(hub.browser().get("/hub/" + page).location().get()).startsWith("/hub/login?next=");
        assertThat(admin.get("/hub/" + page).status()).isEqualTo(200);
        assertThat(alice.get("/hub/home").body()).doesNotContain("/hub/admin");
        assertThat(admin.get("/hub/home").body()).contains("/hub/admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"admin/people", "admin/people/alice/delete", "admin/people/alice/log-out", "admin/sessions/x/end"
            })
    void changesNothingForOthersOrFromElsewhere(String form) throws Exception {
        WebClient alice = hub.browserOf("alice");
        alice.get("/hub/home");

        assertThat(alice.post("/hub/" + form, Map.of("names", "eve")).status()).isEqualTo(403);
        assertThat(admin.postAsIs("/hub/" + form, Map.of("names", "eve")).status())
                .isEqualTo(403);
        assertThat(hub.store.users().find("alice")).isPresent();
        assertThat(hub.store.users().find("eve")).isEmpty();
        assertThat(hub.store.sessions().ofUser("alice")).hasSize(1);
    }

    @Test
    void showsAPageOfTenThousandWithoutReadingThemAll() throws Exception {
        addTenThousandWhomNobodyCanRead();

        String first = admin.get("/hub/admin").body();
        String page = admin.get("/hub/admin?search=u0&sort=name&page=3").body();

        assertThat(first).contains("1–50 of 10002").hasSizeLessThan(200_000);
        assertThat(page)
                .contains("101–150 of 10000", "u00100", "u00149")
                .contains("?sort=name&amp;page=2&amp;search=u0\"", "?sort=name&amp;page=4&amp;search=u0\"")
                .doesNotContain("u00099<", "u00150<");
        for (String sort : List.of("activity", "created", "admin", "nonsense")) {
            assertThat(admin.get("/hub/admin?sort=" + sort + "&page=999").status())
                    .isEqualTo(200);
        }
        assertThat(hub.browser().get("/hub/metrics").status()).isEqualTo(403);
        assertThat(admin.get("/hub/metrics").body()).contains("jupyterhub_total_users 10002.0");
    }

    @Test
    void showsAPageOfALargeGroupToThoseWhoManageItsServers() throws Exception {
        addTenThousandWhomNobodyCanRead();
        WebClient tutor = hub.browserOf("tutor");

        assertThat(tutor.get("/hub/admin?page=2").body())
                .contains("51–100 of 10001", "u00049<", "/hub/spawn/u00098?")
                .doesNotContain("u00048<", "u00099<")
                .hasSizeLessThan(200_000);
        assertThat(tutor.get("/hub/admin?search=u0999&sort=activity").body()).contains("1–10 of 10");
    }

    @Test
    void addsPeopleAllOrNone() throws Exception {
        WebClient.Answer added =
                admin.post("/hub/admin/people", Map.of("names", " Carol \r\n\r\ndave,erin", "admin", "1"));

        assertThat(added.status()).isEqualTo(302);
        assertThat(admin.follow(added).body()).contains("3 people were added.", "carol", "dave", "erin");
        assertThat(hub.store.users().find("carol").get().admin()).isTrue();
        for (String wrong : List.of("frank\na/b", "frank\nalice", "", "frank\n-x", "frank\n<b>\u0001")) {
            WebClient.Answer answer = admin.post("/hub/admin/people", Map.of("names", wrong));
            assertThat(answer.status()).isIn(400, 409);
            assertThat(answer.body()).contains("role=\"alert\"").doesNotContain("<b>");
        }
        assertThat(hub.store.users().find("frank")).isEmpty();
    }

    @Test
    void deletesAPersonWithAllThatIsTheirs() throws Exception {
        WebClient alice = hub.browserOf("alice");
        alice.follow(alice.get("/hub/spawn"));
        alice.follow(alice.get("/hub/spawn/alice/second"));
        hub.addToken("alice", Optional.empty());
        assertThat(hub.servers.count()).isEqualTo(2);

        assertThat(admin.post("/hub/admin/people/alice/delete", Map.of()).location())
                .contains("/hub/admin?deleted=1");

        assertThat(hub.servers.count()).isZero();
        assertThat(hub.store.users().find("alice")).isEmpty();
        assertThat(hub.store.tokens().ofUser("alice")).isEmpty();
        assertThat(hub.store.servers().ofUser("alice")).isEmpty();
        assertThat(alice.get("/hub/home").status()).isEqualTo(302);
        assertThat(admin.get("/hub/admin/people/alice").status()).isEqualTo(404);
    }

    @Test
    void letsNobodyDeleteThemselves() throws Exception {
        assertThat(admin.get("/hub/admin/people/admin").body()).doesNotContain("/delete\"");
        assertThat(admin.post("/hub/admin/people/admin/delete", Map.of()).status())
                .isEqualTo(400);
        assertThat(hub.store.users().find("admin")).isPresent();
    }

    @Test
    void logsSomebodyOutOfOneBrowserOrAll() throws Exception {
        WebClient one = hub.browserOf("alice");
        String page = admin.get("/hub/admin/people/alice").body();
        WebClient other = hub.browserOf("alice");
        Matcher end = END.matcher(page);
        assertThat(end.find()).isTrue();

        WebClient.Answer ended = admin.post(end.group(1), Map.of());

        assertThat(ended.location()).contains("/hub/admin/people/alice");
        assertThat(one.get("/hub/home").status()).isEqualTo(302);
        assertThat(other.get("/hub/home").status()).isEqualTo(200);
        assertThat(admin.get("/hub/admin/sessions").body()).contains("1–2 of 2", "/hub/admin/people/alice");
        admin.post("/hub/admin/people/alice/log-out", Map.of());
        assertThat(other.get("/hub/home").status()).isEqualTo(302);
        assertThat(hub.store.sessions().ofUser("alice")).isEmpty();
    }

    @Test
    void comesBackToTheListAfterAStartAndAStop() throws Exception {
        String back = "?next=" + WebClient.encode("/hub/admin?sort=name&page=1");
        assertThat(admin.get("/hub/admin").body()).contains("/hub/spawn/alice" + back);

        assertThat(admin.post("/hub/spawn/alice" + back, Map.of()).location()).contains("/hub/admin?sort=name&page=1");
        assertThat(hub.servers.count()).isEqualTo(1);
        assertThat(admin.post("/hub/stop/alice" + back, Map.of()).location()).contains("/hub/admin?sort=name&page=1");
        assertThat(hub.store.servers().find(ServerRef.of("alice")).get().isActive())
                .isFalse();
        assertThat(admin.post("/hub/stop/alice?next=" + WebClient.encode("https://evil.example/"), Map.of())
                        .location())
                .contains("/hub/home");
    }

    @Test
    void makesGroupsAndPutsPeopleIntoThem() throws Exception {
        String crew = "crew <b>1";
        WebClient.Answer made = admin.post("/hub/admin/groups", Map.of("name", " " + crew + " "));
        assertThat(admin.follow(made).body())
                .contains("Nobody is in this group.")
                .doesNotContain("<b>1");
        String page = made.location().get();

        assertThat(admin.post(page + "/add", Map.of("names", "Alice\nnobody")).body())
                .contains("The hub does not know &quot;nobody&quot;");
        assertThat(hub.store.users().find("alice").get().groups()).isEmpty();
        admin.post(page + "/add", Map.of("names", "Alice\nadmin"));
        assertThat(hub.store.users().find("alice").get().groups()).containsExactly(crew);
        assertThat(admin.get("/hub/admin/groups").body()).contains("2 members");
        assertThat(admin.get("/hub/admin/people/alice").body()).contains("crew &lt;b&gt;1");
        admin.post(page + "/remove", Map.of("name", "alice"));
        assertThat(hub.store.users().find("alice").get().groups()).isEmpty();
        assertThat(admin.post("/hub/admin/groups", Map.of("name", crew)).status())
                .isEqualTo(409);
        for (String wrong : List.of("", " ", "a/b", "x".repeat(256), "a\u0007")) {
            assertThat(admin.post("/hub/admin/groups", Map.of("name", wrong)).status())
                    .isEqualTo(400);
        }
        admin.post(page + "/delete", Map.of());
        assertThat(hub.store.groups().names()).isEmpty();
        assertThat(admin.get(page).status()).isEqualTo(404);
    }

    @Test
    void tellsWhichRuleLetsSomebodyInOrNot() throws Exception {
        hub.browserOf("bob");
        hub.makeUser("mallory");

        assertThat(admin.get("/hub/admin/people/bob").body())
                .contains("The rules let this person in", "by Authenticator.allow_all");
        assertThat(admin.get("/hub/admin/people/admin").body()).contains("yes, by Authenticator.admin_users");
        assertThat(admin.get("/hub/admin/people/mallory").body())
                .contains("The rules do not let this person in", "named in Authenticator.blocked_users");
    }

    @Test
    void remembersWhoWasRefusedAndWhy() {
        hub.browserOf("mallory");
        WebClient stranger = hub.browser();
        stranger.get("/hub/login");
        stranger.post("/hub/login", Map.of("username", "<i>eve</i>\r\nforged", "password", "hush"));

        String page = admin.get("/hub/admin/logins").body();

        assertThat(page)
                .contains("named in Authenticator.blocked_users", "Refused")
                .contains("&lt;i&gt;eve&lt;/i&gt;", "href=\"/hub/admin/people/admin\"", "127.0.0.1")
                .doesNotContain("<i>eve", "hush");
    }

    /** All in one group. Their identities are no JSON, so that whoever reads the record of one of them fails. */
    private void addTenThousandWhomNobodyCanRead() throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hubwright.sqlite"));
                Statement statement = database.createStatement();
                PreparedStatement insert = database.prepareStatement("INSERT INTO users"
                        + " (name, admin, instance, identity, created) VALUES (?, 0, '', '{broken', 0)")) {
            database.setAutoCommit(false);
            for (int i = 0; i < 10_000; i++) {
                insert.setString(1, String.format("u%05d", i));
                insert.addBatch();
            }
            insert.executeBatch();
            statement.execute("INSERT INTO hub_groups (name, properties) VALUES ('crowd', '{}')");
            statement.execute("INSERT INTO user_groups (user_name, group_name) SELECT name, 'crowd' FROM users"
                    + " WHERE name LIKE 'u0%'");
            database.commit();
        }
    }
}
