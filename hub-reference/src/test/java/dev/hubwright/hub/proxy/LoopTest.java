package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that would go round in circles. */
@Timeout(120)
class LoopTest {

    @Test
    void endAfterSomeRoundsThroughTwoProxies() throws Exception {
        RouteTable here = new RouteTable();
        RouteTable there = new RouteTable();
        try (ProxyServer first = ProxyServer.builder().routes(here).build();
                ProxyServer second = ProxyServer.builder().routes(there).build()) {
            first.start();
            second.start();
            here.put("/", URI.create("http://127.0.0.1:" + second.port()), Map.of());
            there.put("/", URI.create("http://127.0.0.1:" + first.port()), Map.of());

            try (Wire client = Wire.to(first.port())) {
                assertThat(client.get("/x").message().status()).isEqualTo(503);
                assertThat(client.send(WebSocketTest.OPENING).message().status())
                        .isEqualTo(503);
            }
        }
    }

    @Test
    void endWhereAProxyIsItsOwnServerOfErrorPages() throws Exception {
        int port = FreePort.take();
        try (ProxyServer proxy = ProxyServer.builder()
                .port(port)
                .errorTarget(URI.create("http://127.0.0.1:" + port + "/pages"))
                .build()) {
            proxy.start();
            try (Wire client = Wire.to(port)) {
                Wire.Message answer = client.get("/x").message();
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.body()).contains("There is no server at this address.");
            }
        }
    }

    @Test
    void areCountedInAFieldOfTheirOwn() throws Exception {
        RouteTable routes = new RouteTable();
        try (ProxyServer proxy = ProxyServer.builder().routes(routes).build();
                Backend backend = Backend.echoing()) {
            proxy.start();
            routes.put("/", backend.uri(), Map.of());
            try (Wire client = Wire.to(proxy.port())) {
                assertThat(client.get("/").message().body()).contains("X-Hubwright-Hops: 1\r\n");
                assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\nx-hubwright-hops: 3\r\n\r\n")
                                .message()
                                .body())
                        .containsOnlyOnce("ops: ")
                        .contains("X-Hubwright-Hops: 4\r\n");
            }
        }
    }

    @Test
    void doNotBeginAtAnySideOfTheProxyItself(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("proxy.sock");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        int redirect = FreePort.take();
        Listener metrics = Listener.at("127.0.0.1", FreePort.take(), "--metrics-port");
        try (ProxyServer proxy = ProxyServer.builder()
                .listener(Listener.atSocket(socket, "--socket"))
                .api(Listener.at("127.0.0.1", 0, "--api-port"), Optional.empty())
                .redirect(Listener.at("127.0.0.1", redirect, "--redirect-port"), Optional.of(443))
                .metrics(metrics)
                .build()) {
            proxy.start();

            assertThat(post(proxy, "http://localhost:" + proxy.apiPort())).isEqualTo(400);
            assertThat(post(proxy, "http://127.0.0.1:" + redirect)).isEqualTo(400);
            assertThat(post(proxy, "http://127.0.0.1:" + metrics.port())).isEqualTo(400);
            assertThat(post(proxy, atSocket(socket))).isEqualTo(400);
            assertThat(post(proxy, atSocket(link.resolve("proxy.sock")))).isEqualTo(400);
            assertThat(post(proxy, atSocket(folder.resolve("other.sock")))).isEqualTo(201);
        }
    }

    private static String atSocket(Path socket) {
        return "http+unix://" + socket.toString().replace("/", "%2F");
    }

    private static int post(ProxyServer proxy, String target) {
        String body = "{\"target\":\"" + target + "\"}";
        try (Wire wire = Wire.to(proxy.apiPort())) {
            return wire.send("POST /api/routes/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .message()
                    .status();
        }
    }
}
