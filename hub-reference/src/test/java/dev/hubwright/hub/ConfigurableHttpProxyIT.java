package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.proxy.RemoteRoutes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our hub behind somebody's configurable-http-proxy, started as people start it in a container of its own. */
@RequiresEngine(Engine.CONFIGURABLE_HTTP_PROXY)
@Timeout(120)
class ConfigurableHttpProxyIT {

    private static final String TOKEN = "between-hub-and-proxy";

    @TempDir
    Path folder;

    private final List<Process> proxies = new ArrayList<>();
    private int port;
    private int apiPort;

    @AfterEach
    void stopProxies() throws InterruptedException {
        for (Process proxy : proxies) {
            proxy.destroyForcibly().waitFor();
        }
    }

    @Test
    void leadsPeopleToTheHubAndToTheirServers() throws Exception {
        port = FreePort.take();
        apiPort = FreePort.take();
        Process first = startProxy();
        try (WholeHub hub = hub()) {
            WebClient browser = new WebClient(HubRun.at(port));
            Eventually.holds("the proxy leads to the hub", () -> answers(browser, "/hub/login"));
            browser.logIn("ali ce@x");
            assertThat(browser.follow(browser.get("/hub/spawn")).body()).contains("the server of ali ce@x");

            first.destroyForcibly().waitFor();
            startProxy();

            Eventually.holds("the new proxy has all routes", () -> answers(browser, "/user/ali%20ce@x/"));
            assertThat(browser.get("/user/ali%20ce@x/").body()).contains("the server of ali ce@x");
            hub.hub.servers().stop(ServerRef.of("ali ce@x"), StopMode.GRACEFUL);
            Eventually.holds("its route is gone", () -> !routes().all().containsKey("/user/ali ce@x"));
            assertThat(routes().all()).containsOnlyKeys("/");
        }
    }

    @Test
    void showsTheHubsErrorPages() throws Exception {
        port = FreePort.take();
        apiPort = FreePort.take();
        int hubPort = FreePort.take();
        startProxy("--error-target", "http://127.0.0.1:" + hubPort + "/hub/error");
        try (WholeHub hub = new WholeHub(folder, builder -> external(builder).hubBind("127.0.0.1", hubPort))) {
            WebClient browser = new WebClient(HubRun.at(port));
            Eventually.holds("the proxy leads to the hub", () -> answers(browser, "/hub/login"));
            routes().put("/user/gone", URI.create("http://127.0.0.1:" + FreePort.take()), Map.of());

            WebClient.Answer answer = browser.get("/user/gone/");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("<html", "503");
            assertThat(hub.hub.url().getPort()).isEqualTo(port);
        }
    }

    private WholeHub hub() throws Exception {
        return new WholeHub(folder, this::external);
    }

    private HubBuilder external(HubBuilder builder) {
        return builder.bind("127.0.0.1", port).externalProxy(routes(), Duration.ofMillis(200));
    }

    private RemoteRoutes routes() {
        return new RemoteRoutes(
                URI.create("http://127.0.0.1:" + apiPort), Optional.of(Secret.of(TOKEN)), Duration.ofSeconds(30));
    }

    private static boolean answers(WebClient browser, String path) {
        try {
            return browser.get(path).status() == 200;
        } catch (AssertionError e) {
            return false;
        }
    }

    private Process startProxy(String... further) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Engine.find("configurable-http-proxy").orElseThrow().toString(),
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--api-ip",
                "127.0.0.1",
                "--api-port",
                Integer.toString(apiPort)));
        command.addAll(List.of(further));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolve("proxy-" + proxies.size() + ".log").toFile());
        builder.environment().put("CONFIGPROXY_AUTH_TOKEN", TOKEN);
        Process process = builder.start();
        proxies.add(process);
        return process;
    }
}
