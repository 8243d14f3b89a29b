package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ForwardingTest {

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    @Test
    void sendsToTheLongestRoute() {
        proxy.route("/", Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhub"));
        proxy.route("/user/alice", Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nalice"));

        assertThat(proxy.get("/user/alice/tree?x=1").body()).isEqualTo("alice");
        assertThat(proxy.get("/user/alicent").body()).isEqualTo("hub");
    }

    @Test
    void keepsPathQueryAndHost() {
        Backend backend = proxy.route("/user/al@x", Backend.echoing());

        proxy.get("/user/al%40x/a%20b?next=%2Fx&y");

        assertThat(backend.last().start()).isEqualTo("GET /user/al%40x/a%20b?next=%2Fx&y HTTP/1.1");
        assertThat(backend.last().header("Host")).isEqualTo("hub.test");
    }

    @Test
    void tellsTheTargetAboutTheClient() {
        Backend backend = proxy.route("/", Backend.echoing());

        proxy.connect()
                .send("GET / HTTP/1.1\r\nHost: hub.test:8443\r\nX-Forwarded-For: 192.0.2.7\r\n"
                        + "X-Forwarded-Proto: https\r\n\r\n")
                .message();

        assertThat(backend.last().header("X-Forwarded-For")).isEqualTo("192.0.2.7,127.0.0.1");
        assertThat(backend.last().header("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(backend.last().header("X-Forwarded-Port")).isEqualTo("8443");
        assertThat(backend.last().header("X-Forwarded-Host")).isEqualTo("hub.test:8443");
    }

    @Test
    void keepsBytesBeyondAsciiInFields() {
        proxy.route(
                "/",
                Backend.answering("HTTP/1.1 200 OK\r\nX-Name: Zo\u00eb \u00c3\u00a9\r\nContent-Length: 0\r\n\r\n"));
        Backend echo = proxy.route("/echo", Backend.echoing());

        assertThat(proxy.get("/").header("X-Name")).isEqualTo("Zo\u00eb \u00c3\u00a9");
        proxy.connect()
                .send("GET /echo HTTP/1.1\r\nHost: h\r\nX-Name: Zo\u00eb \u00c3\u00a9\r\n\r\n")
                .message();
        assertThat(echo.last().header("X-Name")).isEqualTo("Zo\u00eb \u00c3\u00a9");
    }

    @Test
    void answersTheHealthQuestionItself() {
        assertThat(proxy.get("/_chp_healthz").body()).isEqualTo("{\"status\":\"OK\"}");
        assertThat(proxy.get("/_chp_healthz?x").status()).isEqualTo(404);
    }

    @Test
    void relaysBodiesBothWays() {
        proxy.route("/", Backend.echoing());

        assertThat(proxy.connect()
                        .send("PUT /f HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
                        .message()
                        .body())
                .endsWith("\r\n\r\nhello");
        assertThat(proxy.connect()
                        .send("POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n")
                        .message()
                        .body())
                .contains("ransfer-")
                .endsWith("\r\n\r\nabcde");
    }

    @Test
    void keepsConnectionsToClientAndTarget() {
        Backend backend = proxy.route("/", Backend.echoing());
        Wire client = proxy.connect();

        IntStream.range(0, 20)
                .forEach(i -> assertThat(client.get("/" + i).message().status()).isEqualTo(200));

        assertThat(backend.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void answersPipelinedRequestsInOrder() {
        proxy.route("/", Backend.echoing());
        Wire client = proxy.connect();
        StringBuilder requests = new StringBuilder();
        IntStream.range(0, 200).forEach(i -> requests.append("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n"));

        client.send(requests.toString());

        IntStream.range(0, 200).forEach(i -> assertThat(client.message().body()).startsWith("GET /" + i + " "));
    }

    @Test
    void answersHeadWithoutBodyAndKeepsTheLength() {
        proxy.route("/", Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n"));
        Wire client = proxy.connect().send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(client.answerToHead().header("Content-Length")).isEqualTo("42");
        client.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.answerToHead().status()).isEqualTo(200);
    }

    @Test
    void relaysAnswersThatHaveNoBody() {
        proxy.route("/none", Backend.answering("HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n"));
        proxy.route("/same", Backend.answering("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"));
        Wire client = proxy.connect();

        Wire.Message none = client.get("/none").message();
        Wire.Message same = client.get("/same").message();

        assertThat(none.status()).isEqualTo(204);
        assertThat(none.header("Content-Length") + none.header("Transfer-Encoding"))
                .isEmpty();
        assertThat(same.header("ETag")).isEqualTo("\"x\"");
        assertThat(client.get("/none").message().status()).isEqualTo(204);
    }

    @Test
    void relaysAnswersThatEndWithTheConnection() {
        proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        }));

        assertThat(proxy.get("/").body()).isEqualTo("until the end");
    }

    @Test
    void speaksHttp10WithOldClients() {
        proxy.route("/sized", Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
        proxy.route(
                "/", Backend.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"));

        Wire.Message open = proxy.connect().send("GET / HTTP/1.0\r\n\r\n").message();
        Wire.Message kept = proxy.connect()
                .send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                .message();
        Wire.Message sized = proxy.connect()
                .send("GET /sized HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                .message();

        assertThat(open.body()).isEqualTo("hi");
        assertThat(open.header("Transfer-Encoding")).isEmpty();
        assertThat(kept.body()).isEqualTo("hi");
        assertThat(kept.header("Connection")).isEqualTo("close");
        assertThat(sized.header("Connection")).isEqualTo("keep-alive");
    }

    @Test
    void passesOn100Continue() {
        proxy.route("/", Backend.running(wire -> {
            wire.head();
            wire.send("HTTP/1.1 100 Continue\r\n\r\n");
            String body = wire.read(4);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body);
        }));
        Wire client =
                proxy.connect().send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");

        assertThat(client.message().status()).isEqualTo(100);
        assertThat(client.send("data").message().body()).isEqualTo("data");
    }

    @Test
    void relaysARefusalInsteadOf100Continue() {
        proxy.route("/", Backend.running(wire -> {
            wire.head();
            wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
            wire.rest();
        }));
        Wire client = proxy.connect()
                .send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 400\r\n\r\n");

        Wire.Message refusal = client.message();

        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal.header("Connection")).isEqualTo("close");
    }

    @Test
    void relaysAnAnswerThatComesBeforeTheWholeBody() {
        Backend backend = proxy.route("/", Backend.running(wire -> {
            wire.head();
            wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
            wire.rest();
        }));
        Wire client = proxy.connect().send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegin");

        Wire.Message refusal = client.message();

        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal.body()).isEqualTo("big");
        assertThat(refusal.header("Connection")).isEqualTo("close");
        Eventually.holds(() -> backend.openConnections() == 0);
        client.send(new byte[1_000_000 - 5]);
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void streamsBothWaysAtTheSameTime() {
        proxy.route("/", Backend.running(wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                wire.send(wire.read(9));
            }
            wire.read(5);
            wire.send("0\r\n\r\n");
        }));
        Wire client = proxy.connect().send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.head();

        for (int i = 0; i < 3; i++) {
            assertThat(client.send("4\r\npin" + i + "\r\n").read(9)).isEqualTo("4\r\npin" + i + "\r\n");
        }
        assertThat(client.send("0\r\n\r\n").read(5)).isEqualTo("0\r\n\r\n");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void deliversTheFirstEventOfAStreamAtOnce() {
        CountDownLatch headSeen = new CountDownLatch(1);
        CountDownLatch eventSeen = new CountDownLatch(1);
        proxy.route("/", Backend.running(wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            await(headSeen);
            wire.send("8\r\ndata: 1\n\r\n");
            await(eventSeen);
            wire.send("0\r\n\r\n");
        }));
        Wire client = proxy.connect().get("/");

        assertThat(client.head()).contains("text/event-stream");
        headSeen.countDown();
        assertThat(client.read(3 + 8 + 2)).isEqualTo("8\r\ndata: 1\n\r\n");
        eventSeen.countDown();
        assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
    }

    @Test
    void triesAgainWhenAnIdleConnectionTurnsOutToBeDead() {
        Backend backend = proxy.route("/", Backend.running(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            wire.message();
        }));
        Wire client = proxy.connect();

        assertThat(client.get("/1").message().body()).isEqualTo("ok");
        assertThat(client.get("/2").message().body()).isEqualTo("ok");
        assertThat(backend.acceptedConnections()).isEqualTo(2);
        assertThat(client.send("POST /3 HTTP/1.1\r\nHost: h\r\n\r\n").message().status())
                .as("a POST may have had its effect")
                .isEqualTo(503);
    }

    @Test
    void passesOverWhatATargetSaysBeforeItsAnswer() {
        proxy.route(
                "/",
                Backend.answering("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                        + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        Wire client = proxy.connect();

        assertThat(client.get("/1").message().head()).doesNotContain("Link");
        assertThat(client.get("/2").message().body()).isEqualTo("ok");
    }

    @Test
    void triesAWebSocketAgainOnAnIdleConnectionThatIsDead() {
        Backend backend = proxy.route("/", Backend.running(wire -> {
            if (wire.message().head().contains("websocket")) {
                wire.send(WebSocketTest.AGREED);
                wire.rest();
            } else {
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                wire.message();
            }
        }));
        Wire client = proxy.connect();

        assertThat(client.get("/1").message().body()).isEqualTo("ok");
        assertThat(client.send(WebSocketTest.OPENING).head()).contains("101");
        assertThat(backend.acceptedConnections()).isEqualTo(2);
    }

    @Test
    void tellsClientsOfHttp10NothingBeforeTheAnswer() {
        proxy.route(
                "/", Backend.answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

        assertThat(proxy.connect()
                        .send("GET / HTTP/1.0\r\nHost: h\r\n\r\n")
                        .message()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "Keep-Alive: timeout=0"})
    void keepsNoConnectionThatATargetWillClose(String field) {
        Backend backend =
                proxy.route("/", Backend.answering("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 2\r\n\r\nok"));
        Wire client = proxy.connect();

        assertThat(client.get("/1").message().body()).isEqualTo("ok");
        assertThat(client.send("POST /2 HTTP/1.1\r\nHost: h\r\n\r\n").message().body())
                .isEqualTo("ok");
        assertThat(backend.acceptedConnections()).isEqualTo(2);
    }

    @Test
    void putsTheTargetsPathBeforeTheRequests() {
        try (Backend backend = Backend.echoing()) {
            proxy.route("/svc", java.net.URI.create(backend.uri() + "/base/"));

            proxy.get("/svc/x");

            assertThat(backend.last().start()).isEqualTo("GET /base/svc/x HTTP/1.1");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
