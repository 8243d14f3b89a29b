package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ProxyServerTest {

    private static final ProxyLimits SMALL =
            ProxyLimits.builder().eventLoops(2).drain(Duration.ofMillis(300)).build();

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProxyServer proxy = ProxyServer.builder()
                        .port(taken.getLocalPort())
                        .limits(SMALL)
                        .build()) {
            assertThatThrownBy(proxy::start)
                    .isInstanceOf(IOException.class)
                    .hasMessage("JupyterHub.bind_url: port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken; stop what listens there or choose another port");
        }
    }

    @Test
    void saysWhichHostCannotBeTaken() {
        try (ProxyServer proxy =
                ProxyServer.builder().host("192.0.2.1").limits(SMALL).build()) {
            assertThatThrownBy(proxy::start).isInstanceOf(IOException.class).hasMessageContaining("on 192.0.2.1");
        }
    }

    @Test
    void canBeTwoInOneProcess() throws Exception {
        RouteTable routes = new RouteTable();
        try (Backend backend = Backend.echoing();
                ProxyServer one =
                        ProxyServer.builder().routes(routes).limits(SMALL).build();
                ProxyServer two = ProxyServer.builder().limits(SMALL).build()) {
            routes.put("/", backend.uri(), Map.of());
            one.start();
            two.start();

            assertThat(status(one)).isEqualTo(200);
            assertThat(status(two)).isEqualTo(404);
        }
    }

    @Test
    void canStartAgainOnItsPort() throws IOException {
        int port;
        try (ProxyServer first = ProxyServer.builder().limits(SMALL).build()) {
            first.start();
            port = first.port();
            assertThat(status(first)).isEqualTo(404);
        }
        try (ProxyServer second = ProxyServer.builder().port(port).limits(SMALL).build()) {
            second.start();
            assertThat(second.port()).isEqualTo(port);
            assertThat(status(second)).isEqualTo(404);
        }
    }

    @Test
    void letsARequestEndWhenItCloses() throws Exception {
        RouteTable routes = new RouteTable();
        ProxyLimits patient =
                ProxyLimits.builder().eventLoops(2).drain(Duration.ofMinutes(2)).build();
        ProxyServer proxy = ProxyServer.builder().routes(routes).limits(patient).build();
        AtomicInteger port = new AtomicInteger();
        try (Backend backend = Backend.running(wire -> {
            wire.message();
            Eventually.holds(() -> isRefused(port.get()));
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
            routes.put("/", backend.uri(), Map.of());
            proxy.start();
            port.set(proxy.port());
            Wire client = Wire.to(port.get()).get("/");
            Eventually.holds(() -> backend.acceptedConnections() == 1);

            proxy.close();

            assertThat(client.message().body()).isEqualTo("ok");
            assertThatThrownBy(proxy::port).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void doesNotWaitForWebSocketsWhenItCloses() throws Exception {
        RouteTable routes = new RouteTable();
        ProxyLimits patient = ProxyLimits.builder()
                .eventLoops(1)
                .drain(Duration.ofMinutes(10))
                .build();
        ProxyServer proxy = ProxyServer.builder().routes(routes).limits(patient).build();
        try (Backend echo = WebSocketTest.echo()) {
            routes.put("/", echo.uri(), Map.of());
            proxy.start();
            Wire client = Wire.to(proxy.port()).send(WebSocketTest.OPENING);
            assertThat(client.message().status()).isEqualTo(101);

            proxy.close();

            assertThat(client.rest()).isEmpty();
            Eventually.holds(() -> echo.openConnections() == 0);
        }
    }

    @Test
    void usesItsOwnPageWhereTheGivenOnesFail() throws IOException {
        try (ProxyServer proxy = ProxyServer.builder()
                .errorPages((status, path) -> {
                    throw new IllegalStateException("no template");
                })
                .limits(SMALL)
                .build()) {
            proxy.start();

            assertThat(status(proxy)).isEqualTo(404);
        }
    }

    @Test
    void sendsTheGivenPages() throws IOException {
        try (ProxyServer proxy = ProxyServer.builder()
                .errorPages((status, path) -> new ErrorPages.Page("text/plain", status + " ü " + path))
                .limits(SMALL)
                .build()) {
            proxy.start();
            try (Wire client = Wire.to(proxy.port()).get("/x?y")) {
                Wire.Message answer = client.message();
                assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
                assertThat(answer.body()).isEqualTo("404 \u00c3\u00bc /x?y");
            }
        }
    }

    private static int status(ProxyServer proxy) {
        try (Wire client = Wire.to(proxy.port()).get("/")) {
            return client.message().status();
        }
    }

    private static boolean isRefused(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !probe.isConnected();
        } catch (IOException e) {
            return true;
        }
    }
}
