package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Forwarding} changes, seen from the target and from the client. */
@Timeout(180)
class ForwardingOptionsTest {

    private static final String CLIENT = " HTTP/1.1\r\nHost: hub.test:8000\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n";

    @RegisterExtension
    final ProxyFixture plain = new ProxyFixture();

    @RegisterExtension
    final ProxyFixture changed = ProxyFixture.that(forwarding -> forwarding
            .forwardedFields(false)
            .prependPath(false)
            .includePrefix(false)
            .changeOrigin(true)
            .customHeaders(List.of(Map.entry("X-Forwarded-For", "front"), Map.entry("X-Team", "physics"))));

    @RegisterExtension
    final ProxyFixture byHost = ProxyFixture.that(forwarding -> forwarding.hostRouting(true));

    @Test
    void leavesARequestAsItIsByDefault() {
        Backend backend = plain.route("/user/al", Backend.echoing());

        String seen =
                plain.connect().send("GET /user/al/x?y" + CLIENT).message().body();

        assertThat(seen)
                .startsWith("GET /user/al/x?y HTTP/1.1")
                .contains("Host: hub.test:8000", "X-Forwarded-For: 192.0.2.1,127.0.0.1", "X-Forwarded-Port: 8000");
        assertThat(backend.uri().getPort()).isPositive();
    }

    @Test
    void changesWhatItIsToldTo() {
        Backend backend = Backend.echoing();
        changed.route("/elsewhere", backend);
        changed.route("/user/al@x", URI.create(backend.uri() + "/base"));

        String seen = changed.connect()
                .send("GET /user/al%40x/tree?y" + CLIENT)
                .message()
                .body();

        assertThat(seen)
                .startsWith("GET /tree?y HTTP/1.1")
                .contains("host: 127.0.0.1:" + backend.port(), "X-Forwarded-For: front", "X-Team: physics")
                .doesNotContain("192.0.2.1", "X-Forwarded-Port", "X-Forwarded-Host");
        assertThat(changed.connect().send("GET /user/al@x" + CLIENT).message().body())
                .startsWith("GET / HTTP/1.1");
    }

    @RegisterExtension
    final ProxyFixture strict =
            ProxyFixture.that(forwarding -> forwarding.trustedProxies(List.of(AddressRange.parse("192.0.2.0/24"))));

    @RegisterExtension
    final ProxyFixture trusting =
            ProxyFixture.that(forwarding -> forwarding.trustedProxies(List.of(AddressRange.parse("127.0.0.0/8"))));

    /** A forged set reaches the server only from those who are believed. */
    @Test
    void dropsWhatStrangersSayOfOthers() {
        strict.route("/", Backend.echoing());
        trusting.route("/", Backend.echoing());
        String forged =
                "GET / HTTP/1.1\r\nHost: hub.test\r\nX-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n"
                        + "X-Forwarded-Host: evil\r\nX-Forwarded-Prefix: /x\r\nForwarded: for=198.51.100.7\r\n"
                        + "X-Real-IP: 198.51.100.7\r\nX-Scheme: https\r\n\r\n";

        String seen = strict.connect().send(forged).message().body();

        assertThat(seen)
                .contains("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: http", "X-Forwarded-Host: hub.test")
                .doesNotContain("198.51.100.7", "evil", "https", "X-Forwarded-Prefix", "X-Scheme");
        assertThat(trusting.connect().send(forged).message().body())
                .contains(
                        "X-Forwarded-For: 198.51.100.7,127.0.0.1",
                        "X-Forwarded-Proto: https\r\n",
                        "X-Forwarded-Host: evil");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.128/25, 10.1.2.200, true",
        "10.1.2.128/25, 10.1.2.100, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "127.0.0.1, localhost, false",
    })
    void knowsNetworks(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).contains(address)).isEqualTo(inside);
    }

    @Test
    void choosesTheRouteByHost() {
        byHost.route("/hub.test/user", Backend.echoing());
        byHost.route("/[::1]", Backend.echoing());

        assertThat(ask("HUB.test:8000", "/user/x")).isEqualTo(200);
        assertThat(ask("[::1]:8000", "/user/x")).isEqualTo(200);
        assertThat(ask("hub.test", "/other")).isEqualTo(404);
        assertThat(ask("other.test", "/user/x")).isEqualTo(404);
        assertThat(ask("hub.test/user", "/x")).isEqualTo(400);
    }

    private int ask(String host, String path) {
        return byHost.connect()
                .send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .message()
                .status();
    }

    @Test
    void refusesFieldsThatWouldBreakAHeader() {
        for (Map.Entry<String, String> field :
                List.of(Map.entry("X A", "b"), Map.entry("", "b"), Map.entry("X", "a\r\nY: b"), Map.entry("X", "\0"))) {
            assertThatThrownBy(() -> Forwarding.builder().customHeaders(List.of(field)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, , 302, http://t:81/a?b#c, http://hub.test/a?b#c",
        "true, https, 302, http://t:81/a, https://hub.test/a",
        "false, https, 307, http://T:81, https://T:81",
        "true, https, 200, http://t:81/a, http://t:81/a",
        "true, https, 302, http://t/a, http://t/a",
        "true, https, 302, http://other:81/a, http://other:81/a",
        "true, https, 302, /a, /a",
        "true, https, 302, //t:81/a, //t:81/a",
        "false, , 302, http://t:81/a, http://t:81/a",
        "true, https, 302, 'http://t:81/a b', 'http://t:81/a b'",
    })
    void rewritesRedirectsToTheTargetItself(
            boolean autoRewrite, String scheme, int status, String location, String expected) throws Exception {
        LocationRules rules = new LocationRules(autoRewrite, Optional.ofNullable(scheme));

        assertThat(rules.apply(status, location, Target.of(URI.create("http://t:81")), "hub.test"))
                .isEqualTo(expected);
    }

    @Test
    void reachesServersAtSockets(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("server.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread thread = new Thread(() -> answerOnce(server));
            thread.start();
            plain.route("/s", URI.create("http+unix://" + socket.toString().replace("/", "%2F") + "/base"));

            Wire.Message answer = plain.get("/s/x");

            assertThat(answer.body()).isEqualTo("hello");
            thread.join();
        }
        assertThat(plain.get("/s/x").status()).isEqualTo(503);
    }

    private static void answerOnce(ServerSocketChannel server) {
        try (SocketChannel connection = server.accept()) {
            ByteBuffer request = ByteBuffer.allocate(10_000);
            connection.read(request);
            boolean right =
                    new String(request.array(), StandardCharsets.ISO_8859_1).startsWith("GET /base/s/x HTTP/1.1\r\n");
            String answer = right ? "HTTP/1.1 200 OK" : "HTTP/1.1 400 Wrong";
            connection.write(ByteBuffer.wrap((answer + "\r\nContent-Length: 5\r\n\r\nhello").getBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
