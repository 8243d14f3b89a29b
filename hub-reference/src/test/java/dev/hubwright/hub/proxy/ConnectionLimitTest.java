package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class ConnectionLimitTest {

    private static final int LIMIT = 20;
    private static final int OF_ONE_ADDRESS = 3;

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture(limits -> limits.connections(LIMIT));

    @RegisterExtension
    final ProxyFixture perAddress = new ProxyFixture(limits -> limits.connectionsPerAddress(OF_ONE_ADDRESS));

    @Test
    void refusesConnectionsBeyondTheLimitUntilOthersEnd() {
        proxy.route("/", WebSocketTest.echo());
        List<Wire> open = openTunnels(LIMIT, "127.0.0.1", proxy.port());

        assertRefused(proxy.connect().get("/"));

        open.forEach(Wire::close);
        Eventually.holds(() -> isServed("127.0.0.1", proxy.port()));
    }

    @Test
    void refusesFurtherConnectionsOfOneAddressAndServesOthers() {
        perAddress.route("/", WebSocketTest.echo());
        List<Wire> open = openTunnels(OF_ONE_ADDRESS, "127.0.0.1", perAddress.port());

        assertRefused(perAddress.connect().get("/"));
        assertThat(isServed("127.0.0.2", perAddress.port())).isTrue();

        open.forEach(Wire::close);
        Eventually.holds(() -> isServed("127.0.0.1", perAddress.port()));
    }

    @Test
    void doesNotCountProxiesInFront() throws Exception {
        RouteTable routes = new RouteTable();
        try (Backend echo = WebSocketTest.echo();
                ProxyServer behindOne = ProxyServer.builder()
                        .routes(routes)
                        .limits(ProxyLimits.builder().connectionsPerAddress(1).build())
                        .forwarding(Forwarding.builder()
                                .trustedProxies(List.of(AddressRange.parse("127.0.0.2")))
                                .build())
                        .build()) {
            behindOne.start();
            routes.put("/", echo.uri(), Map.of());

            openTunnels(LIMIT, "127.0.0.2", behindOne.port()).forEach(Wire::close);
        }
    }

    private static List<Wire> openTunnels(int count, String from, int port) {
        List<Wire> open = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> open.add(connect(from, port).send(WebSocketTest.OPENING)));
        open.forEach(client -> assertThat(client.message().status()).isEqualTo(101));
        return open;
    }

    private static void assertRefused(Wire client) {
        Wire.Message refusal = client.message();
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header("Retry-After")).isNotEmpty();
        assertThat(client.rest()).isEmpty();
    }

    private static boolean isServed(String from, int port) {
        try (Wire client = connect(from, port).get("/")) {
            return client.message().status() == 200;
        }
    }

    private static Wire connect(String from, int port) {
        try {
            return new Wire(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
