package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hubwright proxy} and {@code hubwright hub} as two processes. */
@Timeout(180)
class ProxyCommandIT {

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
        try (HubRun proxy = new HubRun(
                folder,
                "proxy",
                "--ip",
                "127.0.0.1",
                "--port",
                "" + port,
                "--api-port",
                "" + FreePort.take(),
                "--default-target",
                target,
                "--drain",
                "80000")) {
            awaitListening(proxy);
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

    private static void awaitListening(HubRun proxy) {
        Eventually.holds("it listens: " + proxy.all(), Duration.ofSeconds(60), () -> proxy.all()
                .contains("Proxy API at "));
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
