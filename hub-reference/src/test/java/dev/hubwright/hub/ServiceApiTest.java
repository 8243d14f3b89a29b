package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that come and go by the API while the hub runs. */
@Timeout(120)
class ServiceApiTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String GRADER = "services/grader";

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api admin;

    @BeforeEach
    void start() throws Exception {
        hub = open();
        admin = hub.api("admin");
    }

    private WholeHub open() throws Exception {
        ServiceDefinition settled = ServiceDefinition.builder("settled")
                .apiToken(Secret.of("token-of-the-settled"))
                .oauthRedirectUri("/services/settled/back")
                .build();
        Role readers = new Role("readers", "", Set.of("list:users"), Set.of(), Set.of(), Set.of("reader"));
        Role clerks = new Role("clerks", "", Set.of("admin:services"), Set.of("clerk"), Set.of(), Set.of());
        return new WholeHub(folder, builder -> builder.services(List.of(settled))
                .roles(List.of(readers, clerks), ScopeTree.standard()));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void addsAServiceThatIsKnownByItsTokenAndReached() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            byte[] answer = "I grade".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            WebClient.Answer made = admin.post(
                    GRADER, "{\"url\": \"" + url + "\", \"api_token\": \"" + TOKEN + "\", \"info\": {\"room\": 7}}");

            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.body()).doesNotContain(TOKEN);
            assertThat(made.json().path("url").asText()).isEqualTo(url);
            assertThat(made.json().path("prefix").asText()).isEqualTo("/services/grader/");
            assertThat(admin.get(GRADER).json().at("/info/room").asInt()).isEqualTo(7);
            assertThat(admin.get("services").json().has("grader")).isTrue();
            assertThat(hub.browser().get("/services/grader/page").body()).isEqualTo("I grade");
            seeThatItIsKnown();

            hub.close();
            hub = open();
            admin = hub.api("admin");
            seeThatItIsKnown();
            assertThat(hub.browser().get("/services/grader/page").body())
                    .as("after a restart")
                    .isEqualTo("I grade");

            assertThat(admin.delete(GRADER).status()).isEqualTo(200);
            assertThat(hub.browser().get("/services/grader/page").body()).isNotEqualTo("I grade");
            assertThat(hub.browser()
                            .get("/hub/api/user", "Authorization", "token " + TOKEN)
                            .status())
                    .isEqualTo(403);
            assertThat(hub.store.oauthClients().find("service-grader")).isEmpty();
            assertThat(admin.delete(GRADER).status()).isEqualTo(404);
        } finally {
            server.stop(0);
        }
    }

    private void seeThatItIsKnown() throws Exception {
        WebClient.Answer who = hub.browser().get("/hub/api/user", "Authorization", "token " + TOKEN);
        assertThat(who.status()).isEqualTo(200);
        assertThat(who.json().path("kind").asText()).isEqualTo("service");
        assertThat(who.json().path("name").asText()).isEqualTo("grader");
        assertThat(who.json().path("scopes").size()).isZero();
        assertThat(hub.store.oauthClients().find("service-grader")).isPresent();
        assertThat(hub.browser()
                        .get("/hub/api/user", "Authorization", "token " + TOKEN + "x")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void leavesThoseOfTheSettingsAlone() {
        assertThat(admin.post("services/settled", "{}").status()).isEqualTo(409);
        assertThat(admin.delete("services/settled").status()).isEqualTo(405);
        assertThat(admin.post(GRADER, "{\"oauth_client_id\": \"service-settled\"}")
                        .status())
                .as("nobody becomes the client that another one is")
                .isEqualTo(409);
        assertThat(admin.get(GRADER).status()).isEqualTo(404);
        assertThat(admin.post(GRADER, "{}").status()).isEqualTo(201);
        assertThat(admin.post(GRADER, "{}").status()).isEqualTo(409);
    }

    @Test
    void hidesTheServicesThatATokenIsNotFor() throws Exception {
        WholeHub.Api narrow = hub.api("admin", "admin:services!service=other");

        assertThat(narrow.delete("services/settled").status()).isEqualTo(404);
        assertThat(narrow.post(GRADER, "{}").status()).isEqualTo(403);
        assertThat(hub.api("admin", "read:services").delete("services/settled").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\": [\"sh\"]}",
                "{\"command\": \"sh\"}",
                "{\"environment\": {\"A\": \"b\"}}",
                "{\"cwd\": \"/tmp\"}",
                "{\"user\": \"root\"}",
                "{\"name\": \"other\"}",
                "{\"url\": \"ftp://example.org\"}",
                "{\"url\": \"http://example.org/path\"}",
                "{\"url\": 7}",
                "{\"api_token\": \"short\"}",
                "{\"oauth_client_id\": \"jupyterhub-user-alice\"}",
                "{\"admin\": \"yes\"}",
                "{\"colour\": \"red\"}"
            })
    void refusesWhatCannotBe(String body) {
        WebClient.Answer refused = admin.post(GRADER, body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().path("message").asText())
                .startsWith(body.substring(2, body.indexOf('"', 2)))
                .doesNotContain("short");
        assertThat(admin.get(GRADER).status()).isEqualTo(404);
    }

    @Test
    void makesNobodyMoreThanTheyAre() throws Exception {
        WholeHub.Api clerk = hub.api("clerk");
        for (String body : List.of(
                "{\"admin\": true}",
                "{\"oauth_no_confirm\": true}",
                "{\"oauth_client_allowed_scopes\": [\"admin:users\"]}",
                "{\"oauth_client_allowed_scopes\": \"admin:users\"}")) {
            assertThat(clerk.post(GRADER, body).status()).as(body).isEqualTo(403);
            assertThat(admin.post(GRADER, body).status()).as(body).isEqualTo(201);
            assertThat(admin.delete(GRADER).status()).isEqualTo(200);
        }
        assertThat(clerk.post("services/reader", "{}").status())
                .as("a name that has a role")
                .isEqualTo(403);
        assertThat(clerk.post(GRADER, "{}").status()).isEqualTo(201);
        assertThat(clerk.delete(GRADER).status()).isEqualTo(200);
    }

    @Test
    void keepsNoToken() throws Exception {
        assertThat(admin.post(GRADER, "{\"api_token\": \"" + TOKEN + "\"}").status())
                .isEqualTo(201);

        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(TOKEN);
            }
        }
    }
}
