package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.culling.CullingPolicy;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real notebook server with a cell that runs and says nothing is in use; one with an idle kernel is not. */
@RequiresEngine(Engine.JUPYTER)
@Timeout(600)
class IdleNotebooksIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    // Longer than a kernel takes to start on a busy machine, or its server is ended before it computes.
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final String CELL = """
            {"header": {"msg_id": "1", "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3"},
             "parent_header": {}, "metadata": {}, "buffers": [], "channel": "shell",
             "content": {"code": "import time; time.sleep(900)", "silent": false, "store_history": false,
                         "user_expressions": {}, "allow_stdin": false}}""";

    @TempDir
    Path folder;

    @Test
    void endsTheIdleOneAndLeavesTheOneThatComputes() throws Exception {
        CullingPolicy policy = new CullingPolicy(IDLE, Duration.ZERO, Duration.ofSeconds(1), true, true, true, false);
        try (RunningHub hub = RunningHub.withNotebooks(folder, builder -> builder.cull(policy));
                HubStore store =
                        HubStore.open("sqlite:///hubwright.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            Cell cell = compute(hub, store, "alice");
            Instant computing = Instant.now();
            kernel(hub, store, "bob");

            Eventually.holds("bob's server is ended", PATIENCE, () -> phase(store, "bob") == ServerPhase.STOPPED);
            Eventually.holds("alice's was asked, and computes", PATIENCE, () -> lastActivity(store, "alice")
                    .isAfter(computing.plus(IDLE)));

            assertThat(phase(store, "alice")).isEqualTo(ServerPhase.READY);
            cell.close();
        }
    }

    /**
     * Jupyter compares Origin with Host of those who come with a cookie, so the proxy has to leave both as the browser
     * sent them.
     */
    @Test
    void takesWebSocketsOfItsOwnPagesAlone() throws Exception {
        try (RunningHub hub = RunningHub.withNotebooks(folder);
                HubStore store =
                        HubStore.open("sqlite:///hubwright.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            Secret token = start(hub, store, "carol");
            String channels = "/user/carol/api/kernels/" + newKernel(hub, "carol", token) + "/channels";

            WebClient browser = new WebClient(hub.url());
            browser.logIn("carol");
            assertThat(browser.follow(browser.get("/user/carol/tree")).status()).isEqualTo(200);
            String cookie = "jupyterhub-user-carol="
                    + browser.cookie("jupyterhub-user-carol").orElseThrow();

            assertThat(upgrade(hub, channels, cookie, "https://elsewhere.example"))
                    .isEqualTo(403);
            assertThat(upgrade(hub, channels, cookie, "http://" + hub.url().getAuthority()))
                    .isEqualTo(101);
        }
    }

    private static int upgrade(RunningHub hub, String path, String cookie, String origin) throws Exception {
        try {
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Cookie", cookie)
                    .header("Origin", origin)
                    .buildAsync(URI.create(hub.url(path).replaceFirst("^http", "ws")), new WebSocket.Listener() {})
                    .get(60, TimeUnit.SECONDS)
                    .abort();
            return 101;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static Cell compute(RunningHub hub, HubStore store, String user) throws Exception {
        Cell cell = new Cell(hub, user, start(hub, store, user));
        Eventually.holds(() -> "the kernel computes, and the server says so: " + cell.states, PATIENCE, cell::runs);
        return cell;
    }

    /**
     * A cell that is sent until it runs. Jupyter drops what comes before its own channels to the kernel are open, and does
     * not say when they are. What it tells of a kernel comes by another channel, which can miss the beginning of a cell,
     * and for some kernels never says anything: such a one is "starting" for its whole life, so that another is taken.
     */
    private static final class Cell {

        private static final int PATIENCE_WITH_A_KERNEL = 5;

        private final RunningHub hub;
        private final String user;
        private final Secret token;
        private final Listener listener = new Listener();
        private final List<String> states = new ArrayList<>();
        private String kernel;
        private WebSocket socket;
        private boolean sent;
        private int tries;

        Cell(RunningHub hub, String user, Secret token) {
            this.hub = hub;
            this.user = user;
            this.token = token;
        }

        boolean runs() throws Exception {
            if (tries++ % PATIENCE_WITH_A_KERNEL == 0) {
                takeAnotherKernel();
            }
            if (socket == null || socket.isOutputClosed()) {
                socket = connect();
            }
            if (state().equals("idle")) {
                // Not while it starts, which would end it.
                if (sent) {
                    post(hub, kernel + "/interrupt", token);
                }
                sent = true;
                socket.sendText(CELL, true).exceptionally(e -> null).get(60, TimeUnit.SECONDS);
            }
            listener.started.tryAcquire(1, TimeUnit.SECONDS);
            return state().equals("busy");
        }

        private void takeAnotherKernel() throws Exception {
            if (socket != null) {
                socket.abort();
                socket = null;
            }
            sent = false;
            kernel = "/user/" + user + "/api/kernels/" + newKernel(hub, user, token);
        }

        private WebSocket connect() throws Exception {
            return HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", "token " + token.reveal())
                    .buildAsync(URI.create(hub.url(kernel + "/channels").replaceFirst("^http", "ws")), listener)
                    .get(60, TimeUnit.SECONDS);
        }

        private String state() {
            String state = new WebClient(hub.url())
                    .get(kernel, "Authorization", "token " + token.reveal())
                    .json()
                    .path("execution_state")
                    .asText();
            states.add(state);
            return state;
        }

        void close() {
            socket.abort();
        }
    }

    private static WebClient.Answer post(RunningHub hub, String path, Secret token) {
        return new WebClient(hub.url()).json("POST", path, "{}", "Authorization", "token " + token.reveal());
    }

    /** Hears when a cell begins to run. */
    private static final class Listener implements WebSocket.Listener {

        private final Semaphore started = new Semaphore(0);
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                if (message.indexOf("execute_input") >= 0) {
                    started.release();
                }
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private static void kernel(RunningHub hub, HubStore store, String user) throws Exception {
        newKernel(hub, user, start(hub, store, user));
    }

    private static Secret start(RunningHub hub, HubStore store, String user) throws Exception {
        store.users().update(user, known -> known.orElseGet(() -> UserRecord.created(user, false, Instant.now())));
        Secret token = Secret.of(UUID.randomUUID().toString());
        store.tokens()
                .add(
                        new Tokens.NewToken(
                                user,
                                Tokens.HUB_CLIENT,
                                Set.of("inherit"),
                                "a test",
                                Optional.empty(),
                                Optional.empty()),
                        token);
        hub.hub().servers().start(ServerRef.of(user), "simple", Opaque.empty());
        Eventually.holds("the server is ready", PATIENCE, () -> phase(store, user) == ServerPhase.READY);
        return token;
    }

    private static String newKernel(RunningHub hub, String user, Secret token) throws Exception {
        WebClient.Answer answer = post(hub, "/user/" + user + "/api/kernels", token);
        assertThat(answer.status()).isEqualTo(201);
        JsonNode kernel = new ObjectMapper().readTree(answer.body());
        return kernel.path("id").asText();
    }

    private static ServerPhase phase(HubStore store, String user) throws Exception {
        return store.servers().find(ServerRef.of(user)).orElseThrow().phase();
    }

    private static Instant lastActivity(HubStore store, String user) throws Exception {
        return store.servers()
                .find(ServerRef.of(user))
                .orElseThrow()
                .lastActivity()
                .orElse(Instant.MIN);
    }
}
