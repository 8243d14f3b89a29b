package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.hub.proxy.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code hubwright proxy} that operators may have in their start scripts. */
@Timeout(180)
class ProxyOptionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private HttpServer target;

    @BeforeEach
    void startTarget() throws IOException {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            String fields = exchange.getRequestHeaders().entrySet().stream()
                    .map(field -> field.getKey() + ": " + String.join(",", field.getValue()))
                    .collect(Collectors.joining("\n"));
            byte[] body = (exchange.getRequestURI() + "\n" + fields).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        target.start();
    }

    @AfterEach
    void stopTarget() {
        target.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "--ssl-allow-rc4, RC4 is broken",
        "--storage-backend redis, routes are kept in memory",
        "--error-target http://127.0.0.1:1 --error-path /tmp, exclude each other",
        "--redirect-port 8080, needs --ssl-key and --ssl-cert",
        "--custom-header nocolon, a colon was expected",
        "--ssl-key /none --ssl-cert /none, --ssl-key = \"/none\" cannot be read",
        "--ssl-key /none --ssl-cert /none --ssl-protocol SSLv3, \"SSLv3\" is not spoken",
        "--ssl-key /none --ssl-cert /none --ssl-ciphers AES128-SHA, is a name of OpenSSL",
        "--error-path /none, --error-path = \"/none\" is no folder",
        "--default-target ftp://x, has to begin with http://",
        "--api-ip 0.0.0.0, CONFIGPROXY_AUTH_TOKEN",
        "--trusted-proxies hub.example.org, is no address or network",
        "--log-level loud, '--log-level loud is none; take debug, info, warn or error'",
        "--statsd-host stats.example.org, figures are for Prometheus",
        "--statsd-port 8125, figures are for Prometheus",
        "--statsd-prefix chp, figures are for Prometheus",
        "--protocol-rewrite gopher, --protocol-rewrite gopher is neither http nor https",
        "--port 70000, --port = 70000 has to be from 0 to 65535",
    })
    void refuseWithASentence(String options, String sentence) throws Exception {
        try (HubRun proxy = proxy(options.split(" "))) {
            assertThat(proxy.awaitEnd()).isEqualTo(1);
            assertThat(proxy.all()).contains("error: ", sentence).doesNotContain("\tat ", "Exception");
        }
    }

    @Test
    void workTogether() throws Exception {
        int port = FreePort.take();
        Path pages = Files.createDirectory(folder.resolve("pages"));
        Files.writeString(pages.resolve("404.html"), "nothing here");
        Path pid = folder.resolve("proxy.pid");
        Path socket = folder.resolve("api.sock");
        HttpClient client = HttpClient.newHttpClient();
        URI health = URI.create("http://127.0.0.1:" + port + "/_chp_healthz");
        try (HubRun proxy = proxy(
                "--ip",
                "127.0.0.1",
                "--port",
                "" + port,
                "--api-socket",
                socket.toString(),
                "--pid-file",
                pid.toString(),
                "--no-x-forward",
                "--no-include-prefix",
                "--custom-header",
                "X-Team: physics",
                "--error-path",
                pages.toString(),
                "--proxy-timeout",
                "20000",
                "--timeout",
                "60000",
                "--log-level",
                "debug")) {
            Eventually.holds("it answers: " + proxy.all(), () -> answers(client, health));
            Eventually.holds("its pid is written", () -> Files.exists(pid));
            post(socket, "/user/al", "http://127.0.0.1:" + target.getAddress().getPort());

            String seen =
                    get(client, "http://127.0.0.1:" + port + "/user/al/tree").body();

            assertThat(seen).startsWith("/tree\n").contains("X-team: physics").doesNotContain("X-forwarded");
            HttpResponse<String> missing = get(client, "http://127.0.0.1:" + port + "/x");
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.body()).isEqualTo("nothing here");
            assertThat(proxy.all()).contains("Route added /user/al -> ", "Proxying at http://127.0.0.1:" + port);
            proxy.end();
            assertThat(pid).doesNotExist();
        }
    }

    @Test
    void takeTheSocketOfAProxyThatWasKilled() throws Exception {
        Path socket = folder.resolve("proxy.sock");
        String[] options = {"--socket", socket.toString(), "--api-port", "" + FreePort.take()};
        try (HubRun first = proxy(options)) {
            Eventually.holds("it listens: " + first.all(), () -> Files.exists(socket));
            try (HubRun second = proxy(options)) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.all()).contains("--socket = ", "is taken");
            }
            first.kill();
        }
        assertThat(socket).exists();
        options[3] = "" + FreePort.take();
        try (HubRun next = proxy(options)) {
            Eventually.holds("it answers: " + next.all(), () -> exchange(socket, "GET /_chp_healthz HTTP/1.1\r\n")
                    .contains("OK"));
        }
    }

    @Test
    void readCertificatesAgainAtHangup() throws Exception {
        Certificates ours = new Certificates(folder, "ours").issue("front").issue("later");
        int port = FreePort.take();
        try (HubRun proxy = proxy(
                "--ip",
                "127.0.0.1",
                "--port",
                "" + port,
                "--api-port",
                "" + FreePort.take(),
                "--ssl-key",
                ours.key("front").toString(),
                "--ssl-cert",
                ours.certificate("front").toString())) {
            proxy.awaitProxy();
            Files.copy(ours.key("later"), ours.key("front"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(ours.certificate("later"), ours.certificate("front"), StandardCopyOption.REPLACE_EXISTING);

            hangUp(proxy);

            Eventually.holds("it says so: " + proxy.all(), PATIENCE, () -> proxy.all()
                    .contains("The certificates were read again"));
            assertThat(Certificates.nameOfServer(port)).isEqualTo("CN=later");
            Files.writeString(ours.certificate("front"), "broken");
            hangUp(proxy);
            Eventually.holds("it says so: " + proxy.all(), PATIENCE, () -> proxy.all()
                    .contains("Not all certificates could be read again"));
            assertThat(Certificates.nameOfServer(port)).isEqualTo("CN=later");
        }
    }

    private static void hangUp(HubRun proxy) throws Exception {
        String pid = Long.toString(proxy.process().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor()).isZero();
    }

    @Test
    void showMetricsUnderKnownNames() throws Exception {
        int port = FreePort.take();
        int metrics = FreePort.take();
        HttpClient client = HttpClient.newHttpClient();
        try (HubRun proxy = proxy(
                "--ip",
                "127.0.0.1",
                "--port",
                "" + port,
                "--api-port",
                "" + FreePort.take(),
                "--metrics-ip",
                "127.0.0.1",
                "--metrics-port",
                "" + metrics,
                "--default-target",
                "http://127.0.0.1:" + target.getAddress().getPort())) {
            Eventually.holds(
                    "it answers: " + proxy.all(), () -> answers(client, URI.create("http://127.0.0.1:" + port + "/x")));

            String text =
                    get(client, "http://127.0.0.1:" + metrics + "/metrics").body();

            assertThat(text)
                    .contains(
                            "\nrequests_web 1\n",
                            "\nrequests_ws 0\n",
                            "requests_proxy{status=\"200\"} 1",
                            "\nfind_target_for_req_count 1\n",
                            "\nhubwright_proxy_routes 1\n",
                            "\nhubwright_proxy_target_connections ",
                            "\nhubwright_proxy_exchanges 0\n",
                            "\nprocess_open_fds ",
                            "\nprocess_resident_memory_bytes ",
                            "\nhubwright_direct_bytes ",
                            "\nhubwright_heap_bytes ",
                            "\napi_route_get 0\n");
            assertThat(get(client, "http://127.0.0.1:" + metrics + "/").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void boundWhatStrangersMayDo() throws Exception {
        int port = FreePort.take();
        Path metrics = folder.resolve("metrics.sock");
        try (HubRun proxy = proxy(
                "--ip",
                "127.0.0.1",
                "--port",
                "" + port,
                "--api-port",
                "" + FreePort.take(),
                "--default-target",
                "http://127.0.0.1:" + target.getAddress().getPort(),
                "--connections",
                "2",
                "--timeout",
                "2000",
                "--body-rate",
                "1000000",
                "--trusted-proxies",
                "10.0.0.0/8,192.0.2.1",
                "--metrics-socket",
                metrics.toString())) {
            proxy.awaitProxy();
            try (Socket stranger =
                    send(port, "GET /x HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n\r\n")) {
                assertThat(new String(stranger.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .contains("X-forwarded-for: 127.0.0.1")
                        .doesNotContain("1.2.3.4");
            }
            try (Socket slow = send(port, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n")) {
                slow.setSoTimeout(100);
                Eventually.holds("whoever trickles is let go", PATIENCE, () -> hasEndedThough(slow, "x"));
            }
            Eventually.holds(
                    "nobody is there: " + proxy.all(), PATIENCE, () -> exchange(metrics, "GET /metrics HTTP/1.1\r\n")
                            .contains("\nhubwright_proxy_connections 0\n"));
            String health = "GET /_chp_healthz HTTP/1.1\r\nHost: h\r\n\r\n";
            try (Socket one = send(port, health);
                    Socket two = send(port, health)) {
                assertThat(status(one)).isEqualTo("HTTP/1.1 200");
                assertThat(status(two)).isEqualTo("HTTP/1.1 200");
                try (Socket three = send(port, health)) {
                    assertThat(status(three)).isEqualTo("HTTP/1.1 503");
                }
            }
        }
    }

    private static Socket send(int port, String text) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) PATIENCE.toMillis());
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String status(Socket client) throws IOException {
        return new String(client.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
    }

    private static boolean hasEndedThough(Socket client, String sent) {
        try {
            client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private HubRun proxy(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("proxy"));
        arguments.addAll(Arrays.asList(options));
        if (!arguments.contains("--port")) {
            arguments.addAll(List.of("--port", "" + FreePort.take()));
        }
        return new HubRun(folder, arguments.toArray(String[]::new));
    }

    private static void post(Path socket, String path, String to) {
        String body = "{\"target\":\"" + to + "\"}";
        String answer = exchange(
                socket, "POST /api/routes" + path + " HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n", body);
        assertThat(answer).startsWith("HTTP/1.1 201");
    }

    private static String exchange(Path socket, String head, String... body) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String request = head + "Host: x\r\nConnection: close\r\n\r\n" + String.join("", body);
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(100_000);
            while (channel.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean answers(HttpClient client, URI uri) {
        try {
            return get(client, uri.toString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpResponse<String> get(HttpClient client, String uri) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
