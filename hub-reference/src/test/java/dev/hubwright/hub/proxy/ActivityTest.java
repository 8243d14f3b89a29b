package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ActivityTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock(START);
    private final RouteTable routes = new RouteTable(clock);
    private final ProxyServer proxy = ProxyServer.builder()
            .routes(routes)
            .limits(ProxyLimits.builder()
                    .eventLoops(1)
                    .drain(Duration.ofMillis(50))
                    .build())
            .build();

    @BeforeEach
    void start() throws IOException {
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void isStampedByAnswersBelow300Only() throws Exception {
        try (Backend backend = Backend.running(wire -> {
            String status = wire.message().start().split(" ")[1].substring(1);
            wire.send("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
        })) {
            routes.put("/", backend.uri(), Map.of());
            clock.advance(Duration.ofSeconds(1));

            get("/302");
            get("/404");
            assertThat(last()).isEqualTo(START);

            get("/204");
            assertThat(last()).isEqualTo(START.plusSeconds(1));
        }
    }

    @Test
    void isStampedByBytesOfAWebSocketInEitherDirection() throws Exception {
        try (Backend backend = WebSocketTest.echo();
                Wire client = Wire.to(proxy.port())) {
            routes.put("/", backend.uri(), Map.of());
            client.send(WebSocketTest.OPENING).message();
            clock.advance(Duration.ofSeconds(5));

            client.send("x").read(1);

            assertThat(last()).isEqualTo(START.plusSeconds(5));
        }
    }

    private void get(String path) {
        try (Wire client = Wire.to(proxy.port())) {
            client.get(path).message();
        }
    }

    private Instant last() {
        return routes.all().get("/").lastActivity();
    }
}
