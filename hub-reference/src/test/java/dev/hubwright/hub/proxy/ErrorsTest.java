package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ErrorsTest {

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture(limits -> limits.requestsPerTarget(2));

    @Test
    void answers404WithoutARoute() {
        Wire client = proxy.connect();

        Wire.Message answer = client.get("/nowhere?<script>").message();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("404").doesNotContain("script");
        assertThat(client.get("/again").message().status()).isEqualTo(404);
    }

    @Test
    void answers503ForADeadTarget() {
        proxy.route("/", proxy.closeLater(new DeadTarget()).uri());
        Wire client = proxy.connect();

        assertThat(client.get("/").message().status()).isEqualTo(503);
        assertThat(client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
                        .answerToHead()
                        .status())
                .isEqualTo(503);
        assertThat(client.get("/").message().status()).isEqualTo(503);
    }

    @Test
    void readsTheRestOfABodyThatNobodyTakes() throws IOException {
        proxy.route("/", URI.create("http://127.0.0.1:" + FreePort.take()));
        Wire client = proxy.connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n");

        client.send(new byte[150_000]);
        Wire.Message answer = client.message();
        client.send(new byte[150_000]);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void resetsTheClientWhenTheTargetDiesInAnAnswer() {
        proxy.route("/sized", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.");
        }));
        proxy.route("/chunked", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nten bytes.\r\n");
        }));

        assertThat(proxy.connect().get("/sized").rest()).endsWith("ten bytes.");
        assertThat(proxy.connect().get("/chunked").rest())
                .contains("ten bytes.")
                .doesNotContain("0\r\n\r\n");
    }

    /** Each would split, desynchronise or exhaust a careless proxy. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: c=d\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 Fine\r\nX-A: b\u0000c\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                ""
            })
    void answers503ToGarbageOfATarget(String garbage) {
        Backend backend = proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send(garbage);
            if (!garbage.isEmpty()) {
                wire.rest();
            }
        }));

        Wire.Message answer = proxy.get("/");

        assertThat(answer.start()).isEqualTo("HTTP/1.1 503 Service Unavailable");
        assertThat(backend.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void answers503ToAnEndlessHeader() {
        proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(200_000) + "\r\nContent-Length: 0\r\n\r\n");
            wire.rest();
        }));

        assertThat(proxy.get("/").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX: ",
                "EXTRA"
            })
    void givesExtraBytesOfATargetToNobody(String extra) {
        proxy.route("/", Backend.running(wire -> {
            String path = wire.message().start().split(" ")[1];
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + path + extra);
            wire.rest();
        }));

        assertThat(proxy.get("/1").body()).isEqualTo("/1");
        assertThat(proxy.get("/2").body()).isEqualTo("/2");
    }

    @Test
    void refusesMoreThanATargetsShare() {
        Backend backend = proxy.route("/slow", Backend.running(Wire::rest));
        proxy.route("/", Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        Wire first = proxy.connect().get("/slow");
        proxy.connect().get("/slow");
        Eventually.holds(() -> backend.acceptedConnections() == 2);

        Wire.Message third = proxy.get("/slow");

        assertThat(third.status()).isEqualTo(503);
        assertThat(third.header("Retry-After")).isNotEmpty();
        assertThat(proxy.get("/other").status()).isEqualTo(200);
        first.close();
        Eventually.holds(() -> backend.openConnections() == 1);
        proxy.connect().get("/slow");
        Eventually.holds(() -> backend.openConnections() == 2);
    }
}
