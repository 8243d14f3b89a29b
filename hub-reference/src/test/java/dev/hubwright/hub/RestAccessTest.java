package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.store.OAuthClient;
import dev.hubwright.hub.store.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation tried by everybody: a stranger, another user, a token of the user's own that may only tell the name, a
 * clerk with the scopes of an idle culler, the user, an administrator, a service with a role of its own. Each try is about
 * a user and a group of its own.
 */
@Timeout(120)
class RestAccessTest {

    private static final Set<String> CULLER =
            Set.of("list:users", "read:users:activity", "read:servers", "delete:servers");
    private static final String SERVICE_TOKEN = "token-of-the-tutors";
    private static final Set<String> OF_THE_SERVICE =
            Set.of("list:users", "read:users", "servers", "shares", "groups", "read:hub");
    private static final ServerRef FRIENDS = ServerRef.of("friend");
    private static final int CALLERS = 7;

    /** Tried below, as their answers are pages. */
    private static final Set<String> WITH_PAGES = Set.of("GET /oauth2/authorize", "POST /oauth2/authorize");

    /** Tested where they are about something: what OAuth, sharing, reloading and tokens for others are tested by. */
    private static final Set<String> ELSEWHERE = Set.of(
            "POST /oauth2/token",
            "POST /oauth2/device_authorization",
            "POST /reload",
            "POST /upstream-token",
            "GET /identity/token");

    static final String TABLE = """
            GET    |                                | -                               | 200 200 200 200 200 200 200
            GET    | info                           | -                               | 403 403 403 403 403 200 200
            GET    | health                         | -                               | 200 200 200 200 200 200 200
            GET    | metrics                        | -                               | 403 403 403 403 403 200 403
            GET    | openapi.yaml                   | -                               | 200 200 200 200 200 200 200
            GET    | user                           | -                               | 403 200 200 200 200 200 200
            GET    | users                          | -                               | 403 403 403 200 403 200 200
            POST   | users                          | {"usernames":["new-{user}"]}    | 403 403 403 403 403 201 403
            GET    | users/{user}                   | -                               | 403 404 200 200 200 200 200
            POST   | users/{user}                   | -                               | 403 403 403 403 403 409 403
            PATCH  | users/{user}                   | {"admin":false}                 | 403 403 403 403 403 200 403
            DELETE | users/{user}                   | -                               | 403 403 403 403 403 204 403
            POST   | users/{user}/activity          | {"last_activity":"2026-01-01T00:00:00Z"} | 403 404 403 403 200 200 403
            GET    | users/{user}/server            | -                               | 403 404 403 200 200 200 200
            POST   | users/{user}/server            | -                               | 403 404 403 403 201 201 201
            PUT    | users/{user}/server            | -                               | 403 404 403 403 409 409 409
            PATCH  | users/{user}/server            | -                               | 403 404 403 403 200 200 200
            DELETE | users/{user}/server            | -                               | 403 404 403 204 204 204 204
            GET    | users/{user}/server/progress   | -                               | 403 404 403 400 400 400 400
            GET    | users/{user}/servers/x         | -                               | 403 404 403 404 404 404 404
            POST   | users/{user}/servers/x         | -                               | 403 404 403 403 400 400 400
            PUT    | users/{user}/servers/x         | -                               | 403 404 403 403 400 400 400
            PATCH  | users/{user}/servers/x         | -                               | 403 404 403 403 404 404 404
            DELETE | users/{user}/servers/x         | -                               | 403 404 403 404 404 404 404
            GET    | users/{user}/servers/x/progress | -                              | 403 404 403 400 400 400 400
            GET    | users/{user}/tokens            | -                               | 403 404 403 403 200 200 403
            POST   | users/{user}/tokens            | {"note":"x"}                    | 403 404 403 403 201 201 403
            GET    | users/{user}/tokens/{token}    | -                               | 403 404 403 403 200 200 403
            DELETE | users/{user}/tokens/{token}    | -                               | 403 404 403 403 204 204 403
            GET    | groups                         | -                               | 403 403 403 403 403 200 200
            POST   | groups                         | {"groups":["new-{group}"]}      | 403 403 403 403 403 201 403
            GET    | groups/{group}                 | -                               | 403 403 403 403 403 200 200
            POST   | groups/{group}                 | -                               | 403 403 403 403 403 409 403
            DELETE | groups/{group}                 | -                               | 403 403 403 403 403 204 403
            POST   | groups/{group}/users           | {"users":["{user}"]}            | 403 403 403 403 403 200 200
            DELETE | groups/{group}/users           | {"users":["{user}"]}            | 403 403 403 403 403 200 200
            PUT    | groups/{group}/properties      | {"room":7}                      | 403 403 403 403 403 200 200
            GET    | services                       | -                               | 403 403 403 403 403 200 403
            GET    | services/none                  | -                               | 403 403 403 403 403 404 403
            POST   | services/none                  | {"display":false}               | 403 403 403 403 403 201 403
            DELETE | services/none                  | -                               | 403 403 403 403 403 200 403
            GET    | users/{user}/shared            | -                               | 403 404 403 403 200 200 200
            GET    | groups/{group}/shared          | -                               | 403 403 403 403 403 200 200
            GET    | shares/{user}                  | -                               | 403 404 403 403 200 200 200
            GET    | shares/{user}/                 | -                               | 403 404 403 403 200 200 200
            GET    | share-codes/{user}             | -                               | 403 404 403 403 200 200 200
            GET    | share-codes/{user}/            | -                               | 403 404 403 403 200 200 200
            GET    | users/{user}/shared/friend/    | -                               | 403 404 403 403 200 200 200
            DELETE | users/{user}/shared/friend/    | -                               | 403 404 403 403 204 204 204
            GET    | groups/{group}/shared/friend/  | -                               | 403 403 403 403 403 200 200
            DELETE | groups/{group}/shared/friend/  | -                               | 403 403 403 403 403 204 204
            POST   | shares/{user}/                 | {"user":"other"}                | 403 403 403 403 403 200 200
            PATCH  | shares/{user}/                 | {"user":"friend"}               | 403 403 403 403 403 200 200
            DELETE | shares/{user}/                 | -                               | 403 403 403 403 403 204 204
            POST   | share-codes/{user}/            | -                               | 403 403 403 403 403 200 200
            DELETE | share-codes/{user}/            | -                               | 403 403 403 403 403 204 204
            GET    | proxy                          | -                               | 403 403 403 403 403 200 403
            POST   | proxy                          | -                               | 403 403 403 403 403 200 403
            PATCH  | proxy                          | {"api_url":"http://127.0.0.1:1"} | 403 403 403 403 403 400 403
            POST   | shutdown                       | {"servers":"perhaps"}           | 403 403 403 403 403 400 403
            POST   | authorizations/token           | -                               | 404 404 404 404 404 404 404
            GET    | authorizations/token/nonsense  | -                               | 403 404 404 404 404 404 404
            GET    | authorizations/cookie/a        | -                               | 403 404 404 404 404 404 404
            GET    | authorizations/cookie/a/b      | -                               | 403 404 404 404 404 404 404
            GET    | health/parts                   | -                               | 403 403 403 403 403 200 200
            GET    | maintenance                    | -                               | 403 200 200 200 200 200 200
            PATCH  | maintenance                    | {"announcement":null}           | 403 403 403 403 403 200 403
            """;

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path folder;

    private static WholeHub hub;

    @BeforeAll
    static void start() throws Exception {
        Role clerk = new Role("clerk", "", CULLER, Set.of("clerk"), Set.of(), Set.of());
        Role tutors = new Role("tutors", "", OF_THE_SERVICE, Set.of(), Set.of(), Set.of("tutors"));
        hub = new WholeHub(folder, builder -> builder.roles(List.of(clerk, tutors), ScopeTree.standard())
                .serviceTokens(Map.of(Secret.of(SERVICE_TOKEN), "tutors"))
                .slowTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30)));
        for (String user : List.of("other", "clerk", "admin", "friend")) {
            hub.makeUser(user);
        }
        hub.store.servers().update(FRIENDS, stopped -> stopped);
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TABLE)
    void answers(String method, String path, String body, String statuses) throws Exception {
        String[] expected = statuses.split(" ");
        for (int caller = 0; caller < expected.length; caller++) {
            String user = "u" + COUNT.incrementAndGet();
            String group = "g" + COUNT.get();
            hub.makeUser(user);
            hub.store.groups().create(group);
            if (path != null && path.contains("share")) {
                share(user, group);
            }
            String token = "a"
                    + hub.store
                            .tokens()
                            .find(hub.addToken(user, Optional.empty()))
                            .orElseThrow()
                            .id();
            String place = fill(path == null ? "" : path, user, group, token);
            String json = body.equals("-") ? "" : fill(body, user, group, token);

            WebClient.Answer answer = send(caller, user, method, place, json);

            assertThat(answer.status())
                    .as("%s %s by number %s: %s", method, place, caller, answer.body())
                    .isEqualTo(Integer.parseInt(expected[caller]));
        }
    }

    private static WebClient.Answer send(int caller, String user, String method, String place, String json)
            throws Exception {
        return caller == 0
                ? hub.browser().json(method, "/hub/api/" + place, json)
                : new WholeHub.Api(hub.browser(), token(caller, user).reveal()).send(method, place, json);
    }

    @Test
    void givesCodesToSessionsAndNotToTokens() throws Exception {
        String user = "u" + COUNT.incrementAndGet();
        hub.makeUser(user);
        OAuthClient server = new OAuthClient(
                "jupyterhub-user-" + user,
                "Server",
                "/user/" + user + "/back",
                Set.of(),
                Optional.of(ServerRef.of(user)));
        hub.store.oauthClients().put(server, Secret.of("a secret of the server"));
        String place = "oauth2/authorize?response_type=code&client_id=" + server.id();

        for (int caller = 0; caller < CALLERS; caller++) {
            WebClient.Answer asked = send(caller, user, "GET", place, "");
            assertThat(asked.status()).as("number %s", caller).isEqualTo(302);
            assertThat(asked.location().get()).startsWith("/hub/login?next=").doesNotContain("/user/" + user + "/back");

            WebClient.Answer agreed = send(caller, user, "POST", place, "");
            assertThat(agreed.status()).as("number %s", caller).isEqualTo(403);
            assertThat(agreed.location()).isEmpty();
        }
        assertThat(hub.browserOf(user).get("/hub/api/" + place).sent("code"))
                .as("the same, logged in")
                .isPresent();
    }

    /** What the rows about shares find: servers that the user and a friend have shared with each other. */
    private static void share(String user, String group) throws Exception {
        Set<String> access = Set.of("access:servers");
        ServerRef ofUser = ServerRef.of(user);
        hub.store.servers().update(ofUser, stopped -> stopped);
        hub.store.shares().grant(ofUser, Share.Recipient.user("friend"), access);
        hub.store.shares().grant(FRIENDS, Share.Recipient.user(user), access);
        hub.store.shares().grant(FRIENDS, Share.Recipient.group(group), access);
    }

    private static String fill(String text, String user, String group, String token) {
        return text.replace("{user}", user).replace("{group}", group).replace("{token}", token);
    }

    private static Secret token(int caller, String user) throws Exception {
        return switch (caller) {
            case 1 -> hub.addToken("other", Optional.empty());
            case 2 -> hub.addToken(user, Optional.empty(), "read:users:name!user");
            case 3 -> hub.addToken("clerk", Optional.empty(), CULLER.toArray(String[]::new));
            case 4 -> hub.addToken(user, Optional.empty());
            case 5 -> hub.addToken("admin", Optional.empty());
            default -> Secret.of(SERVICE_TOKEN);
        };
    }

    @Test
    void leavesNoOperationOut() {
        Set<String> tried = new java.util.TreeSet<>(ELSEWHERE);
        tried.addAll(WITH_PAGES);
        TABLE.lines()
                .map(line -> line.split("\\|"))
                .forEach(row -> tried.add(row[0].strip()
                        + " /"
                        + row[1].strip()
                                .replace("servers/x", "servers/{server}")
                                .replace("services/none", "services/{service}")
                                .replace("shared/friend/", "shared/{owner}/{server}")
                                .replaceFirst("(shares|share-codes)/\\{user}/$", "$1/{owner}/{server}")
                                .replaceFirst("(shares|share-codes)/\\{user}$", "$1/{owner}")
                                .replace("nonsense", "{value}")
                                .replace("cookie/a/b", "cookie/{name}/{value}")
                                .replace("cookie/a", "cookie/{name}")));

        assertThat(tried).containsExactlyInAnyOrderElementsOf(ApiContract.operations());
    }
}
