package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.hub.proxy.RemoteRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hubwright proxy} and {@code hubwright hub} as two processes. */
@Timeout(180)
class ProxyCommandIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void isDrivenByAHubOfItsOwnProcess() throws Exception {
        int port = FreePort.take();
        Path api = folder.resolve("api.sock");
        int hubPort = FreePort.take();
        Path settings = Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  bind_url: http://127.0.0.1:%d
                  hub_bind_url: http://127.0.0.1:%d
                  authenticator_class: demo
                  spawner_class: simple
                  proxy_check_interval: 0.2
                ConfigurableHTTPProxy:
                  should_start: false
                  api_url: http+unix://%s
                DemoAuthenticator: {password: open sesame}
                """.formatted(
                        port, hubPort, api.toString().replace("/", "%2F")));
        try (HubRun proxy = new HubRun(
                        folder, "proxy", "--ip", "127.0.0.1", "--port", "" + port, "--api-socket", api.toString());
                HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            WebClient browser = new WebClient(HubRun.at(port));
            Eventually.holds(
                    "the proxy leads to the hub: " + proxy.all(),
                    () -> browser.get("/hub/login").status() == 200);
            assertThat(browser.post("/hub/login", Map.of("username", "alice", "password", "open sesame"))
                            .status())
                    .isEqualTo(302);

            hub.end();

            assertThat(browser.get("/hub/home").status()).isEqualTo(503);
            proxy.end();
        }
    }

    @Test
    void letsRequestsInProgressEndWhenItIsToldToEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            asked.countDown();
            await(answer);
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("done".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        slow.start();
        int port = FreePort.take();
        String target = "http://127.0.0.1:" + slow.getAddress().getPort();
        try (HubRun proxy = proxyAt(port, FreePort.take(), "--default-target", target, "--drain", "80000")) {
            proxy.awaitProxy();
            HttpClient client = HttpClient.newHttpClient();
            CompletableFuture<HttpResponse<String>> answered = client.sendAsync(
                    HttpRequest.newBuilder(HubRun.at(port)).build(), HttpResponse.BodyHandlers.ofString());
            await(asked);

            proxy.process().destroy();

            Eventually.holds("it takes no more: " + proxy.all(), Duration.ofSeconds(60), () -> isRefused(port));
            assertThat(answered).isNotDone();
            answer.countDown();
            assertThat(answered.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
            proxy.awaitEnd();
        } finally {
            slow.stop(0);
        }
    }

    @Test
    void getsAllItsRoutesBackAfterItWasKilled() throws Exception {
        int port = FreePort.take();
        int apiPort = FreePort.take();
        RemoteRoutes routes =
                new RemoteRoutes(URI.create("http://localhost:" + apiPort), Optional.empty(), Duration.ofSeconds(30));
        try (HubRun first = proxyAt(port, apiPort);
                WholeHub hub = new WholeHub(folder, new LittleServers(), builder -> builder.bind("127.0.0.1", port)
                        .externalProxy(routes, Duration.ofMillis(200)))) {
            WebClient browser = new WebClient(HubRun.at(port));
            Eventually.holds("the proxy leads to the hub", PATIENCE, () -> answers(browser, "/hub/login"));
            browser.logIn("alice");
            assertThat(browser.follow(browser.get("/hub/spawn")).body()).contains("the server of alice");

            first.kill();
            try (HubRun next = proxyAt(port, apiPort)) {
                Eventually.holds(
                        "all routes are back: " + next.all(),
                        PATIENCE,
                        () -> answers(browser, "/user/alice/") && answers(browser, "/hub/home"));
            }
            assertThat(hub.servers.count()).isEqualTo(1);
        }
    }

    @Test
    void keepsConnectionsOpenWhileTheHubRestarts() throws Exception {
        int port = FreePort.take();
        int apiPort = FreePort.take();
        RemoteRoutes routes =
                new RemoteRoutes(URI.create("http://localhost:" + apiPort), Optional.empty(), Duration.ofSeconds(30));
        Consumer<HubBuilder> external =
                builder -> builder.bind("127.0.0.1", port).externalProxy(routes, Duration.ofMillis(200));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HubRun proxy = proxyAt(port, apiPort)) {
            WebClient browser = new WebClient(HubRun.at(port));
            Socket webSocket;
            Socket upgraded;
            try (WholeHub hub = new WholeHub(folder, external)) {
                Eventually.holds(
                        "the proxy leads to the hub: " + proxy.all(), PATIENCE, () -> answers(browser, "/hub/login"));
                routes.put("/user/x", URI.create("http://127.0.0.1:" + server.getLocalPort()), Map.of());
                webSocket = new Socket(InetAddress.getLoopbackAddress(), port);
                send(webSocket, "GET /user/x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                upgraded = server.accept();
                send(upgraded, "HTTP/1.1 101 Agreed\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                assertThat(hub.servers.count()).isZero();
            }
            try (webSocket;
                    upgraded;
                    WholeHub next = new WholeHub(folder.resolve("next"), external)) {
                Eventually.holds("the next hub answers", PATIENCE, () -> answers(browser, "/hub/login"));
                assertThat(next.servers.count()).isZero();
                send(upgraded, "still here.");
                webSocket.setSoTimeout((int) PATIENCE.toMillis());
                assertThat(readUntil(webSocket, '.')).endsWith("\r\n\r\nstill here.");
            }
        }
    }

    @Test
    void takesOverFromAnotherWhenTheHubIsTold() throws Exception {
        int[] ports = {FreePort.take(), FreePort.take(), FreePort.take(), FreePort.take()};
        Path settings =
                Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  bind_url: http://127.0.0.1:%d
                  hub_bind_url: http://127.0.0.1:%d
                  authenticator_class: demo
                  spawner_class: simple
                  proxy_check_interval: 0.2
                  services: [{name: operator, api_token: a-token-of-the-operator, admin: true}]
                ConfigurableHTTPProxy: {should_start: false, api_url: "http://localhost:%d"}
                DemoAuthenticator: {password: open sesame}
                """.formatted(ports[0], FreePort.take(), ports[1]));
        try (HubRun first = proxyAt(ports[0], ports[1]);
                HubRun second = proxyAt(ports[2], ports[3]);
                HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            WebClient before = new WebClient(HubRun.at(ports[0]));
            WebClient after = new WebClient(HubRun.at(ports[2]));
            Eventually.holds("the first leads to the hub", PATIENCE, () -> answers(before, "/hub/login"));
            assertThat(after.get("/hub/login").status()).isEqualTo(404);

            HttpRequest move = HttpRequest.newBuilder(URI.create(HubRun.at(ports[0]) + "hub/api/proxy"))
                    .header("Authorization", "token a-token-of-the-operator")
                    .method(
                            "PATCH",
                            HttpRequest.BodyPublishers.ofString("{\"api_url\": \"http://localhost:" + ports[3] + "\"}"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(move, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);

            Eventually.holds(
                    "the second leads to the hub: " + second.all(), PATIENCE, () -> answers(after, "/hub/login"));
            first.kill();
            assertThat(after.get("/hub/login").status()).isEqualTo(200);
        }
    }

    private HubRun proxyAt(int port, int apiPort, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("proxy", "--ip", "127.0.0.1", "--port", "" + port, "--api-port", "" + apiPort));
        arguments.addAll(List.of(options));
        return new HubRun(folder, arguments.toArray(String[]::new));
    }

    private static boolean answers(WebClient browser, String path) {
        try {
            return browser.get(path).status() == 200;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket from, char last) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int next = from.getInputStream().read();
                next >= 0;
                next = from.getInputStream().read()) {
            read.append((char) next);
            if (next == last && read.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return read.toString();
    }

    private static boolean isRefused(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !probe.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        int port = FreePort.take();
        int apiPort = FreePort.take();
        String[] arguments = {
            "proxy", "--port", "" + port, "--api-port", "" + apiPort, "--default-target", "http://127.0.0.1:" + apiPort
        };
        try (HubRun first = new HubRun(folder, arguments)) {
            HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + apiPort + "/api/routes"))
                    .build();
            Eventually.holds("the API answers: " + first.all(), () -> {
                try {
                    return HttpClient.newHttpClient()
                            .send(list, HttpResponse.BodyHandlers.ofString())
                            .body()
                            .startsWith("{\"/\":{\"target\":\"http://127.0.0.1:" + apiPort);
                } catch (IOException e) {
                    return false;
                }
            });
            try (HubRun second = new HubRun(folder, arguments)) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.all()).contains("--port: port " + port, "is taken");
            }
        }
    }
}
