package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.RemoteRoutes;
import dev.hubwright.hub.proxy.RouteTable;
import dev.hubwright.hub.remoteuser.RemoteUserAuthenticatorFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose proxy is another process, as far as the hub can see. */
@Timeout(120)
class SeparateProxyTest {

    private static final Optional<Secret> TOKEN = Optional.of(Secret.of("between-hub-and-proxy"));

    @TempDir
    Path folder;

    private RouteTable routes = new RouteTable();
    private ProxyServer proxy;
    private int port;
    private int apiPort;

    @BeforeEach
    void startProxy() throws IOException {
        port = HubRun.freePort();
        apiPort = HubRun.freePort();
        proxy = proxy();
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @Test
    void leadsPeopleToTheHubAndToTheirServers() throws Exception {
        try (WholeHub hub = hub(new LittleServers())) {
            awaitHub();
            WebClient browser = browserOf("alice");
            assertThat(browser.follow(browser.get("/hub/spawn")).body()).contains("the server of alice");
            assertThat(routes.all().get("/user/alice").data()).containsEntry("user", "alice");

            assertThat(hub.api("alice").delete("users/alice/server").status()).isEqualTo(204);

            assertThat(routes.all()).containsOnlyKeys("/");
        }
    }

    @Test
    void keepsFurtherRoutesOfTheOperator() throws Exception {
        URI pages = URI.create("http://127.0.0.1:9/pages");
        try (WholeHub hub = new WholeHub(folder, builder -> builder.bind("127.0.0.1", port)
                .externalProxy(remoteRoutes(), Duration.ofMillis(50))
                .extraRoute("/docs", pages))) {
            awaitHub();
            Eventually.holds("it is there", () -> routes.all().containsKey("/docs"));
            routes.put("/old", URI.create("http://127.0.0.1:9"), Map.of("extra", "/old", "jupyterhub", true));
            routes.remove("/docs");

            Eventually.holds(
                    "it is there again, and what an earlier hub had is not",
                    () -> routes.all().keySet().equals(Set.of("/", "/docs")));
            assertThat(routes.all().get("/docs").target()).isEqualTo(pages);
            assertThat(hub.browser().get("/hub/login").status()).isEqualTo(200);
        }
    }

    @Test
    void givesAProxyAllRoutesThatItHasLost() throws Exception {
        try (WholeHub hub = hub(new LittleServers())) {
            awaitHub();
            WebClient browser = browserOf("alice");
            browser.follow(browser.get("/hub/spawn"));
            proxy.close();
            routes = new RouteTable();
            routes.put("/user/nobody", URI.create("http://127.0.0.1:9"), serverOf("nobody"));
            routes.put("/docs", URI.create("http://127.0.0.1:9"), Map.of());
            routes.put("/user/alice", URI.create("http://127.0.0.1:9"), serverOf("alice"));
            proxy = proxy();

            Eventually.holds(
                    "the routes are right", () -> routes.all().keySet().equals(Set.of("/", "/docs", "/user/alice")));
            Eventually.holds(
                    "alice's server is there",
                    () -> browser.get("/user/alice/").body().contains("the server of alice"));
            assertThat(hub.servers.count()).isEqualTo(1);
        }
    }

    @Test
    void keepsServingWhileTheHubRestarts() throws Exception {
        LittleServers servers = new LittleServers();
        WebClient browser;
        try (WholeHub hub = hub(servers)) {
            awaitHub();
            browser = browserOf("alice");
            browser.follow(browser.get("/hub/spawn"));
            hub.closeHubOnly();

            assertThat(browser.get("/user/alice/").body()).contains("the server of alice");
            assertThat(browser.get("/hub/home").status()).isEqualTo(503);
        } finally {
            servers.stopAll();
        }
    }

    @Test
    void startsWithoutTheProxyAndFindsItLater() throws Exception {
        proxy.close();
        routes = new RouteTable();
        try (WholeHub hub = hub(new LittleServers())) {
            assertThat(hub.hub.url().getPort()).isEqualTo(port);
            proxy = proxy();

            awaitHub();
            assertThat(new WebClient(HubRun.at(port)).get("/hub/login").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void isNotReadyBeforeTheProxyLeadsToIt() throws Exception {
        proxy.close();
        routes = new RouteTable();
        int hubPort = HubRun.freePort();
        try (WholeHub hub = hub(new LittleServers(), hubPort)) {
            WebClient direct = new WebClient(HubRun.at(hubPort));
            assertThat(hub.servers.count()).isZero();
            assertThat(direct.get("/hub/health").status()).isEqualTo(503);
            proxy = proxy();

            Eventually.holds("the hub is ready", () -> direct.get("/hub/health").status() == 200);
            assertThat(routes.all()).containsKey("/");
        }
    }

    @Test
    void believesNoHeadersBehindIt() {
        RemoteUserAuthenticatorFactory factory = new RemoteUserAuthenticatorFactory();
        Settings settings = Settings.read(factory.schema(), RawSettings.empty(), Map.of());
        Authenticator remoteUser =
                factory.create(settings, ProviderContext.builder().build());

        assertThatThrownBy(() -> Hub.builder()
                        .bind("127.0.0.1", port)
                        .externalProxy(remoteRoutes(), Duration.ofMillis(200))
                        .dataFolder(folder.resolve("not-started"))
                        .authenticator(remoteUser, WholeHub.rules().build())
                        .spawner(new LittleServers())
                        .start())
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("behind a proxy in another process")
                .hasMessageContaining("use the hub's own proxy, or another authenticator");
        assertThat(folder.resolve("not-started")).doesNotExist();
        assertThat(routes.all()).isEmpty();
    }

    private static Map<String, Object> serverOf(String user) {
        return Map.of("user", user, "server_name", "", "jupyterhub", true);
    }

    private void awaitHub() {
        Eventually.holds("the proxy leads to the hub", () -> routes.all().containsKey("/"));
    }

    private WebClient browserOf(String user) {
        WebClient browser = new WebClient(HubRun.at(port));
        browser.logIn(user);
        return browser;
    }

    private ProxyServer proxy() throws IOException {
        ProxyServer started = ProxyServer.builder()
                .port(port)
                .routes(routes)
                .api(Listener.at("127.0.0.1", apiPort, "--api-port"), TOKEN)
                .build();
        started.start();
        return started;
    }

    private WholeHub hub(LittleServers servers) throws Exception {
        return hub(servers, 0);
    }

    private WholeHub hub(LittleServers servers, int hubPort) throws Exception {
        return new WholeHub(folder, servers, builder -> builder.bind("127.0.0.1", port)
                .hubBind("127.0.0.1", hubPort)
                .externalProxy(remoteRoutes(), Duration.ofMillis(200)));
    }

    private RemoteRoutes remoteRoutes() {
        return new RemoteRoutes(URI.create("http://127.0.0.1:" + apiPort), TOKEN, Duration.ofSeconds(30));
    }
}
