package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power goes off: hubs are killed with signal 9, and find or bury what they left. */
class KillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path TEST_SERVER =
            Path.of("..", "spawner-sudo/src/test/resources/dev/hubwright/spawner/sudo/test-server.py");

    @TempDir
    Path folder;

    private int port;
    private int hubPort;

    @AfterEach
    void leaveNothing() {
        HubRun.serversOf(hubPort).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    @RequiresEngine(Engine.JUPYTER)
    void keepsANotebookServerOverAKill() throws Exception {
        Path settings = settings(List.of("jupyterhub-singleuser", "--allow-root"));
        WebClient browser;
        long pid;
        String token;
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            browser = new WebClient(HubRun.at(port));
            browser.logIn("alice");
            WebClient alice = browser;
            browser.get("/hub/spawn");
            Eventually.holds("the notebook server is ready: " + hub.all(), PATIENCE, () -> isReady(alice));
            pid = onlyServer();
            token = HubRun.variable(pid, "JUPYTERHUB_API_TOKEN");
            assertThat(statusOf(token)).isEqualTo(200);
            hub.kill();
        }
        assertThat(HubRun.serversOf(hubPort)).containsExactly(pid);
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            WebClient alice = browser;
            assertThat(onlyServer()).as("the same notebook server").isEqualTo(pid);
            assertThat(statusOf(token)).as("its token").isEqualTo(200);
            assertThat(alice.get("/hub/home").status()).as("the session").isEqualTo(200);
            Eventually.holds("the route is back: " + hub.all(), PATIENCE, () -> isReady(alice));
            assertThat(alice.get("/user/alice/api").status()).isEqualTo(200);
            assertThat(tokens("alice")).hasSize(1);

            alice.get("/hub/home");
            assertThat(alice.post("/hub/stop", Map.of()).status()).isEqualTo(302);

            Eventually.holds(
                    "it is gone", PATIENCE, () -> HubRun.serversOf(hubPort).isEmpty());
            assertThat(statusOf(token)).isEqualTo(403);
            assertThat(tokens("alice")).isEmpty();
        }
    }

    @Test
    void orphansNothingWhenKilledInTheMiddleOfAStart() throws Exception {
        Path settings = settings(TinyServer.command());
        Random random = new Random();
        killInTheMiddle(settings, "first", false, random.nextInt(300));
        killInTheMiddle(settings, "second", false, random.nextInt(1500));
        killInTheMiddle(settings, "third", true, 0);
        killInTheMiddle(settings, "fourth", true, random.nextInt(500));
    }

    /** The same for a hub that is root, whose servers are their owners', once there is one. */
    @Test
    @RequiresEngine(Engine.ROOT)
    void orphansNothingThatRunsAsAnotherAccount() throws Exception {
        String person = "hw" + UUID.randomUUID().toString().substring(0, 6);
        Path program = Path.of("/home", person, "server");
        Guide.runScript("useradd --create-home " + person, Map.of());
        try {
            Files.copy(TEST_SERVER, program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path settings = settings("local", List.of(program.toString()));
            killInTheMiddle(settings, person, true, new Random().nextInt(500));
        } finally {
            Guide.runScript("pkill -KILL -u %1$s || true; userdel --force --remove %1$s".formatted(person), Map.of());
        }
    }

    private void killInTheMiddle(Path settings, String user, boolean onceItRuns, int delay) throws Exception {
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            WebClient browser = new WebClient(HubRun.at(port));
            browser.logIn(user);
            browser.get("/hub/home");
            Thread starting = new Thread(() -> {
                try {
                    browser.post("/hub/spawn", Map.of());
                } catch (AssertionError killed) {
                    // The hub dies before it answers: that is what this test is about.
                    return;
                }
            });
            starting.start();
            if (onceItRuns) {
                Eventually.holds("there is a process: " + hub.all(), PATIENCE, () -> !HubRun.serversOf(hubPort)
                        .isEmpty());
            }
            // Any moment will do, and many different ones do better.
            Thread.sleep(delay);
            hub.kill();
            starting.join();
        }
        List<Long> left = HubRun.serversOf(hubPort);
        List<String> leftTokens = left.stream()
                .map(pid -> HubRun.variable(pid, "JUPYTERHUB_API_TOKEN"))
                .collect(Collectors.toList());
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            WebClient browser = new WebClient(HubRun.at(port));
            browser.logIn(user);
            Eventually.holds("settled after " + delay + " ms: " + hub.all(), PATIENCE, () -> isSettled(browser, user));
            List<Long> now = HubRun.serversOf(hubPort);
            System.out.println("Killed after " + delay + " ms: " + left.size() + " left, " + now.size() + " adopted");
            if (isReady(browser, user)) {
                assertThat(now)
                        .as("adopted after " + delay + " ms")
                        .isEqualTo(left)
                        .hasSize(1);
                assertThat(statusOf(leftTokens.get(0))).isEqualTo(200);
                assertThat(tokens(user)).hasSize(1);
                browser.get("/hub/home");
                browser.post("/hub/stop", Map.of());
                Eventually.holds(
                        "stopped", PATIENCE, () -> HubRun.serversOf(hubPort).isEmpty());
            }
            Eventually.holds(
                    "nothing lives after " + delay + " ms: " + hub.all(), PATIENCE, () -> HubRun.serversOf(hubPort)
                            .isEmpty());
            for (String token : leftTokens) {
                assertThat(statusOf(token)).as("token after " + delay + " ms").isEqualTo(403);
            }
            assertThat(tokens(user)).as("tokens after " + delay + " ms").isEmpty();
            assertThat(clients()).as("clients after " + delay + " ms").isEmpty();
        }
    }

    private Path settings(List<String> command) throws IOException {
        return settings("simple", command);
    }

    private Path settings(String spawner, List<String> command) throws IOException {
        port = FreePort.take();
        hubPort = FreePort.take();
        String cmd = command.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
        Path file = folder.resolve("hub.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "JupyterHub:",
                        "  ip: 127.0.0.1",
                        "  port: " + port,
                        "  hub_port: " + hubPort,
                        "  authenticator_class: demo",
                        "  spawner_class: " + spawner,
                        "  data_folder: " + folder.resolve("data"),
                        "  db_url: sqlite:///" + folder.resolve("data/hub.sqlite"),
                        "  cleanup_servers: false",
                        "DemoAuthenticator:",
                        "  password: " + RunningHub.PASSWORD,
                        "Authenticator:",
                        "  allow_all: true",
                        "Spawner:",
                        "  cmd: [" + cmd + "]",
                        ""));
        return file;
    }

    private static boolean isReady(WebClient browser) {
        return isReady(browser, "alice");
    }

    /** The pending page leads on to the server as soon as that is ready. */
    private static boolean isReady(WebClient browser, String user) {
        return browser.get("/hub/spawn-pending/" + user)
                .location()
                .filter(("/user/" + user + "/")::equals)
                .isPresent();
    }

    private static boolean isSettled(WebClient browser, String user) {
        if (isReady(browser, user)) {
            return true;
        }
        WebClient.Answer page = browser.get("/hub/spawn-pending/" + user);
        return page.status() == 500 || page.body().contains("not running");
    }

    private long onlyServer() {
        List<Long> pids = HubRun.serversOf(hubPort);
        assertThat(pids).hasSize(1);
        return pids.get(0);
    }

    private int statusOf(String token) {
        return new WholeHub.Api(new WebClient(HubRun.at(port)), token)
                .get("user")
                .status();
    }

    private List<TokenRecord> tokens(String user) throws Exception {
        try (HubStore store = store()) {
            return store.tokens().ofUser(user).stream()
                    .filter(token -> token.note().startsWith("Server at "))
                    .toList();
        }
    }

    private List<String> clients() throws Exception {
        try (HubStore store = store()) {
            return store.oauthClients().all().stream()
                    .map(client -> client.id())
                    .toList();
        }
    }

    private HubStore store() {
        return HubStore.open(
                "sqlite:///" + folder.resolve("data/hub.sqlite"), folder, CryptKeys.none(), Clock.systemUTC());
    }
}
