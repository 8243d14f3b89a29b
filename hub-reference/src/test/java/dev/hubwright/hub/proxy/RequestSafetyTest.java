package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are meant to be understood in two ways. */
@Timeout(180)
class RequestSafetyTest {

    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    @Test
    void runsOnANettyThatReadsTransferEncodingStrictly() {
        String version = Version.identify().get("netty-codec-http").artifactVersion();
        int[] numbers = Arrays.stream(version.split("\\."))
                .limit(3)
                .mapToInt(Integer::parseInt)
                .toArray();

        assertThat(Arrays.compare(numbers, new int[] {4, 2, 18})).as(version).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 5",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length: -1",
                "Content-Length: 5 5",
                "Content-Length: ",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity\r\nContent-Length: 5",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: gzip, chunked",
                "Content-Length : 5",
                "X-A: b\u0000c",
                "X-A: b\rX-B: c",
                "X A: b",
            })
    void refusesAmbiguousFields(String fields) {
        Backend backend = proxy.route("/", Backend.echoing());

        String answer = proxy.connect()
                .send("POST /x HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n0\r\n\r\n" + HIDDEN)
                .rest();

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "fffffffffffffffff\r\nhello",
                "-1\r\nhello",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "5;a\nhello\r\n0\r\n\r\n",
                "5\rhello\r\n0\r\n\r\n"
            })
    void neverCompletesARequestWithBadChunks(String chunks) {
        StringBuilder received = new StringBuilder();
        proxy.route("/", Backend.running(wire -> {
            String all = wire.rest();
            synchronized (received) {
                received.append(all);
            }
        }));

        String answer = proxy.connect()
                .send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
                .rest();

        assertThat(answer).doesNotContain(" 200 ");
        synchronized (received) {
            assertThat(received.toString()).doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void treatsTheBodyOfAGetAsABody() {
        Backend backend = proxy.route("/", Backend.echoing());
        String get = "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN;

        assertThat(proxy.connect().send(get).message().body()).endsWith(HIDDEN);
        assertThat(backend.requests()).hasSize(1);
    }

    @Test
    void keepsTheBodyOfAClientThatNamesItsLengthInConnection() {
        proxy.route("/", Backend.echoing());

        Wire.Message answer = proxy.connect()
                .send("POST / HTTP/1.1\r\nHost: h\r\nConnection: Content-Length, Host, X-Gone\r\nX-Gone: x\r\n"
                        + "Content-Length: 5\r\n\r\nhello")
                .message();

        assertThat(answer.body()).endsWith("hello").contains("Host: h").doesNotContain("X-Gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Host: a\r\nHost: b\r\n", "Host: a b\r\n", "Host: x/../y\r\n", "Host: u@h\r\n", "Host: \r\n"
            })
    void refusesRequestsWithoutOneValidHost(String hosts) {
        Backend backend = proxy.route("/", Backend.echoing());

        Wire client = proxy.connect().send("GET / HTTP/1.1\r\n" + hosts + "\r\n");

        assertThat(client.message().status()).isEqualTo(400);
        assertThat(client.rest()).isEmpty();
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET http://hub.test/a?b, 200",
        "GET HTTP://HUB.test, 200",
        "GET http://other.test/a, 400",
        "GET http://u@hub.test/a, 400",
        "GET a, 400",
        "GET *, 400",
        "GET ftp://hub.test/a, 400",
        "CONNECT hub.test:80, 405",
        "TRACE /, 405",
        "OPTIONS *, 204",
        "OPTIONS /, 200",
        "PROPFIND /dav, 200",
        "GET /%, 500",
        "GET /%zz, 400",
        "GET /%00, 400",
        "GET /%ff, 400",
        "GET /\u00e9, 400",
        "GET /a#b, 400",
        "PRI *, 400",
    })
    void readsRequestTargetsStrictly(String line, int status) {
        proxy.route("/", Backend.echoing());

        assertThat(proxy.connect()
                        .send(line + " HTTP/1.1\r\nHost: hub.test\r\n\r\n")
                        .message()
                        .status())
                .isEqualTo(status);
    }

    @Test
    void sendsOnThePathThatItMatched() {
        Backend hub = proxy.route("/", Backend.echoing());
        Backend alice = proxy.route("/user/alice", Backend.echoing());

        proxy.get("/user/alice/%2e%2E/bob/x");
        proxy.get("/x\\..\\user/alice/y");

        assertThat(hub.last().start()).isEqualTo("GET /user/bob/x HTTP/1.1");
        assertThat(alice.last().start()).isEqualTo("GET /user/alice/y HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource({"15000, 200", "70000, 414"})
    void limitsTheRequestLine(int length, int status) {
        proxy.route("/", Backend.echoing());

        assertThat(proxy.get("/" + "x".repeat(length)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"15000, 200", "70000, 431"})
    void limitsTheHeader(int length, int status) {
        proxy.route("/", Backend.echoing());

        assertThat(proxy.connect()
                        .send("GET / HTTP/1.1\r\nHost: h\r\nX-Long: " + "x".repeat(length) + "\r\n\r\n")
                        .message()
                        .status())
                .isEqualTo(status);
    }

    @Test
    void stripsTheOfferOfAnotherProtocol() {
        Backend backend = proxy.route("/", Backend.echoing());

        Wire.Message answer = proxy.connect()
                .send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
                .message();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(backend.last().head()).doesNotContain("pgrade").doesNotContain("HTTP2");
    }

    @Test
    void dropsFieldsOfOneConnectionFromAnswers() {
        proxy.route(
                "/",
                Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=5\r\n"
                        + "Connection: keep-alive, X-Gone\r\nX-Gone: 1\r\nProxy-Authenticate: Basic\r\nX-Kept: 2\r\n"
                        + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n"));

        Wire.Message answer = proxy.get("/");

        assertThat(answer.head())
                .doesNotContain("Keep-Alive")
                .doesNotContain("X-Gone")
                .doesNotContain("Proxy-Authenticate");
        assertThat(answer.header("X-Kept")).isEqualTo("2");
        assertThat(answer.all("Set-Cookie")).containsExactly("a=1", "b=2");
    }
}
