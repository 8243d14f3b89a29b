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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
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

    private static final String CELL = """
            {"header": {"msg_id": "1", "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3"},
             "parent_header": {}, "metadata": {}, "buffers": [], "channel": "shell",
             "content": {"code": "import time; time.sleep(900)", "silent": false, "store_history": false,
                         "user_expressions": {}, "allow_stdin": false}}""";

    @TempDir
    Path folder;

    @Test
    void endsTheIdleOneAndLeavesTheOneThatComputes() throws Exception {
        CullingPolicy policy = new CullingPolicy(
                Duration.ofSeconds(20), Duration.ZERO, Duration.ofSeconds(1), true, true, true, false);
        try (RunningHub hub = RunningHub.withNotebooks(folder, builder -> builder.cull(policy));
                HubStore store =
                        HubStore.open("sqlite:///hubwright.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            WebSocket cell = compute(hub, store, "alice");
            Instant computing = Instant.now();
            kernel(hub, store, "bob");

            Eventually.holds("bob's server is ended", PATIENCE, () -> phase(store, "bob") == ServerPhase.STOPPED);
            Eventually.holds("alice's was asked, and computes", PATIENCE, () -> lastActivity(store, "alice")
                    .isAfter(computing.plusSeconds(20)));

            assertThat(phase(store, "alice")).isEqualTo(ServerPhase.READY);
            cell.abort();
        }
    }

    private static WebSocket compute(RunningHub hub, HubStore store, String user) throws Exception {
        Secret token = start(hub, store, user);
        String kernel = "/user/" + user + "/api/kernels/" + newKernel(hub, user, token);
        Listener listener = new Listener();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "token " + token.reveal())
                .buildAsync(URI.create(hub.url(kernel + "/channels").replaceFirst("^http", "ws")), listener)
                .get(60, TimeUnit.SECONDS);
        // Jupyter drops what comes before its own channels to the kernel are open, and does not say when they are. What
        // it tells of a kernel comes by another channel, which can miss the beginning of a cell.
        Eventually.holds("the kernel computes, and the server says so", PATIENCE, () -> {
            if (isBusy(hub, kernel, token)) {
                return true;
            }
            post(hub, kernel + "/interrupt", token);
            socket.sendText(CELL, true).get(60, TimeUnit.SECONDS);
            listener.started.tryAcquire(2, TimeUnit.SECONDS);
            return isBusy(hub, kernel, token);
        });
        return socket;
    }

    private static boolean isBusy(RunningHub hub, String kernel, Secret token) {
        return new WebClient(hub.url())
                .get(kernel, "Authorization", "token " + token.reveal())
                .json()
                .path("execution_state")
                .asText()
                .equals("busy");
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
