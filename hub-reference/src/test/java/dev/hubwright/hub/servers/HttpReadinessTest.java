package dev.hubwright.hub.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpReadinessTest {

    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    private static final ServerRef SERVER = new ServerRef("alice", "");

    private final HttpReadiness readiness = new HttpReadiness();
    private ServerSocket socket;

    @BeforeEach
    void listen() throws Exception {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
    }

    @Test
    void asksForTheApiBelowThePrefix() throws Exception {
        CompletableFuture<String> asked = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(answers()).isTrue();
        assertThat(asked.get(20, TimeUnit.SECONDS)).startsWith("GET /user/alice/api HTTP/1.1\r\n");
    }

    @Test
    void takesWhatIsNoErrorOfTheServerForAnAnswer() throws Exception {
        for (String status : new String[] {"302 Found", "403 Forbidden", "404 Not Found"}) {
            answering("HTTP/1.1 " + status + "\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n");
            assertThat(answers()).as(status).isTrue();
        }
    }

    @Test
    void waitsForMoreThanAnErrorOfTheServer() throws Exception {
        answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        assertThat(answers()).isFalse();
    }

    @Test
    void takesWhatIsNotHttpForNoAnswer() throws Exception {
        answering("SSH-2.0-OpenSSH_9.2\r\n");
        assertThat(answers()).isFalse();
    }

    @Test
    void takesAClosedPortForNoAnswer() throws Exception {
        socket.close();
        assertThat(answers()).isFalse();
    }

    @Test
    void endsAtOnceWhenItIsInterrupted() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Object> result = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                result.set(answers());
            } catch (InterruptedException e) {
                result.set(e);
            }
            ended.countDown();
        });
        waiting.start();
        try (Socket silent = socket.accept()) {
            Eventually.holds("it waits", () -> WAITING.contains(waiting.getState()));
            waiting.interrupt();
            assertThat(ended.await(4, TimeUnit.SECONDS)).isTrue();
            assertThat(silent.isClosed()).isFalse();
        }
        assertThat(result.get()).isInstanceOf(InterruptedException.class);
    }

    private boolean answers() throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        return readiness.answers(SERVER, uri, "/user/alice/");
    }

    /** Answers one request; gives what was asked. */
    private CompletableFuture<String> answering(String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket client = socket.accept()) {
                InputStream in = client.getInputStream();
                StringBuilder request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append((char) in.read());
                }
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                return request.toString();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
