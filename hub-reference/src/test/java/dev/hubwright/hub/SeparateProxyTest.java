package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.RemoteRoutes;
import dev.hubwright.hub.proxy.RouteTable;
import dev.hubwright.hub.remoteuser.RemoteUserAuthenticatorFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose proxy is another process, as far as the hub can see. */
@Timeout(120)
class SeparateProxyTest {

    private static final Optional<Secret> TOKEN = Optional.of(Secret.of("between-hub-and-proxy"));

    private static final String OPENING =
            "GET /user/alice/ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\n" + "Upgrade: websocket\r\n\r\n";
    private static final String AGREED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

    @TempDir
    Path folder;

    private RouteTable routes = new RouteTable();
    private ProxyServer proxy;
    private int port;
    private int apiPort;

    @BeforeEach
    void startProxy() throws IOException {
        port = FreePort.take();
        apiPort = FreePort.take();
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
    void keepsWebSocketsOpenWhileTheHubRestarts() throws Exception {
        LittleServers servers = new LittleServers();
        try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket browser = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread answering = new Thread(() -> echo(target));
            answering.setDaemon(true);
            answering.start();
            browser.setSoTimeout(60_000);
            try (WholeHub hub = hub(servers)) {
                awaitHub();
                routes.put("/user/alice", URI.create("http://127.0.0.1:" + target.getLocalPort()), Map.of());
                browser.getOutputStream().write(OPENING.getBytes(StandardCharsets.US_ASCII));
                assertThat(readHead(browser)).startsWith("HTTP/1.1 101");
                assertThat(echoed(browser, "with a hub")).isEqualTo("with a hub");
                hub.closeHubOnly();
            }
            assertThat(echoed(browser, "without a hub")).isEqualTo("without a hub");
            try (WholeHub next = hub(servers)) {
                awaitHub();
                Eventually.holds(
                        "the next hub answers",
                        () -> new WebClient(HubRun.at(port)).get("/hub/login").status() == 200);
                assertThat(echoed(browser, "with the next hub")).isEqualTo("with the next hub");
                assertThat(next.servers.count()).isZero();
            }
        } finally {
            servers.stopAll();
        }
    }

    /** The first look after the proxy is back begins with its second list at the latest. */
    @Test
    void needsOneCheckForAllRoutes() throws Exception {
        List<Set<String>> lists = new CopyOnWriteArrayList<>();
        try (RemoteRoutes remote = remoteRoutes();
                WholeHub hub = new WholeHub(folder, new LittleServers(), builder -> builder.bind("127.0.0.1", port)
                        .externalProxy(listing(remote, lists), Duration.ofMillis(200)))) {
            awaitHub();
            for (String user : List.of("alice", "bob", "carol")) {
                WebClient browser = browserOf(user);
                browser.follow(browser.get("/hub/spawn"));
            }
            Set<String> all = Set.of("/", "/user/alice", "/user/bob", "/user/carol");
            assertThat(routes.all().keySet()).isEqualTo(all);
            proxy.close();
            routes = new RouteTable();
            lists.clear();
            proxy = proxy();

            Eventually.holds("it was looked at some times", () -> lists.size() > 5);
            assertThat(lists.get(4)).isEqualTo(all);
            assertThat(hub.servers.count()).isEqualTo(3);
        }
    }

    @Test
    void tellsWhoAskedUnlessTheBrowserSaysSoItself() throws Exception {
        assertThat(addressOfLogin(List.of())).isEqualTo("127.0.0.1");
        assertThat(addressOfLogin(List.of("127.0.0.1"))).isEqualTo("203.0.113.7");
    }

    private String addressOfLogin(List<String> trusted) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        Authenticator remembering = request -> {
            seen.set(request.peerAddress());
            return AuthResult.granted(Identity.of(request.username()));
        };
        try (WholeHub hub =
                new WholeHub(folder.resolve("trusting" + trusted.size()), builder -> builder.bind("127.0.0.1", port)
                        .externalProxy(remoteRoutes(), Duration.ofMillis(200))
                        .trustedProxies(trusted)
                        .authenticator(remembering, WholeHub.rules().build()))) {
            Eventually.holds("the proxy leads to this hub", () -> {
                WebClient browser = new WebClient(HubRun.at(port));
                browser.get("/hub/login", "X-Forwarded-For", "203.0.113.7");
                Map<String, String> fields = Map.of("username", "alice", "password", "any");
                return browser.post("/hub/login", fields, "X-Forwarded-For", "203.0.113.7")
                                .status()
                        == 302;
            });
            assertThat(hub.servers.count()).isZero();
        }
        return seen.get();
    }

    private static Routes listing(Routes routes, List<Set<String>> lists) {
        return new Routes() {
            @Override
            public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
                routes.put(path, target, data);
            }

            @Override
            public void remove(String path) throws ProviderException {
                routes.remove(path);
            }

            @Override
            public Map<String, Route> all() throws ProviderException {
                Map<String, Route> all = routes.all();
                lists.add(all.keySet());
                return all;
            }
        };
    }

    private static void echo(ServerSocket target) {
        try (Socket connection = target.accept()) {
            readHead(connection);
            connection.getOutputStream().write(AGREED.getBytes(StandardCharsets.US_ASCII));
            connection.getInputStream().transferTo(connection.getOutputStream());
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static String readHead(Socket from) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(read(from, 1));
        }
        return head.toString();
    }

    private static String echoed(Socket browser, String text) throws IOException {
        browser.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return read(browser, text.length());
    }

    private static String read(Socket from, int count) throws IOException {
        return new String(from.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
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
        int hubPort = FreePort.take();
        try (WholeHub hub = hub(new LittleServers(), hubPort)) {
            WebClient direct = new WebClient(HubRun.at(hubPort));
            assertThat(hub.servers.count()).isZero();
            assertThat(direct.get("/hub/health").status()).isEqualTo(503);
            assertThat(direct.get("/hub/api/health").status()).isEqualTo(503);
            proxy = proxy();

            Eventually.holds("the hub is ready", () -> direct.get("/hub/health").status() == 200);
            assertThat(routes.all()).containsKey("/");
        }
    }

    @Test
    void goesOnWithAProxyThatHasMoved() throws Exception {
        int hubPort = FreePort.take();
        MovableRoutes toTheProxy =
                new MovableRoutes(URI.create("http://127.0.0.1:" + apiPort), TOKEN, Duration.ofMillis(300));
        try (WholeHub hub = new WholeHub(folder, builder -> builder.bind("127.0.0.1", port)
                .hubBind("127.0.0.1", hubPort)
                .externalProxy(toTheProxy, Duration.ofMillis(200)))) {
            awaitHub();
            WholeHub.Api admin = new WholeHub.Api(
                    new WebClient(HubRun.at(hubPort)), hub.api("admin").token());
            assertThat(admin.get("proxy").status()).isEqualTo(200);
            proxy.close();
            for (String method : List.of("GET", "POST")) {
                assertThat(admin.send(method, "proxy", "").status()).as(method).isEqualTo(503);
            }
            assertThat(admin.send("PATCH", "proxy", "{\"api_url\": \"http://127.0.0.1:" + FreePort.take() + "\"}")
                            .status())
                    .as("nothing is there")
                    .isEqualTo(503);

            routes = new RouteTable();
            apiPort = FreePort.take();
            proxy = proxy();
            assertThat(admin.send("PATCH", "proxy", "{\"api_url\": \"http://127.0.0.1:" + apiPort + "\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(routes.all()).containsKey("/");
        }
    }

    @Test
    void goesOnWithAProxyThatHasMovedWherePeopleHaveHostsOfTheirOwn() throws Exception {
        int hubPort = FreePort.take();
        MovableRoutes toTheProxy =
                new MovableRoutes(URI.create("http://127.0.0.1:" + apiPort), TOKEN, Duration.ofSeconds(30));
        try (WholeHub hub = new WholeHub(folder, builder -> builder.bind("127.0.0.1", port)
                .hubBind("127.0.0.1", hubPort)
                .subdomains(URI.create("http://hub.test:" + port))
                .externalProxy(toTheProxy, Duration.ofMillis(200)))) {
            Eventually.holds("the proxy leads to the hub", () -> !routes.all().isEmpty());
            Set<String> before = routes.all().keySet();
            proxy.close();
            routes = new RouteTable();
            apiPort = FreePort.take();
            proxy = proxy();

            WholeHub.Api admin = new WholeHub.Api(
                    new WebClient(HubRun.at(hubPort)), hub.api("admin").token());
            assertThat(admin.send("PATCH", "proxy", "{\"api_url\": \"http://127.0.0.1:" + apiPort + "\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(routes.all().keySet()).containsAll(before);
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
