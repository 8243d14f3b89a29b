package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class ConnectionLimitTest {

    private static final int LIMIT = 20;

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture(limits -> limits.connections(LIMIT));

    @Test
    void refusesConnectionsBeyondTheLimitUntilOthersEnd() {
        proxy.route("/", WebSocketTest.echo());
        List<Wire> open = IntStream.range(0, LIMIT)
                .mapToObj(i -> proxy.connect().send(WebSocketTest.OPENING))
                .toList();
        open.forEach(client -> assertThat(client.message().status()).isEqualTo(101));

        Wire tooMany = proxy.connect().get("/");

        Wire.Message refusal = tooMany.message();
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header("Retry-After")).isNotEmpty();
        assertThat(tooMany.rest()).isEmpty();
        open.forEach(Wire::close);
        Eventually.holds(() -> {
            try (Wire client = Wire.to(proxy.port()).get("/")) {
                return client.message().status() == 200;
            }
        });
    }
}
