package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SupervisorOptions;
import dev.hubwright.hub.store.OAuthClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every status that the document of the API names, those among them that nothing else comes by. Which test shows which is
 * in {@code statuses.txt}, and {@link StatusWitness} holds each of them to it.
 */
@Timeout(120)
class RestStatusTest {

    private static final String TABLE = """
            POST   | users/%20                 |                    | 400
            PATCH  | users/nobody              | {"admin": true}    | 404
            DELETE | users/nobody              |                    | 404
            DELETE | users/ada/servers/none    | not JSON           | 400
            GET    | groups?limit=x            |                    | 400
            POST   | groups                    | {}                 | 400
            POST   | groups/%20                | {}                 | 400
            DELETE | groups/none               |                    | 404
            POST   | groups/none/users         | {"users": ["ada"]} | 404
            DELETE | groups/class/users        | {}                 | 400
            DELETE | groups/none/users         | {"users": ["ada"]} | 404
            PUT    | groups/class/properties   | []                 | 400
            POST   | groups/a%01b              |                    | 400
            PUT    | groups/none/properties    | {}                 | 404
            GET    | proxy?limit=x             |                    | 400
            GET    | users/ada/shared?limit=x  |                    | 400
            GET    | groups/class/shared?limit=x |                  | 400
            GET    | groups/none/shared        |                    | 404
            GET    | groups/class/shared/ada/  |                    | 404
            DELETE | groups/class/shared/ada/  |                    | 404
            GET    | shares/ada/?limit=x       |                    | 400
            PATCH  | shares/ada/               | {}                 | 400
            GET    | share-codes/ada?limit=x   |                    | 400
            GET    | share-codes/ada/?limit=x  |                    | 400
            """;

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api admin;

    @BeforeEach
    void start() throws Exception {
        start(Duration.ofSeconds(60));
    }

    private void restart(Duration patience) throws Exception {
        hub.close();
        start(patience);
    }

    /** Takes how long requests wait for servers. */
    private void start(Duration patience) throws Exception {
        hub = new WholeHub(folder, builder -> builder.namedServers(5)
                .slowTimeouts(patience, patience)
                .supervisor(SupervisorOptions.builder().concurrentSpawnLimit(1))
                .authenticator(
                        request -> switch (request.username()) {
                            case "down" -> throw ProviderException.retryable("Try again later", "It does not answer");
                            case "ada" -> AuthResult.granted(Identity.of("ada"));
                            default -> AuthResult.denied(DenialReason.BAD_CREDENTIALS);
                        },
                        WholeHub.rules().build()));
        admin = hub.api("admin");
        hub.makeUser("ada");
        hub.store.groups().create("class");
        hub.store.servers().update(ServerRef.of("ada"), stopped -> stopped);
    }

    @AfterEach
    void close() {
        hub.servers.release();
        hub.close();
    }

    @Test
    void says() {
        for (String line : TABLE.lines().toList()) {
            String[] row = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);

            WebClient.Answer answer = admin.send(row[0], row[1], row[2]);

            assertThat(answer.status()).as("%s: %s", line, answer.body()).isEqualTo(Integer.parseInt(row[3]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"users/ada/server", "users/ada/servers/", "users/ada/servers/lab"})
    void startsAndStopsEachKindOfServer(String server) throws Exception {
        restart(Duration.ofMillis(300));
        hub.servers.hold();
        assertThat(admin.post(server, "").status()).isEqualTo(202);
        assertThat(admin.post("users/admin/servers/second", "").status()).isEqualTo(429);
        hub.servers.release();
        await("it is ready", server, "ready");
        assertThat(admin.post(server, "").status()).isEqualTo(400);
        String progress = server.replaceFirst("servers/$", "server") + "/progress";
        assertThat(admin.get(progress).body()).contains("\"ready\":true");

        hub.servers.holdStops();
        assertThat(admin.delete(server).status()).isEqualTo(202);
        assertThat(admin.post(server, "").status()).as("while it stops").isEqualTo(503);
        assertThat(admin.send("DELETE", "users/ada", "").status()).isEqualTo(400);
        hub.servers.release();
        await("it has stopped", server, "stopped");
    }

    private void await(String what, String server, String flag) {
        Eventually.holds(
                what,
                Duration.ofSeconds(60),
                () -> admin.get(server).json().path(flag).asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"users/ada/server", "users/ada/servers/", "users/ada/servers/lab"})
    void saysWhyAServerDoesNotStart(String server) {
        hub.servers.failWith(ProviderException.permanent("There is no room today", "no room"));

        WebClient.Answer answer = admin.post(server, "");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().path("message").asText()).contains("There is no room today");
    }

    @Test
    void tellsOutagesAndGuessersWhoWantTokens() {
        assertThat(tokenFor("down").status()).isEqualTo(503);
        List<Integer> guesses = IntStream.range(0, 50)
                .map(i -> tokenFor("guess").status())
                .boxed()
                .toList();
        assertThat(guesses).startsWith(403).endsWith(429);
    }

    private WebClient.Answer tokenFor(String user) {
        String body = "{\"auth\": {\"username\": \"" + user + "\", \"password\": \"secret\"}}";
        return hub.browser().json("POST", "/hub/api/users/" + user + "/tokens", body);
    }

    @Test
    void holdsServersBackThatAskForTokensAllTheTime() {
        assertThat(admin.post("users/ada/server", "").status()).isIn(201, 202);
        WholeHub.Api server =
                new WholeHub.Api(hub.browser(), hub.servers.told(ServerRef.of("ada"), "JUPYTERHUB_API_TOKEN"));

        assertThat(server.post("upstream-token", "[]").status()).isEqualTo(400);
        List<Integer> answers = IntStream.range(0, 130)
                .map(i -> server.post("upstream-token", "{\"resource\": \"x\"}").status())
                .boxed()
                .toList();
        assertThat(answers).startsWith(403).endsWith(429);
    }

    @Test
    void leadsNobodyToWhatIsGone() throws Exception {
        hub.store
                .oauthClients()
                .put(
                        new OAuthClient(
                                "service-gone", "The service gone", "/services/gone/", Set.of(), Optional.empty()),
                        Secret.of("a secret of the client"));
        WebClient browser = hub.browserOf("ada");
        browser.get("/hub/home");

        String gone = "/hub/api/oauth2/authorize?response_type=code&state=s&client_id=service-gone";
        assertThat(browser.get(gone).status()).isEqualTo(500);
        assertThat(browser.post(gone, Map.of()).status()).isEqualTo(500);
        assertThat(browser.post(gone.replace("gone", "unknown"), Map.of()).status())
                .isEqualTo(400);
    }

    @Test
    void knowsNoAuthenticatorThatIsNotThere() {
        Map<String, String> wish = Map.of("client_id", "hubwright-device", "authenticator", "none");

        assertThat(hub.browser()
                        .postAsIs("/hub/api/oauth2/device_authorization", wish)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsMonitoringOnlyToThoseWhoMaySeeIt() throws Exception {
        assertThat(admin.get("metrics").body()).contains("jupyterhub_total_users");
        assertThat(hub.api("ada").get("metrics").status()).isEqualTo(403);
    }

    @Test
    void hasATestForEveryStatus() {
        Map<String, String> shown = StatusLedger.table();

        assertThat(shown.keySet()).containsExactlyInAnyOrderElementsOf(ApiContract.statuses());
        shown.values().stream()
                .distinct()
                .forEach(test -> assertThatCode(() -> find(test)).as(test).doesNotThrowAnyException());
    }

    private static void find(String test) throws ReflectiveOperationException {
        String[] parts = test.split("\\.");
        Class<?> type = Class.forName(RestStatusTest.class.getPackageName() + "." + parts[0]);
        assertThat(Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals(parts[1])))
                .as(test)
                .isNotEmpty();
    }
}
