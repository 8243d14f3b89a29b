package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections to servers must not outlive the clients for whom they were made. */
@Timeout(180)
class LeakIT {

    private static final int CLIENTS = 20;
    private static final int ROUNDS = 4;
    private static final long MUCH = 16 << 20;

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    @Test
    void freesTheTargetOfClientsThatWaitForAnAnswer() {
        Backend silent = proxy.route("/", Backend.running(Wire::rest));

        leaveAfter("GET / HTTP/1.1\r\nHost: h\r\n\r\n", silent);
    }

    @Test
    void freesTheTargetOfClientsThatLeaveInTheMiddleOfABody() {
        Backend silent = proxy.route("/", Backend.running(Wire::rest));

        leaveAfter("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nhalf", silent);
    }

    @Test
    void freesTheTargetOfClientsThatLeaveInTheMiddleOfAnAnswer() {
        Backend endless = proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n");
            wire.rest();
        }));

        leaveAfter("GET / HTTP/1.1\r\nHost: h\r\n\r\n", endless);
    }

    @Test
    void freesTheTargetOfClientsThatWaitForAWebSocket() {
        Backend silent = proxy.route("/", Backend.running(Wire::rest));

        leaveAfter(WebSocketTest.OPENING, silent);
    }

    @Test
    void freesTheTargetOfOpenWebSockets() {
        Backend echo = proxy.route("/", WebSocketTest.echo());

        leaveAfter(WebSocketTest.OPENING, echo);
    }

    @Test
    void freesTheTargetOfClientsThatLeaveAtOnce() {
        Backend silent = proxy.route("/", Backend.running(Wire::rest));
        for (String request : List.of(
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nhalf",
                WebSocketTest.OPENING)) {
            for (int i = 0; i < CLIENTS; i++) {
                proxy.connect().send(request).close();
            }
        }

        // Connections that were still being made may arrive late, and then have to go too.
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> silent.openConnections() == 0);
    }

    @Test
    void freesATargetThatReadsNothing() {
        Backend deaf = proxy.route("/", Backend.running(LeakIT::waitUntilReset));
        List<Wire> clients =
                IntStream.range(0, CLIENTS).mapToObj(i -> proxy.connect()).toList();
        AtomicLong sent = new AtomicLong();
        clients.forEach(
                client -> fill(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n", sent));
        Eventually.holds(() -> deaf.openConnections() == CLIENTS);
        Eventually.settled(sent::get);

        clients.forEach(Wire::close);

        Eventually.holds(() -> deaf.openConnections() == 0);
    }

    @Test
    void closesTheBrowserWhenTheTargetDies() {
        Backend echo = proxy.route("/", WebSocketTest.echo());
        List<Wire> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> proxy.connect().send(WebSocketTest.OPENING))
                .toList();
        clients.forEach(client -> assertThat(client.message().status()).isEqualTo(101));

        echo.close();

        clients.forEach(client -> assertThat(client.rest()).isEmpty());
    }

    /** Nothing of the killed process says goodbye; its kernel alone does. */
    @Test
    void closesTheBrowserWhenTheTargetIsKilledInTheMiddleOfAnAnswer() throws Exception {
        Process killed = proxy.closeLater(new HalfTarget()).process();
        String port = killed.inputReader().readLine();
        proxy.route("/", URI.create("http://127.0.0.1:" + port));
        List<Wire> clients = List.of(
                proxy.connect().get("/sized"),
                proxy.connect().get("/chunked"),
                proxy.connect().send(WebSocketTest.OPENING));
        for (Wire client : clients) {
            client.head();
            assertThat(client.in().readNBytes(4)).isNotEmpty();
        }

        killed.destroyForcibly();

        clients.forEach(client -> assertThat(client.rest()).doesNotContain("0\r\n\r\n"));
        assertThat(proxy.get("/after").status()).isEqualTo(503);
    }

    @Test
    void keepsNothingOfWebSocketsThatWereRefused() {
        Backend plain = proxy.route("/", Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        for (int i = 0; i < 1_000; i++) {
            try (Wire client = Wire.to(proxy.port()).send(WebSocketTest.OPENING)) {
                assertThat(client.message().status()).isEqualTo(200);
            }
        }

        Eventually.holds(() -> plain.openConnections() == 0);
    }

    @Test
    void keepsNothingOfWebSocketsToADeadTarget() throws IOException {
        DeadTarget dead = proxy.closeLater(new DeadTarget());
        proxy.route("/", dead.uri());
        try (Wire first = Wire.to(proxy.port()).send(WebSocketTest.OPENING)) {
            assertThat(first.message().status()).isEqualTo(503);
        }
        long before = descriptors();

        for (int i = 0; i < 1_000; i++) {
            try (Wire client = Wire.to(proxy.port()).send(WebSocketTest.OPENING)) {
                assertThat(client.message().status()).isEqualTo(503);
            }
        }

        Eventually.holds(() -> descriptors() < before + CLIENTS);
    }

    /** Of an answer that waits for a slow reader, parts have arrived already; they must be freed with the connection. */
    @Test
    void freesTheBuffersOfDownloadsThatAreLeft() throws IOException {
        AtomicLong sent = new AtomicLong();
        proxy.route("/", Backend.running(wire -> sendWithoutEnd(wire, sent)));
        leaveDownloads(sent);
        long before = direct();

        for (int round = 0; round < ROUNDS; round++) {
            leaveDownloads(sent);
        }

        Eventually.holds(() -> direct() < before + MUCH);
    }

    /** The same for what has arrived of a request for a server that reads nothing. */
    @Test
    void freesTheBuffersOfUploadsThatAreLeft() {
        Backend deaf = proxy.route("/", Backend.running(LeakIT::waitUntilReset));
        leaveUploads(deaf);
        long before = direct();

        for (int round = 0; round < ROUNDS; round++) {
            leaveUploads(deaf);
        }

        Eventually.holds(() -> direct() < before + MUCH);
    }

    private void leaveUploads(Backend deaf) {
        List<Wire> clients =
                IntStream.range(0, 3 * CLIENTS).mapToObj(i -> proxy.connect()).toList();
        AtomicLong sent = new AtomicLong();
        clients.forEach(
                client -> fill(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n", sent));
        Eventually.settled(sent::get);
        clients.forEach(Wire::close);
        Eventually.holds(() -> deaf.openConnections() == 0);
    }

    private void leaveDownloads(AtomicLong sent) throws IOException {
        List<Wire> clients = IntStream.range(0, 3 * CLIENTS)
                .mapToObj(i -> proxy.connect().send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .toList();
        for (Wire client : clients) {
            assertThat(client.in().readNBytes(12))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("HTTP/1.1 200");
        }
        Eventually.settled(sent::get);
        clients.forEach(Wire::close);
    }

    private static void sendWithoutEnd(Wire wire, AtomicLong sent) {
        byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                wire.send(chunk);
                sent.addAndGet(chunk.length);
            }
        } catch (UncheckedIOException e) {
            // The proxy has gone, as it should.
        }
    }

    private static long direct() {
        return ProcessFigures.now().get("hubwright_direct_bytes").number();
    }

    private static long descriptors() {
        return ProcessFigures.now().get("process_open_fds").number();
    }

    private void leaveAfter(String request, Backend backend) {
        List<Wire> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> proxy.connect().send(request))
                .toList();
        Eventually.holds(() -> backend.openConnections() == CLIENTS);

        clients.forEach(Wire::close);

        Eventually.holds(() -> backend.openConnections() == 0);
    }

    private static void fill(Wire client, String head, AtomicLong sent) {
        Thread sender = new Thread(() -> {
            try {
                client.send(head);
                while (true) {
                    client.send(new byte[64 * 1024]);
                    sent.addAndGet(64 * 1024);
                }
            } catch (java.io.UncheckedIOException e) {
                // Closed by the test.
            }
        });
        sender.setDaemon(true);
        sender.start();
    }

    // Reads nothing, so that only a reset can tell it that the proxy has gone.
    private static void waitUntilReset(Wire wire) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofMinutes(3))
                .until(() -> {
                    try {
                        wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                        return false;
                    } catch (UncheckedIOException e) {
                        return true;
                    }
                });
    }
}
