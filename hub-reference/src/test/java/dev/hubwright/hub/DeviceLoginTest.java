package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a program without a browser gets a token, and how nobody else gets one by it. */
@Timeout(60)
class DeviceLoginTest {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String CLIENT = "hubwright-device";

    @TempDir
    Path folder;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private WholeHub hub;
    private WebClient program;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(
                folder,
                builder -> builder.audit((event, subject, details) -> events.add(event + " " + subject + details)));
        program = hub.browser();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void givesATokenAfterThePersonHasSaidYes() {
        WebClient.Answer asked = ask("");
        assertThat(asked.json().get("verification_uri").asText()).endsWith("/hub/device");
        assertThat(asked.json().has("verification_uri_complete"))
                .as("a link that is followed by a click")
                .isFalse();
        assertThat(asked.json().get("user_code").asText()).matches("[B-Z]{4}-[B-Z]{4}");
        assertThat(poll(asked).json().get("error").asText()).isEqualTo("authorization_pending");

        WebClient alice = personAtThePage("alice");
        assertThat(alice.get("/hub/device").body()).contains("name=\"code\"");
        WebClient.Answer question =
                alice.post("/hub/device", Map.of("code", code(asked).toLowerCase()));
        assertThat(question.body()).contains("do everything at this hub that you may do", "127.0.0.1");
        assertThat(answer(alice, asked, "allow").body()).contains("has its token");

        WebClient.Answer given = poll(asked);
        String token = given.json().get("access_token").asText();
        assertThat(given.header("cache-control")).contains("no-store");
        assertThat(new WholeHub.Api(program, token)
                        .get("user")
                        .json()
                        .get("name")
                        .asText())
                .isEqualTo("alice");
        assertThat(poll(asked).json().get("error").asText()).as("once").isEqualTo("expired_token");
        assertThat(events).anyMatch(event -> event.startsWith("device-allowed alice"));
        assertThat(events).anyMatch(event -> event.startsWith("device-token alice"));
        assertThat(events).noneMatch(event -> event.contains(token) || event.contains(code(asked)));
    }

    @Test
    void leadsToTheLoginFirst() {
        assertThat(hub.browser().get("/hub/device").location()).contains("/hub/login?next=%2Fhub%2Fdevice");
    }

    @Test
    void takesANoForAnAnswer() {
        WebClient.Answer asked = ask("");

        answer(personAtThePage("alice"), asked, "refuse");

        assertThat(poll(asked).json().get("error").asText()).isEqualTo("access_denied");
    }

    @Test
    void givesNoMoreThanWasAskedFor() {
        WebClient.Answer asked = ask("read:users:name!user read:users:name!user");
        WebClient alice = personAtThePage("alice");
        assertThat(alice.post("/hub/device", Map.of("code", code(asked))).body())
                .contains("read:users:name!user");
        answer(alice, asked, "allow");

        WholeHub.Api api =
                new WholeHub.Api(program, poll(asked).json().get("access_token").asText());

        assertThat(api.get("users/alice").status()).isEqualTo(200);
        assertThat(api.post("users/alice/server", "").status()).isEqualTo(403);
    }

    @Test
    void letsNobodyAllowMoreThanTheyMayDoThemselves() {
        WebClient.Answer asked = ask("admin:users");

        assertThat(answer(personAtThePage("alice"), asked, "allow").status()).isEqualTo(403);
        assertThat(poll(asked).json().get("error").asText()).isEqualTo("authorization_pending");
    }

    @Test
    void slowsDownWhoAsksTooOften() {
        WebClient.Answer asked = ask("");
        poll(asked);
        assertThat(poll(asked).json().get("error").asText()).isEqualTo("slow_down");

        hub.clock.advance(Duration.ofSeconds(5));
        assertThat(poll(asked).json().get("error").asText())
                .as("it is ten seconds now")
                .isEqualTo("slow_down");
        hub.clock.advance(Duration.ofSeconds(15));
        assertThat(poll(asked).json().get("error").asText()).isEqualTo("authorization_pending");
    }

    @Test
    void waitsTenMinutesAndNoLonger() {
        WebClient.Answer asked = ask("");
        hub.clock.advance(Duration.ofMinutes(10));

        assertThat(personAtThePage("alice")
                        .post("/hub/device", Map.of("code", code(asked)))
                        .status())
                .isEqualTo(400);
        assertThat(poll(asked).json().get("error").asText()).isEqualTo("expired_token");
    }

    @Test
    void letsNobodyGuessCodes() {
        WebClient mallory = personAtThePage("eve");
        for (int i = 0; i < 10; i++) {
            assertThat(mallory.post("/hub/device", Map.of("code", "BBBB-BBB" + i))
                            .status())
                    .isEqualTo(400);
        }

        WebClient.Answer asked = ask("");
        assertThat(answer(mallory, asked, "allow").status()).isEqualTo(429);
        assertThat(personAtThePage("alice")
                        .post("/hub/device", Map.of("code", code(asked)))
                        .status())
                .isEqualTo(200);
        hub.clock.advance(Duration.ofMinutes(9));
        assertThat(answer(mallory, asked, "allow").status()).isEqualTo(429);
    }

    @Test
    void keepsNoMoreWaitingThanAMachineHasProgramsFor() {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("").status()).isEqualTo(200);
        }
        assertThat(ask("").status()).isEqualTo(429);
        hub.clock.advance(Duration.ofMinutes(10));
        assertThat(ask("").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no:such", "read:users!colour=red", "read:users read:users!user=", "proxy!"})
    void refusesScopesThatThereAreNot(String scope) {
        WebClient.Answer refused = ask(scope);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).isEqualTo("invalid_scope");
    }

    @Test
    void takesNoAnswerFromAnotherSite() {
        WebClient.Answer asked = ask("");
        WebClient alice = personAtThePage("alice");

        assertThat(alice.postAsIs("/hub/device", Map.of("code", code(asked), "answer", "allow"))
                        .status())
                .isEqualTo(403);
        assertThat(poll(asked).json().get("error").asText()).isEqualTo("authorization_pending");
    }

    @Test
    void refusesOtherClients() {
        assertThat(program.postAsIs("/hub/api/oauth2/device_authorization", Map.of("client_id", "jupyterhub"))
                        .status())
                .isEqualTo(401);
        assertThat(program.postAsIs(
                                "/hub/api/oauth2/token",
                                Map.of("grant_type", GRANT, "client_id", "jupyterhub", "device_code", "x"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        try (WholeHub without = new WholeHub(folder.resolve("without"), HubBuilder::withoutDeviceLogin)) {
            WebClient client = without.browser();

            assertThat(client.postAsIs("/hub/api/oauth2/device_authorization", Map.of("client_id", CLIENT))
                            .status())
                    .isEqualTo(404);
            assertThat(client.get("/hub/device").status()).isEqualTo(404);
        }
    }

    private WebClient personAtThePage(String name) {
        WebClient browser = hub.browserOf(name);
        browser.get("/hub/device");
        return browser;
    }

    private WebClient.Answer ask(String scope) {
        return program.postAsIs("/hub/api/oauth2/device_authorization", Map.of("client_id", CLIENT, "scope", scope));
    }

    private WebClient.Answer poll(WebClient.Answer asked) {
        return program.postAsIs(
                "/hub/api/oauth2/token",
                Map.of(
                        "grant_type", GRANT,
                        "client_id", CLIENT,
                        "device_code", asked.json().get("device_code").asText()));
    }

    private static WebClient.Answer answer(WebClient browser, WebClient.Answer asked, String answer) {
        return browser.post("/hub/device", Map.of("code", code(asked), "answer", answer));
    }

    private static String code(WebClient.Answer asked) {
        return asked.json().get("user_code").asText();
    }
}
