package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SupervisorOptions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST API as JupyterHub's clients use it, over HTTP and through the proxy. */
@Timeout(60)
class RestApiTest {

    private static final String SERVER = "users/alice/server";

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api alice;

    @BeforeEach
    void start() throws Exception {
        start(builder -> {});
    }

    private void start(Consumer<HubBuilder> changes) throws Exception {
        hub = new WholeHub(
                folder, builder -> changes.accept(builder.slowTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))));
        alice = hub.api("alice");
    }

    private void restart(Consumer<HubBuilder> changes) throws Exception {
        hub.close();
        start(changes);
    }

    @AfterEach
    void close() {
        hub.servers.release();
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hub/api", "/hub/api/"})
    void tellsItsVersionToAnybody(String path) {
        WebClient.Answer answer = hub.browser().get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(answer.header("x-jupyterhub-version"))
                .contains(answer.json().path("version").asText());
        assertThat(answer.header("access-control-allow-origin")).contains("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"token wrong", "Bearer wrong", "token", "token ", "Basic YTpi", "nonsense", "token a b", "toke x"
            })
    void answersEveryBadTokenWith403(String header) {
        for (String operation : List.of("user", "users/alice", "users/alice/tokens", "users/alice/server/progress")) {
            WebClient.Answer answer = hub.browser().get("/hub/api/" + operation, "Authorization", header);

            assertThat(answer.status()).as(operation).isEqualTo(403);
            assertThat(answer.json().path("status").asInt()).isEqualTo(403);
            assertThat(answer.json().path("message").asText()).isNotEmpty();
            assertThat(answer.header("www-authenticate")).isEmpty();
        }
    }

    /** A proxy in front may ask for a password of its own. */
    @Test
    void readsTheCookieWhereTheHeaderIsForSomebodyElse() {
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/home");

        assertThat(browser.get("/hub/api/user", "Authorization", "Basic YTpi", "X-XSRFToken", browser.xsrf())
                        .status())
                .isEqualTo(200);
        assertThat(browser.get("/hub/api/user", "Authorization", "token wrong", "X-XSRFToken", browser.xsrf())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void answersNobodyWith403() {
        assertThat(hub.browser().get("/hub/api/user").status()).isEqualTo(403);
        assertThat(hub.browser()
                        .json("POST", "/hub/api/users/alice/server", "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void answersWhatItDoesNotKnowWithJson() {
        WebClient.Answer answer = alice.get("no/such/thing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("status").asInt()).isEqualTo(404);
    }

    @Test
    void tellsWhoSomebodyIsAndWhatTheyMayDo() throws Exception {
        JsonNode who = alice.get("user").json();

        assertThat(who.path("kind").asText()).isEqualTo("user");
        assertThat(who.path("name").asText()).isEqualTo("alice");
        assertThat(who.path("admin").isBoolean()).isTrue();
        assertThat(who.path("groups").isArray()).isTrue();
        assertThat(who.has("session_id")).isTrue();
        assertThat(who.path("token_id").asText()).matches("a\\d+");
        assertThat(texts(who.path("scopes")))
                .isSorted()
                .contains("access:servers!user=alice", "read:users:name!user=alice", "tokens!user=alice")
                .allMatch(scope -> scope.endsWith("!user=alice"));
        assertThat(texts(hub.api("admin").get("user").json().path("scopes")))
                .contains("admin:users", "access:servers", "read:servers")
                .doesNotContain("self", "inherit");
    }

    @Test
    void spellsShortScopesOut() throws Exception {
        assertThat(texts(hub.api("alice", "access:servers!server=alice/", "users:activity!user")
                        .get("user")
                        .json()
                        .path("scopes")))
                .containsExactly(
                        "access:servers!server=alice/", "read:users:activity!user=alice", "users:activity!user=alice");
        assertThat(texts(hub.api("alice", "admin:users", "access:servers")
                        .get("user")
                        .json()
                        .path("scopes")))
                .as("never more than its owner")
                .contains("access:servers!user=alice")
                .allMatch(scope -> scope.endsWith("!user=alice"))
                .noneMatch(scope -> scope.startsWith("admin:"));
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        String token = hub.addToken("alice", Optional.of(hub.clock.instant().plusSeconds(60)))
                .reveal();
        WholeHub.Api api = new WholeHub.Api(hub.browser(), token);
        assertThat(api.get("user").status()).isEqualTo(200);

        hub.clock.advance(Duration.ofSeconds(61));

        assertThat(api.get("user").status()).isEqualTo(403);
    }

    @Test
    void takesThePowerOfTokensFromThoseWhoAreBlocked() throws Exception {
        assertThat(hub.api("mallory").get("user").status()).isEqualTo(403);
        assertThat(hub.api("mallory").post("users/mallory/server", "").status()).isEqualTo(403);
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void movesActivityForwardOnly() throws Exception {
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        Instant now = hub.clock.instant();

        WebClient.Answer posted = activity(now.plusSeconds(60).toString());

        assertThat(posted.status()).isEqualTo(200);
        assertThat(posted.body()).isEmpty();
        assertThat(serverActivity()).contains(now.plusSeconds(60));
        assertThat(hub.store.users().find("alice").orElseThrow().lastActivity()).contains(now.plusSeconds(60));
        assertThat(activity(now.plusSeconds(30).toString()).status()).isEqualTo(200);
        assertThat(activity(now.plusSeconds(60).toString()).status()).isEqualTo(200);
        assertThat(serverActivity()).contains(now.plusSeconds(60));
        assertThat(hub.store.users().find("alice").orElseThrow().lastActivity()).contains(now.plusSeconds(60));
    }

    @Test
    void takesATimeWithoutAZoneAsUtc() throws Exception {
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        String naive = hub.clock.instant().plusSeconds(90).toString().replace("Z", "");

        assertThat(activity(naive).status()).isEqualTo(200);

        assertThat(serverActivity()).contains(Instant.parse(naive + "Z"));
    }

    /** A later single-user server that reports more must not look idle. */
    @Test
    void passesOverMoreThanItKnowsOfActivity() throws Exception {
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        Instant outside = hub.clock.instant().plusSeconds(60);
        Instant inside = hub.clock.instant().plusSeconds(90);

        WebClient.Answer posted = alice.post(
                "users/alice/activity",
                "{\"kernels\": 2, \"last_activity\": \"" + outside
                        + "\", \"servers\": {\"\": {\"kernels\": 2, \"last_activity\": \"" + inside + "\"}}}");

        assertThat(posted.status()).isEqualTo(200);
        assertThat(hub.store.users().find("alice").orElseThrow().lastActivity()).contains(outside);
        assertThat(serverActivity()).contains(inside);
    }

    @Test
    void refusesActivityThatMakesNoSense() throws Exception {
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        Instant now = hub.clock.instant();
        Optional<Instant> before = serverActivity();

        assertThat(activity(now.plus(Duration.ofMinutes(60)).toString()).status())
                .isEqualTo(400);
        assertThat(activity("yesterday").status()).isEqualTo(400);
        for (String body : List.of(
                "",
                "{}",
                "[]",
                "\"x\"",
                "{",
                "{\"servers\":{\"\":{}}}",
                "{\"servers\":{\"\":\"" + now + "\"}}",
                "{\"servers\":[]}",
                "{\"servers\":7}",
                "{\"last_activity\":null}",
                "{\"last_activity\":5}")) {
            assertThat(alice.post("users/alice/activity", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        WebClient.Answer unknown =
                alice.post("users/alice/activity", "{\"servers\":{\"other\":{\"last_activity\":\"" + now + "\"}}}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("message").asText()).contains("other");
        assertThat(serverActivity()).isEqualTo(before);
        assertThat(activity(now.plus(Duration.ofMinutes(58)).toString()).status())
                .isEqualTo(200);
    }

    @Test
    void letsAServersTokenReportForItsOwnerOnly() throws Exception {
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        hub.makeUser("bob");
        WholeHub.Api server =
                new WholeHub.Api(hub.browser(), hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_API_TOKEN"));
        String body = "{\"last_activity\":\"" + hub.clock.instant() + "\"}";

        assertThat(server.post("users/alice/activity", body).status()).isEqualTo(200);
        assertThat(server.post("users/bob/activity", body).status()).isEqualTo(404);
        assertThat(server.post("users/nobody/activity", body).status()).isEqualTo(404);
        assertThat(server.post(SERVER, "").status()).isEqualTo(403);
        assertThat(server.delete(SERVER).status()).isEqualTo(403);
        assertThat(server.get("users/alice/tokens").status()).isEqualTo(403);
        assertThat(hub.api("alice", "read:users!user")
                        .post("users/alice/activity", body)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void startsAndStopsAServer() throws Exception {
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        JsonNode model = alice.get("users/alice").json();
        assertThat(model.path("server").asText()).isEqualTo("/user/alice/");
        assertThat(model.at("/servers//ready").asBoolean()).isTrue();
        assertThat(model.at("/servers//progress_url").asText()).isEqualTo("/hub/api/users/alice/server/progress");
        assertThat(hub.browser().get("/user/alice/").body()).contains("the server of alice");

        assertThat(alice.post(SERVER, "").status()).as("runs already").isEqualTo(400);
        WebClient.Answer stopped = alice.delete(SERVER);

        assertThat(stopped.status()).isEqualTo(204);
        assertThat(stopped.body()).isEmpty();
        assertThat(alice.delete(SERVER).status()).as("stopped already").isEqualTo(204);
        assertThat(hub.servers.count()).isZero();
        assertThat(alice.get("users/alice").json().path("servers")).isEmpty();
        assertThat(hub.browser().get("/user/alice/").status()).isEqualTo(302);
    }

    @Test
    void says202WhileAStartTakesLong() throws Exception {
        restart(builder -> builder.slowTimeouts(Duration.ofMillis(200), Duration.ofSeconds(5)));
        hub.servers.hold();

        assertThat(alice.post(SERVER, "").status()).isEqualTo(202);
        assertThat(alice.post(SERVER, "").status()).as("joins it").isEqualTo(202);
        assertThat(alice.get("users/alice").json().path("pending").asText()).isEqualTo("spawn");
        hub.servers.release();
        Eventually.holds(
                "ready",
                () -> alice.get("users/alice").json().at("/servers//ready").asBoolean());

        assertThat(hub.servers.count()).isEqualTo(1);
    }

    @Test
    void cancelsAStart() throws Exception {
        restart(builder -> builder.slowTimeouts(Duration.ofMillis(200), Duration.ofSeconds(10)));
        hub.servers.hold();
        assertThat(alice.post(SERVER, "").status()).isEqualTo(202);

        assertThat(alice.delete(SERVER).status()).isEqualTo(204);

        hub.servers.release();
        assertThat(hub.servers.count()).isZero();
        assertThat(alice.get("users/alice").json().path("servers")).isEmpty();
        assertThat(hub.store.oauthClients().all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alice, users/bob/server, 404",
        "alice, users/nobody/server, 404",
        "admin, users/nobody/server, 404",
        "admin, users/bob/server, 201",
        "alice, users/alice/servers/second, 400"
    })
    void startsForWhomItMay(String who, String operation, int status) throws Exception {
        hub.makeUser("bob");

        assertThat(hub.api(who).post(operation, "").status()).isEqualTo(status);
        assertThat(hub.servers.count()).isEqualTo(status == 201 ? 1 : 0);
    }

    @Test
    void keepsNamedServersApart() throws Exception {
        restart(builder -> builder.namedServers(2));

        assertThat(alice.post("users/alice/servers/one", "").status()).isEqualTo(201);
        assertThat(alice.post("users/alice/servers/two", "").status()).isEqualTo(201);
        assertThat(alice.post("users/alice/servers/three", "").status()).isEqualTo(400);
        assertThat(alice.post("users/alice/servers/..%2Fx", "").status()).isEqualTo(404);
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
        assertThat(hub.browser().get("/user/alice/one/").body()).contains("alice/one");
        assertThat(hub.browser().get("/user/alice/").body()).endsWith("alice/");
        assertThat(alice.delete(SERVER, "{\"remove\":true}").status()).isEqualTo(400);
        assertThat(alice.delete("users/alice/servers/one", "{\"remove\":true}").status())
                .isEqualTo(204);
        assertThat(alice.delete("users/alice/servers/one").status()).isEqualTo(404);
        assertThat(alice.post("users/alice/servers/three", "").status()).isEqualTo(201);
    }

    @Test
    void says429WhenTooManyAreStarting() throws Exception {
        restart(builder -> builder.slowTimeouts(Duration.ofMillis(200), Duration.ofSeconds(5))
                .supervisor(SupervisorOptions.builder().concurrentSpawnLimit(1)));
        hub.servers.hold();
        assertThat(alice.post(SERVER, "").status()).isEqualTo(202);

        WebClient.Answer second = hub.api("bob").post("users/bob/server", "");

        assertThat(second.status()).isEqualTo(429);
        assertThat(Integer.parseInt(second.header("retry-after").orElse("0"))).isPositive();
        assertThat(second.json().path("message").asText()).isNotEmpty();
    }

    @Test
    void says429WhenTooManyAreRunning() throws Exception {
        restart(builder -> builder.supervisor(SupervisorOptions.builder().activeServerLimit(1)));
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);

        WebClient.Answer second = hub.api("bob").post("users/bob/server", "");

        assertThat(second.status()).isEqualTo(429);
    }

    @Test
    void streamsAStart() throws Exception {
        restart(builder -> builder.slowTimeouts(Duration.ofMillis(200), Duration.ofSeconds(5)));
        hub.servers.hold();
        assertThat(alice.post(SERVER, "").status()).isEqualTo(202);
        CompletableFuture<WebClient.Answer> stream =
                CompletableFuture.supplyAsync(() -> alice.get(SERVER + "/progress"));
        Thread.sleep(100);
        hub.servers.release();

        WebClient.Answer answer = stream.get();

        assertThat(answer.header("content-type").get()).startsWith("text/event-stream");
        assertThat(answer.header("cache-control").get()).contains("no-cache");
        List<JsonNode> events = events(answer);
        assertThat(events).allMatch(event -> event.path("progress").isInt() && event.has("message"));
        assertThat(events.stream().map(event -> event.path("message").asText())).contains("Looking for a place");
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.path("ready").asBoolean()).isTrue();
        assertThat(last.path("progress").asInt()).isEqualTo(100);
        assertThat(last.path("url").asText()).isEqualTo("/user/alice/");
        assertThat(events.stream().filter(event -> event.has("ready"))).hasSize(1);
    }

    @Test
    void sendsBlankLinesWhileNothingHappens() throws Exception {
        restart(builder -> builder.slowTimeouts(Duration.ofMillis(200), Duration.ofSeconds(5)));
        hub.servers.hold();
        assertThat(alice.post(SERVER, "").status()).isEqualTo(202);
        HttpRequest request = HttpRequest.newBuilder(hub.hub.url().resolve("/hub/api/" + SERVER + "/progress"))
                .header("Authorization", "token " + alice.token())
                .build();
        try (Stream<String> stream = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()) {
            Iterator<String> lines = stream.dropWhile(line -> !line.contains("Looking for a place"))
                    .iterator();
            assertThat(lines.next()).startsWith("data: ");
            assertThat(lines.next()).as("the end of the event").isEmpty();

            assertThat(List.of(lines.next(), lines.next()))
                    .as("after some seconds")
                    .containsOnly("");
            hub.servers.release();
            List<String> rest = new ArrayList<>();
            lines.forEachRemaining(rest::add);
            assertThat(rest).as("and goes on").anyMatch(line -> line.contains("\"ready\":true"));
        }
    }

    @Test
    void streamsAFailedStart() throws Exception {
        hub.servers.failWith(ProviderException.permanent("There is no room today", "/secret/path is full"));
        WebClient.Answer failed = alice.post(SERVER, "");
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.json().path("message").asText())
                .contains("There is no room today")
                .doesNotContain("/secret/path");

        List<JsonNode> events = events(alice.get(SERVER + "/progress"));

        JsonNode last = events.get(events.size() - 1);
        assertThat(last.path("failed").asBoolean()).isTrue();
        assertThat(last.path("message").asText()).contains("There is no room today");
        assertThat(last.has("ready")).isFalse();
        hub.servers.failNoMore();
        assertThat(alice.post(SERVER, "").status()).isEqualTo(201);
    }

    @Test
    void hasNoProgressOfWhatIsNotStarting() {
        assertThat(alice.get(SERVER + "/progress").status()).isEqualTo(400);
    }

    @Test
    void makesAndRevokesTokens() {
        WebClient.Answer made = alice.post("users/alice/tokens", "{\"note\":\"for <me>\",\"expires_in\":100}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("note").asText()).isEqualTo("for <me>");
        String value = made.json().path("token").asText();
        assertThat(value).matches("[0-9a-f]{32}");
        String id = made.json().path("id").asText();
        assertThat(alice.get("users/alice/tokens").body()).contains(id).doesNotContain(value);
        assertThat(alice.get("users/alice/tokens/" + id)
                        .json()
                        .path("expires_at")
                        .asText())
                .startsWith(hub.clock.instant().plusSeconds(100).toString().substring(0, 19));
        WholeHub.Api made2 = new WholeHub.Api(hub.browser(), value);
        assertThat(made2.get("user").status()).isEqualTo(200);
        assertThat(alice.delete("users/alice/tokens/" + id).status()).isEqualTo(204);
        assertThat(made2.get("user").status()).isEqualTo(403);
        assertThat(alice.get("users/alice/tokens/" + id).status()).isEqualTo(404);
    }

    @Test
    void endsTokensInTime() {
        String value = alice.post("users/alice/tokens", "{\"expires_in\":100}")
                .json()
                .path("token")
                .asText();

        hub.clock.advance(Duration.ofSeconds(101));

        assertThat(new WholeHub.Api(hub.browser(), value).get("user").status()).isEqualTo(403);
        assertThat(alice.get("users/alice/tokens").json().path("api_tokens")).hasSize(1);
    }

    @Test
    void makesTokensThatMayLessButNeverMore() {
        WebClient.Answer narrow = alice.post("users/alice/tokens", "{\"scopes\":[\"read:users:name!user\"]}");
        assertThat(narrow.status()).isEqualTo(201);
        WholeHub.Api api =
                new WholeHub.Api(hub.browser(), narrow.json().path("token").asText());

        assertThat(texts(api.get("user").json().path("scopes"))).containsExactly("read:users:name!user=alice");
        assertThat(api.post(SERVER, "").status()).isEqualTo(403);
        assertThat(alice.post("users/alice/tokens", "{\"scopes\":[\"admin:users\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(alice.post("users/alice/tokens", "{\"scopes\":[\"read:users\"]}")
                        .status())
                .isEqualTo(403);
    }

    /** As a program's whose list came out empty. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"scopes\":[]}", "{\"roles\":[]}", "{\"scopes\":[],\"roles\":[]}"})
    void makesATokenForNothingOfAnEmptyList(String body) {
        WebClient.Answer made = alice.post("users/alice/tokens", body);

        assertThat(made.status()).isEqualTo(201);
        assertThat(texts(made.json().path("scopes"))).isEmpty();
        WholeHub.Api api =
                new WholeHub.Api(hub.browser(), made.json().path("token").asText());
        assertThat(api.get("users/alice").status()).isEqualTo(403);
        assertThat(api.post(SERVER, "").status()).isEqualTo(403);
    }

    @Test
    void letsANarrowTokenMakeNoWiderOne() throws Exception {
        WholeHub.Api maker = hub.api("alice", "tokens!user");

        assertThat(maker.post("users/alice/tokens", "{}").status()).isEqualTo(403);
        assertThat(maker.post("users/alice/tokens", "{\"scopes\":[\"servers!user\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(maker.post("users/alice/tokens", "{\"scopes\":[\"read:tokens!user\"]}")
                        .status())
                .isEqualTo(201);
    }

    /** Somebody who makes tokens for others needs no more than that, as at JupyterHub. */
    @Test
    void letsWhoeverMayMakeTokensForSomebodyGiveThemAllThatTheirOwnerMay() throws Exception {
        hub.makeUser("alice");
        WholeHub.Api maker = hub.api("admin", "tokens");

        WebClient.Answer made = maker.post("users/alice/tokens", "{}");

        assertThat(made.status()).isEqualTo(201);
        WholeHub.Api alices =
                new WholeHub.Api(hub.browser(), made.json().path("token").asText());
        assertThat(alices.get("user").json().path("name").asText()).isEqualTo("alice");
        assertThat(maker.post("users/alice/tokens", "{\"scopes\":[\"admin:users\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(maker.post("users/admin/tokens", "{}").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scopes\":\"read:users:name!user\"}",
                "{\"scopes\":{\"read:users:name!user\":true}}",
                "{\"scopes\":[7]}",
                "{\"scopes\":[\"no:such:scope\"]}",
                "{\"scopes\":[\"read:users!bogus=1\"]}",
                "{\"scopes\":[\"read:users!bogus\"]}",
                "{\"scopes\":[\"read:users!user=\"]}",
                "{\"scopes\":[\"access:servers!server=alice\"]}",
                "{\"roles\":[\"nobody\"]}",
                "{\"roles\":\"server\"}",
                "{\"scope\":[\"read:users:name!user\"]}",
                "{\"expires_in\":-1}",
                "{\"expires_in\":\"soon\"}",
                "{\"expires_in\":99999999999}",
                "{\"expiresin\":5}",
                "[]",
                "{"
            })
    void makesNoTokenOfWhatItDoesNotUnderstand(String body) {
        WebClient.Answer answer = alice.post("users/alice/tokens", body);

        assertThat(answer.status()).isIn(400, 403);
        assertThat(answer.body()).doesNotContain("\"token\"");
        assertThat(alice.get("users/alice/tokens").json().path("api_tokens")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"remov\":true}", "{\"remove\":\"yes\"}", "{\"remove\":1}"})
    void stopsNoServerForWhatItDoesNotUnderstand(String body) {
        assertThat(alice.delete(SERVER, body).status()).isEqualTo(400);
        assertThat(alice.delete("users/alice/servers/x", body).status()).isEqualTo(400);
    }

    @Test
    void keepsTokensFromOthers() throws Exception {
        WholeHub.Api bob = hub.api("bob");
        String id = bob.post("users/bob/tokens", "{}").json().path("id").asText();

        assertThat(alice.get("users/bob/tokens").status()).isEqualTo(404);
        assertThat(alice.get("users/bob/tokens/" + id).status()).isEqualTo(404);
        assertThat(alice.delete("users/bob/tokens/" + id).status()).isEqualTo(404);
        assertThat(alice.delete("users/alice/tokens/" + id).status()).isEqualTo(404);
        assertThat(alice.post("users/bob/tokens", "{}").status()).isEqualTo(404);
        assertThat(hub.api("alice", "read:users!user").get("users/bob/tokens").status())
                .isEqualTo(403);
        assertThat(bob.get("users/bob/tokens/" + id).status()).isEqualTo(200);
        assertThat(hub.api("admin").get("users/bob/tokens").json().path("api_tokens"))
                .hasSize(2);
        for (String nonsense : List.of("a", "1", "a-1", "a99999999999999999999", "..%2Fx")) {
            assertThat(alice.get("users/alice/tokens/" + nonsense).status())
                    .as(nonsense)
                    .isEqualTo(404);
        }
    }

    @Test
    void takesTheCookieOnlyFromPagesOfItsOwn() throws Exception {
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/home");
        String xsrf = browser.xsrf();

        assertThat(browser.get("/hub/api/user").status()).isEqualTo(403);
        assertThat(browser.json("POST", "/hub/api/users/alice/tokens", "{}").status())
                .isEqualTo(403);
        assertThat(browser.get("/hub/api/user", "X-XSRFToken", xsrf).status()).isEqualTo(200);
        assertThat(browser.get("/hub/api/user?_xsrf=" + WebClient.encode(xsrf)).status())
                .isEqualTo(200);
        assertThat(browser.get("/hub/api/user", "X-XSRFToken", xsrf)
                        .json()
                        .path("token_id")
                        .isNull())
                .isTrue();
        assertThat(browser.json("POST", "/hub/api/users/alice/tokens", "{}", "X-XSRFToken", xsrf)
                        .status())
                .isEqualTo(201);
        assertThat(browser.send(
                                "POST",
                                "/hub/api/users/alice/tokens",
                                "{}",
                                "X-XSRFToken",
                                xsrf,
                                "Content-Type",
                                "text/plain")
                        .status())
                .isEqualTo(403);
        WebClient other = hub.browserOf("bob");
        other.get("/hub/home");
        assertThat(browser.get("/hub/api/user", "X-XSRFToken", other.xsrf()).status())
                .isEqualTo(403);
    }

    /** A request that scripts may not read the answer of can come from anywhere all the same. */
    @ParameterizedTest
    @CsvSource({
        "no-cors, same-origin",
        "no-cors, same-site",
        "no-cors, cross-site",
        "cors, same-site",
        "navigate, none",
        "websocket, same-origin"
    })
    void wantsTheTokenOfItsPagesWhateverTheKindOfRequest(String mode, String site) {
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/home");
        for (String operation : List.of("user", "users/alice/server", "users/alice/tokens")) {
            WebClient.Answer answer =
                    browser.get("/hub/api/" + operation, "Sec-Fetch-Mode", mode, "Sec-Fetch-Site", site);

            assertThat(answer.status()).as(operation).isEqualTo(403);
        }
    }

    @Test
    void believesTheTokenRatherThanTheCookie() throws Exception {
        WebClient browser = hub.browserOf("alice");
        hub.makeUser("bob");
        String token = hub.addToken("bob", Optional.empty()).reveal();

        assertThat(new WholeHub.Api(browser, token)
                        .get("user")
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("bob");
        browser.get("/hub/home");
        assertThat(browser.get("/hub/api/user", "Authorization", "token wrong", "X-XSRFToken", browser.xsrf())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void neverTakesATokenFromTheAddress() throws Exception {
        assertThat(hub.browser().get("/hub/api/user?token=" + alice.token()).status())
                .isEqualTo(403);
    }

    private WebClient.Answer activity(String time) {
        return alice.post(
                "users/alice/activity",
                "{\"servers\":{\"\":{\"last_activity\":\"" + time + "\"}},\"last_activity\":\"" + time + "\"}");
    }

    private Optional<Instant> serverActivity() throws ProviderException {
        return hub.store.servers().find(ServerRef.of("alice")).orElseThrow().lastActivity();
    }

    private static List<JsonNode> events(WebClient.Answer answer) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : answer.body().split("\n")) {
            if (line.startsWith("data: ")) {
                events.add(WebClient.parse(line.substring(6)));
            }
        }
        return events;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }
}
