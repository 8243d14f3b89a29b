package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        int port = HubRun.freePort();
        int apiPort = HubRun.freePort();
        int hubPort = HubRun.freePort();
        Path settings = Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  bind_url: http://127.0.0.1:%d
                  hub_bind_url: http://127.0.0.1:%d
                  authenticator_class: demo
                  spawner_class: simple
                  proxy_check_interval: 0.2
                ConfigurableHTTPProxy:
                  should_start: false
                  api_url: http://127.0.0.1:%d
                DemoAuthenticator: {password: open sesame}
                """.formatted(port, hubPort, apiPort));
        try (HubRun proxy = new HubRun(
                        folder, "proxy", "--ip", "127.0.0.1", "--port", "" + port, "--api-port", "" + apiPort);
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
    void saysWhichPortIsTaken() throws Exception {
        int port = HubRun.freePort();
        int apiPort = HubRun.freePort();
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
                } catch (java.io.IOException e) {
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
