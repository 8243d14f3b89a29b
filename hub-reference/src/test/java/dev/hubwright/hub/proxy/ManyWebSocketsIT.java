package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class ManyWebSocketsIT {

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture();

    @Test
    void leaveATargetsRequestsTheirConnections() {
        proxy.route("/", WebSocketTest.echo());
        List<Wire> sockets = IntStream.range(0, 200)
                .mapToObj(i -> proxy.connect().send(WebSocketTest.OPENING))
                .toList();
        sockets.forEach(socket -> assertThat(socket.message().status()).isEqualTo(101));

        for (int round = 0; round < 5; round++) {
            String text = "round " + round;
            sockets.forEach(socket -> socket.send(text));
            assertThat(proxy.get("/x").body()).isEqualTo("ok");
            sockets.forEach(socket -> assertThat(socket.read(text.length())).isEqualTo(text));
        }
    }
}
