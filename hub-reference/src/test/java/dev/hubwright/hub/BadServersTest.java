package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Servers that do not start, and people with names that are none: a reason for everybody, and nothing left behind. */
@Timeout(120)
class BadServersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    static Stream<List<String>> commandsThatFail() {
        return Stream.of(
                TinyServer.command("exit"),
                TinyServer.command("silent"),
                TinyServer.command("broken"),
                List.of("/no/such/program"),
                List.of("no-such-program-on-the-path"),
                List.of("/etc/passwd"),
                List.of("/"));
    }

    @ParameterizedTest
    @MethodSource("commandsThatFail")
    void tellsWhyAServerDoesNotStart(List<String> command) throws Exception {
        try (RunningHub hub = new RunningHub(data(), settings(command))) {
            WebClient alice = new WebClient(hub.url());
            alice.logIn("alice");
            alice.follow(alice.get("/hub/spawn"));
            Eventually.holds(
                    "the start has failed",
                    PATIENCE,
                    () -> alice.get("/hub/spawn-pending/alice").status() == 500);

            WebClient.Answer page = alice.get("/hub/spawn-pending/alice");

            String reason = page.body().replaceAll("(?s).*role=\"alert\">(.*?)<.*", "$1");
            assertThat(reason)
                    .hasSizeGreaterThan(10)
                    .doesNotContain("Exception", folder.toString(), "/no/such", "/etc");
            assertThat(page.body()).doesNotContain(folder.toString()).doesNotContainPattern("my token is [0-9a-f]{32}");
            assertThat(logged()).contains("alice").doesNotContainPattern("my token is [0-9a-f]{32}");
            assertThat(HubRun.serversOf(hub.hubUrl().getPort())).isEmpty();
            assertNothingIsLeftOf("alice");
        }
    }

    private void assertNothingIsLeftOf(String user) throws Exception {
        try (HubStore store =
                HubStore.open("sqlite:///hubwright.sqlite", data(), CryptKeys.none(), Clock.systemUTC())) {
            assertThat(store.tokens().ofUser(user)).isEmpty();
            assertThat(store.oauthClients().all()).isEmpty();
            assertThat(store.servers().active()).isEmpty();
        }
    }

    @Test
    void survivesAServerThatDiesInTheMiddleOfAnAnswer() throws Exception {
        try (RunningHub hub = new RunningHub(data(), settings(TinyServer.command()))) {
            WebClient alice = new WebClient(hub.url());
            alice.logIn("alice");
            alice.follow(alice.get("/hub/spawn"));
            Eventually.holds("ready", PATIENCE, () -> alice.get("/user/alice/").status() == 200);

            // It promises a million bytes and sends thirty: an answer that looks whole would be a lie.
            assertThat(catchFailure(() -> alice.get("/user/alice/half"))).isTrue();

            assertThat(alice.get("/user/alice/").status()).isIn(502, 503, 302);
            assertThat(alice.get("/hub/home").status()).isEqualTo(200);
            hub.hub().servers().stop(ServerRef.of("alice"), StopMode.NOW);
            Eventually.holds(
                    "over",
                    PATIENCE,
                    () -> !hub.hub().servers().view(ServerRef.of("alice")).active());
            assertNothingIsLeftOf("alice");
        }
    }

    private static boolean catchFailure(Runnable deed) {
        try {
            deed.run();
            return false;
        } catch (AssertionError e) {
            return e.getCause() instanceof IOException;
        }
    }

    @Test
    void findsAHarmlessPlaceForEveryName() throws Exception {
        List<String> names = new ArrayList<>(List.of(
                "../x",
                "a/b",
                "/etc/x",
                "аlice",
                "ａlice",
                "ali\u200bce",
                "a\0b",
                "..",
                ".",
                "-x",
                "<script>alert(1)</script>",
                "a\"b'c",
                "a%2Fb",
                "a\nb",
                "\u202Eecila",
                "alice;id",
                "$(id)",
                "a b",
                "a?b#c"));
        names.add("x".repeat(300));
        Path before = Files.createDirectories(folder.resolve("aside"));
        try (RunningHub hub = new RunningHub(data(), settings(TinyServer.command()))) {
            Map<String, Integer> verdicts = new HashMap<>();
            for (String name : names) {
                verdicts.put(name, visit(hub, name));
            }
            assertThat(verdicts.get("../x")).isEqualTo(403);
            assertThat(verdicts.get("a/b")).isEqualTo(403);
            assertThat(verdicts.get("a\0b")).isEqualTo(403);
            assertThat(verdicts.get("x".repeat(300))).isEqualTo(403);
            hub.hub().stopAllServers();
            assertThat(HubRun.serversOf(hub.hubUrl().getPort())).isEmpty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries).containsExactlyInAnyOrder(before, data());
        }
        assertThat(logged()).doesNotContain("\n");
    }

    private int visit(RunningHub hub, String name) {
        WebClient browser = new WebClient(hub.url());
        WebClient.Answer answer = browser.logIn(name);
        assertThat(answer.status()).as(name).isIn(302, 403);
        assertThat(answer.body()).doesNotContain("<script>alert", "x".repeat(100));
        if (answer.status() == 302) {
            WebClient.Answer home = browser.get("/hub/home");
            assertThat(home.status()).as(name).isEqualTo(200);
            assertThat(home.body()).doesNotContain("<script>alert");
            WebClient.Answer server = browser.follow(browser.get("/hub/spawn"));
            assertThat(server.status()).as(name + server.body()).isIn(200, 500);
            assertThat(server.body()).doesNotContain("<script>alert");
        }
        return answer.status();
    }

    private String logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining(" | "));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static Map<String, Object> settings(List<String> command) {
        return Map.of("cmd", command, "start_timeout", 5, "http_timeout", 5);
    }
}
