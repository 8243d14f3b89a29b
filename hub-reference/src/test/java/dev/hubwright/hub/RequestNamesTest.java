package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.log.HeardLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By one name all that is known of a request is found: its answer, lines of the log, events, and the server that it went to. */
@Timeout(120)
class RequestNamesTest {

    private static final Logger PROVIDER = LoggerFactory.getLogger("a.provider");
    private static final String HEADER = "x-request-id";

    @TempDir
    Path folder;

    private final List<Map<String, String>> events = new CopyOnWriteArrayList<>();

    @Test
    void standInAnswersLogAndAudit() throws Exception {
        try (HeardLog heard = new HeardLog();
                WholeHub hub = hub(List.of())) {
            WebClient browser = hub.browser();
            browser.get("/hub/login");
            WebClient.Answer answer =
                    browser.post("/hub/login", Map.of("username", "alice", "password", RunningHub.PASSWORD));
            String id = answer.header(HEADER).orElseThrow();

            assertThat(id).matches("[0-9a-f]{24}");
            assertThat(heard.of("a.provider")).containsExactly("asked about alice of " + id);
            assertThat(heard.of("dev.hubwright.api.auth.LoginPipeline"))
                    .anyMatch(line -> line.startsWith("alice logged in") && line.endsWith(" of " + id));
            assertThat(events).anyMatch(details -> id.equals(details.get("request_id")));
            assertThat(browser.get("/hub/login").header(HEADER)).isPresent().isNotEqualTo(answer.header(HEADER));
        }
    }

    @Test
    void goOnToServersAndTheirStarts() throws Exception {
        try (HeardLog heard = new HeardLog();
                WholeHub hub = hub(List.of())) {
            hub.makeUser("alice");
            String start = hub.api("alice")
                    .post("users/alice/server", "")
                    .header(HEADER)
                    .orElseThrow();
            assertThat(hub.hub.servers().awaitSettled(ServerRef.of("alice"), Duration.ofSeconds(60)))
                    .isTrue();

            WebClient.Answer answer = hub.browser().get("/user/alice/", HEADER, "mine");

            assertThat(hub.servers.headersOf(ServerRef.of("alice")).get("X-request-id"))
                    .containsExactly(answer.header(HEADER).orElseThrow())
                    .doesNotContain("mine");
            Eventually.holds(
                    "the start is in the log", () -> heard.of("dev.hubwright.api.spawn.ServerSupervisor").stream()
                            .anyMatch(
                                    line -> line.startsWith("server-started alice/") && line.endsWith(" of " + start)));
        }
    }

    @Test
    void areTakenFromTrustedProxiesAlone() throws Exception {
        try (WholeHub hub = hub(List.of("127.0.0.1"))) {
            assertThat(hub.browser().get("/hub/login", HEADER, "edge-42").header(HEADER))
                    .contains("edge-42");
        }
        try (WholeHub hub = hub(List.of("192.0.2.1"))) {
            assertThat(hub.browser().get("/hub/login", HEADER, "edge-42").header(HEADER))
                    .isPresent()
                    .isNotEqualTo("edge-42");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"}", "<i>", "", "a,b"})
    void areMadeAnewWhereTheyAreNone(String told) throws Exception {
        try (WholeHub hub = hub(List.of("127.0.0.1"))) {
            assertThat(hub.browser()
                            .get("/hub/login", HEADER, told)
                            .header(HEADER)
                            .orElseThrow())
                    .matches("[0-9a-f]{24}");
            String endless = "a".repeat(101);
            assertThat(hub.browser()
                            .get("/hub/login", HEADER, endless)
                            .header(HEADER)
                            .orElseThrow())
                    .matches("[0-9a-f]{24}");
        }
    }

    /** However fine the log is, and whatever people send. */
    @Test
    void bringNoSecretIntoTheLog() throws Exception {
        Set<String> secrets = new TreeSet<>();
        Path auditFile = folder.resolve("audit.log");
        List<String> lines;
        try (HeardLog heard = new HeardLog();
                WholeHub hub = new WholeHub(folder, builder -> builder.auditFile(auditFile))) {
            WebClient browser = hub.browser();
            browser.get("/hub/login");
            browser.post("/hub/login", Map.of("username", "alice", "password", "wrong pass phrase"));
            browser.logIn("alice");
            browser.get("/hub/token");
            browser.cookieNames().forEach(name -> browser.cookie(name).ifPresent(secrets::add));
            browser.post("/hub/logout", Map.of());
            browser.get("/hub/nothing?token=" + "q".repeat(40) + "&code=" + "c".repeat(40));
            browser.get("/hub/api/user", "Authorization", "token " + "t".repeat(40));
            browser.get("/hub/api/user", "Authorization", "Basic " + "b".repeat(40));
            WholeHub.Api api = hub.api("alice");
            api.post("users/alice/server", "");
            hub.hub.servers().awaitSettled(ServerRef.of("alice"), Duration.ofSeconds(60));
            secrets.add(api.token());
            secrets.add(hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_API_TOKEN"));
            browser.get("/user/alice/api?token=" + "u".repeat(40));
            lines = heard.json();
        }
        secrets.addAll(List.of(
                RunningHub.PASSWORD,
                "wrong pass phrase",
                "q".repeat(40),
                "c".repeat(40),
                "t".repeat(40),
                "b".repeat(40),
                "u".repeat(40)));

        assertThat(secrets).hasSizeGreaterThan(10).allMatch(secret -> secret.length() > 8);
        assertThat(lines).hasSizeGreaterThan(20).noneMatch(line -> holdsAny(line, secrets));
        assertThat(Files.readAllLines(auditFile)).isNotEmpty().noneMatch(line -> holdsAny(line, secrets));
    }

    private static boolean holdsAny(String line, Set<String> secrets) {
        return secrets.stream().anyMatch(line::contains);
    }

    private WholeHub hub(List<String> trusted) throws Exception {
        return new WholeHub(folder, builder -> builder.trustedProxies(trusted)
                .authenticator(
                        "default",
                        request -> {
                            PROVIDER.info("asked about {}", request.username());
                            return request.password().reveal().equals(RunningHub.PASSWORD)
                                    ? AuthResult.granted(Identity.of(request.username()))
                                    : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
                        },
                        WholeHub.rules().build())
                .audit((event, subject, details) -> events.add(details)));
    }
}
