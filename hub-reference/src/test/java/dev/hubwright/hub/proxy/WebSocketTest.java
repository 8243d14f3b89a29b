package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class WebSocketTest {

    static final String OPENING = "GET /ws HTTP/1.1\r\nHost: hub.test\r\nOrigin: http://hub.test\r\n"
            + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v1.kernel\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";
    static final String AGREED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: v1.kernel\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    /** Agrees and then sends back each byte. */
    static Backend echo() {
        Backend[] self = new Backend[1];
        self[0] = Backend.running(wire -> {
            if (self[0].request(wire) && self[0].last().header("Upgrade").equals("websocket")) {
                wire.send(AGREED);
                for (String data = wire.read(1); !data.isEmpty(); data = wire.read(1)) {
                    wire.send(data);
                }
            } else {
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        return self[0];
    }

    @Test
    void passesHandshakeAndBytesUntouched() {
        Backend backend = proxy.route("/", echo());
        Wire client = proxy.connect().send(OPENING);

        Wire.Message agreed = client.message();

        assertThat(agreed.status()).isEqualTo(101);
        assertThat(agreed.header("Upgrade")).isEqualTo("websocket");
        assertThat(agreed.header("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(agreed.header("Sec-WebSocket-Extensions")).isEqualTo("permessage-deflate");
        assertThat(agreed.header("Sec-WebSocket-Protocol")).isEqualTo("v1.kernel");
        assertThat(backend.last().header("Host")).isEqualTo("hub.test");
        assertThat(backend.last().header("Origin")).isEqualTo("http://hub.test");
        assertThat(backend.last().header("Sec-WebSocket-Extensions"))
                .isEqualTo("permessage-deflate; client_max_window_bits");
        assertThat(backend.last().header("X-Forwarded-Proto")).isEqualTo("ws");
        String frames = "\u0088\u0002\u000f\u00a1 any bytes \u0000\u00ff";
        assertThat(client.send(frames).read(frames.length())).isEqualTo(frames);
    }

    @Test
    void deliversBytesThatComeWithTheHandshake() {
        proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send(AGREED + "first");
            wire.rest();
        }));
        Wire client = proxy.connect().send(OPENING);
        client.message();

        assertThat(client.read(5)).isEqualTo("first");
    }

    @Test
    void relaysARefusalWithItsBody() {
        proxy.route(
                "/",
                Backend.answering("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno"));
        Wire client = proxy.connect().send(OPENING + "GET /next HTTP/1.1\r\nHost: h\r\n\r\n");

        Wire.Message refusal = client.message();

        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.body()).isEqualTo("no");
        assertThat(client.message().status()).isEqualTo(403);
    }

    @Test
    void freesTheTargetAfterARefusal() {
        Backend backend = proxy.route("/", Backend.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"));
        for (int i = 0; i < 20; i++) {
            assertThat(proxy.connect().send(OPENING).message().status()).isEqualTo(404);
        }

        Eventually.holds(() -> backend.openConnections() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void opensNoTunnelWithoutAnHonestAgreement(String answer) {
        proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send(answer);
            wire.rest();
        }));

        assertThat(proxy.connect().send(OPENING).message().status()).isEqualTo(503);
    }

    @Test
    void answers404And503ForTunnelsToo() {
        assertThat(proxy.connect().send(OPENING).message().status()).isEqualTo(404);
        proxy.route("/", java.net.URI.create("http://127.0.0.1:1"));

        assertThat(proxy.connect().send(OPENING).message().status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    void opensNoTunnelForARequestWithABody(String method) {
        Backend backend = proxy.route("/", Backend.echoing());

        Wire.Message answer = proxy.connect()
                .send(OPENING.replace("GET", method).replace("\r\n\r\n", "\r\nContent-Length: 3\r\n\r\nabc"))
                .message();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(backend.last().header("Upgrade")).isEmpty();
    }

    @Test
    void closesTheClientAfterTheLastByteOfTheTarget() {
        String goodbye = "x".repeat(500_000);
        proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send(AGREED + goodbye);
        }));
        Wire client = proxy.connect().send(OPENING);
        client.message();

        assertThat(client.rest()).hasSize(goodbye.length());
    }

    @Test
    void closesTheTargetWhenTheClientLeaves() {
        Backend backend = proxy.route("/", echo());
        Wire client = proxy.connect().send(OPENING);
        client.message();

        client.close();

        Eventually.holds(() -> backend.openConnections() == 0);
    }

    @Test
    void keepsATunnelWhenItsRouteGoes() {
        proxy.route("/", echo());
        Wire client = proxy.connect().send(OPENING);
        client.message();

        proxy.routes().remove("/");

        assertThat(client.send("ping").read(4)).isEqualTo("ping");
    }
}
