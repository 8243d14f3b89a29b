package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class TimeoutsIT {

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture(limits -> limits.headTimeout(Duration.ofSeconds(1))
            .keepAlive(Duration.ofSeconds(1))
            .stallTimeout(Duration.ofSeconds(1))
            .connectTimeout(Duration.ofMillis(500)));

    @RegisterExtension
    final ProxyFixture impatient = new ProxyFixture(limits -> limits.targetTimeout(Duration.ofSeconds(1)));

    @RegisterExtension
    final ProxyFixture forgetful = new ProxyFixture(limits -> limits.targetKeepAlive(Duration.ofMillis(200)));

    @Test
    void answers503ForATargetThatIsSilentForTooLong() {
        Backend silent = impatient.route("/", Backend.running(Wire::rest));

        assertThat(impatient.get("/").status()).isEqualTo(503);
        Eventually.holds(() -> silent.openConnections() == 0);
    }

    @Test
    void closesClientsThatNeverFinishAHeaderWhileOthersAreServed() {
        proxy.route("/", Backend.echoing());
        List<Wire> slow = IntStream.range(0, 200)
                .mapToObj(i -> proxy.connect().send("GET / HTTP/1.1\r\nHost:"))
                .toList();

        assertThat(proxy.get("/").status()).isEqualTo(200);

        slow.forEach(client -> assertThat(client.rest()).isEmpty());
    }

    @Test
    void closesIdleConnections() {
        proxy.route("/", Backend.echoing());
        Wire client = proxy.connect();
        client.get("/").message();

        assertThat(client.rest()).isEmpty();
    }

    @Test
    void closesClientsThatStopInTheMiddleOfABody() {
        Backend backend = proxy.route("/", Backend.running(Wire::rest));
        Wire client = proxy.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");

        assertThat(client.rest()).isEmpty();
        Eventually.holds(() -> backend.openConnections() == 0);
    }

    @Test
    void closesClientsWhoseBodyTrickles() {
        Backend backend = proxy.route("/", Backend.running(Wire::rest));
        Wire client = proxy.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");

        // Each byte comes in time; all of them together do not.
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    try {
                        client.send("x");
                        return false;
                    } catch (UncheckedIOException e) {
                        return true;
                    }
                });
        Eventually.holds(() -> backend.openConnections() == 0);
    }

    @Test
    void asksATargetOnceThatFallsSilent() {
        Backend[] backend = new Backend[1];
        backend[0] = impatient.route("/", Backend.running(wire -> {
            backend[0].request(wire);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            backend[0].request(wire);
            wire.rest();
        }));
        Wire client = impatient.connect();

        assertThat(client.get("/1").message().status()).isEqualTo(200);
        assertThat(client.get("/2").message().status()).isEqualTo(503);
        assertThat(backend[0].requests()).hasSize(2);
    }

    @Test
    void closesConnectionsToTargetsThatNobodyUses() {
        Backend backend = forgetful.route("/", Backend.echoing());

        assertThat(forgetful.get("/1").status()).isEqualTo(200);

        Eventually.holds(() -> backend.openConnections() == 0);
        assertThat(forgetful.get("/2").status()).isEqualTo(200);
        assertThat(backend.acceptedConnections()).isEqualTo(2);
    }

    @Test
    void closesClientsThatStopReading() {
        Backend backend = proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            while (true) {
                wire.send(chunk);
            }
        }));
        proxy.connect().get("/");

        Eventually.holds(() -> backend.acceptedConnections() == 1 && backend.openConnections() == 0);
    }

    @Test
    void waitsForASlowServerAsLongAsTheClientDoes() {
        proxy.route("/slow", Backend.running(wire -> {
            wire.message();
            outlastLimits();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            outlastLimits();
            wire.send("ok");
        }));
        Wire client = proxy.connect();

        assertThat(client.get("/nowhere").message().status()).isEqualTo(404);
        assertThat(client.get("/slow").message().body()).isEqualTo("ok");
    }

    @Test
    void givesUpConnectingToATargetThatDoesNotEvenRefuse() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
                waiting.add(channel.socket());
            }
            proxy.route("/", URI.create("http://127.0.0.1:" + full.getLocalPort()));

            assertThat(proxy.get("/").status()).isEqualTo(503);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void leavesQuietWebSocketsAlone() {
        proxy.route("/", WebSocketTest.echo());
        Wire client = proxy.connect().send(WebSocketTest.OPENING);
        client.message();

        outlastLimits();

        assertThat(client.send("ping").read(4)).isEqualTo("ping");
    }

    /** Waits until the limits of this proxy have run out, for which somebody who says nothing is the clock. */
    private void outlastLimits() {
        try (Wire silent = Wire.to(proxy.port())) {
            assertThat(silent.rest()).isEmpty();
        }
    }
}
