package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.hub.proxy.Certificates;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What options of {@code hubwright proxy} do to what passes, seen from both of its ends. */
@Timeout(180)
class ProxyEffectsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer target;
    private int port;

    @BeforeEach
    void startTarget() throws IOException {
        port = FreePort.take();
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        target.createContext("/", this::answer);
        target.start();
    }

    @AfterEach
    void stopTarget() {
        never.countDown();
        target.stop(0);
    }

    @Test
    void addressesAreRewritten() throws Exception {
        try (HubRun proxy = proxy(
                "--default-target",
                address() + "/base",
                "--no-prepend-path",
                "--change-origin",
                "--auto-rewrite",
                "--protocol-rewrite",
                "https")) {
            awaitListening(proxy);

            assertThat(get("hub.test", "/x"))
                    .endsWith("\r\n\r\n/x at 127.0.0.1:" + target.getAddress().getPort());
            assertThat(get("hub.test", "/moved").lines())
                    .anySatisfy(line -> assertThat(line).isEqualToIgnoringCase("Location: https://hub.test/there"));
            Eventually.holds("tools are told: " + proxy.all(), PATIENCE, () -> proxy.all()
                    .contains("Proxy API at "));
            assertThat(proxy.all()).contains("Route added / -> " + address(), "Proxying at http://127.0.0.1:" + port);
        }
    }

    @Test
    void whoeverStandsStillIsLetGoAndNothingIsSaidOfIt() throws Exception {
        try (HubRun proxy = proxy(
                "--default-target",
                address(),
                "--keep-alive-timeout",
                "700",
                "--timeout",
                "700",
                "--proxy-timeout",
                "700",
                "--log-level",
                "error")) {
            awaitListening(proxy);

            assertThat(get("hub.test", "/hang")).startsWith("HTTP/1.1 503");
            try (Socket idle = connect("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
                    Socket half = connect("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf")) {
                assertThat(rest(idle)).startsWith("HTTP/1.1 200");
                assertThat(rest(half)).doesNotContain("200 OK");
            }
            assertThat(proxy.all()).isEmpty();
        }
    }

    @Test
    void hostsHaveRoutesOfTheirOwn() throws Exception {
        int apiPort = FreePort.take();
        try (HubRun proxy = proxy(
                "--api-port",
                "" + apiPort,
                "--host-routing",
                "--error-target",
                address() + "/errors",
                "--log-level",
                "warn")) {
            awaitListening(proxy, apiPort);
            String body = "{\"target\": \"" + address() + "\"}";
            try (Socket api = new Socket("localhost", apiPort)) {
                assertThat(exchange(
                                api,
                                "POST /api/routes/one.test HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
                                        + body.length() + "\r\n\r\n" + body))
                        .startsWith("HTTP/1.1 201");
            }

            assertThat(get("one.test", "/x")).contains("200 OK", "/x at one.test");
            assertThat(get("two.test", "/x")).startsWith("HTTP/1.1 404").contains("/errors/404?url=%2Fx at ");
            assertThat(proxy.all()).doesNotContain("INFO");
        }
    }

    @Test
    void certificatesOfTargetsCountUnlessTheyNeedNot() throws Exception {
        Certificates ours = new Certificates(folder, "ours").issue("front");
        try (ProxyServer secure = ProxyServer.builder()
                .listener(Listener.at("127.0.0.1", 0, "--port")
                        .with(TlsFiles.builder()
                                .key(ours.key("front"))
                                .certificate(ours.certificate("front"))
                                .build()))
                .build()) {
            secure.start();
            String address = "https://127.0.0.1:" + secure.port();

            assertThat(throughProxyWith("--default-target", address)).startsWith("HTTP/1.1 503");
            assertThat(throughProxyWith("--default-target", address, "--insecure"))
                    .startsWith("HTTP/1.1 404");
            assertThat(throughProxyWith(
                            "--default-target",
                            address,
                            "--client-ssl-ca",
                            ours.authorityFile().toString()))
                    .startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void browsersAreLedToTls() throws Exception {
        Certificates ours = new Certificates(folder, "ours").issue("front");
        int redirect = FreePort.take();
        try (HubRun proxy = proxy(
                "--ssl-key",
                ours.key("front").toString(),
                "--ssl-cert",
                ours.certificate("front").toString(),
                "--redirect-port",
                "" + redirect,
                "--redirect-to",
                "443")) {
            awaitListening(proxy, redirect);

            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), redirect)) {
                assertThat(exchange(plain, "GET /x?y HTTP/1.1\r\nHost: hub.test:80\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 301")
                        .containsIgnoringCase("Location: https://hub.test/x?y\r\n");
            }
            assertThat(Certificates.nameOfServer(port)).isEqualTo("CN=front");
            Eventually.holds("tools are told: " + proxy.all(), PATIENCE, () -> proxy.all()
                    .contains("Added HTTP to HTTPS redirection from " + redirect + " to 443"));
        }
    }

    private String throughProxyWith(String... options) throws Exception {
        port = FreePort.take();
        try (HubRun proxy = proxy(options)) {
            awaitListening(proxy);
            return get("hub.test", "/nowhere");
        }
    }

    private HubRun proxy(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("proxy", "--ip", "127.0.0.1", "--port", "" + port));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--api-port")) {
            arguments.addAll(List.of("--api-port", "" + FreePort.take()));
        }
        return new HubRun(folder, arguments.toArray(String[]::new));
    }

    private void awaitListening(HubRun proxy) {
        awaitListening(proxy, port);
    }

    private static void awaitListening(HubRun proxy, int at) {
        Eventually.holds("it listens: " + proxy.all(), PATIENCE, () -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), at)) {
                return probe.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private String address() {
        return "http://127.0.0.1:" + target.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        if (path.equals("/hang")) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.getRequestBody().readAllBytes();
        if (path.equals("/moved")) {
            exchange.getResponseHeaders().set("Location", address() + "/there");
        }
        byte[] body = (path + " at " + exchange.getRequestHeaders().getFirst("Host")).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(path.equals("/moved") ? 302 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String get(String host, String path) throws IOException {
        try (Socket client = connect("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")) {
            return rest(client);
        }
    }

    private Socket connect(String begin) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) PATIENCE.toMillis());
        client.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String exchange(Socket with, String request) throws IOException {
        with.setSoTimeout((int) PATIENCE.toMillis());
        with.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return rest(with);
    }

    private static String rest(Socket from) throws IOException {
        return new String(from.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
