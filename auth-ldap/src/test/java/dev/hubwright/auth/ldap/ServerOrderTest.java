package dev.hubwright.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.contract.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerOrderTest {

    private static final ServerAddress NEAR = new ServerAddress("near", 389, Encryption.NONE);
    private static final ServerAddress FAR = new ServerAddress("far", 389, Encryption.NONE);
    private static final List<ServerAddress> BOTH = List.of(FAR, NEAR);

    private final ManualClock clock = new ManualClock(Instant.EPOCH);

    @Test
    void prefersTheFastest() {
        ServerOrder order = order("fastest");
        order.connected(FAR, Duration.ofMillis(80));
        order.connected(NEAR, Duration.ofMillis(2));

        assertThat(order.of(BOTH)).containsExactly(NEAR, FAR);
    }

    @Test
    void triesWhatItDoesNotKnowAndLooksAgainLater() {
        ServerOrder order = order("fastest");
        order.connected(FAR, Duration.ofMillis(80));
        assertThat(order.of(BOTH)).containsExactly(NEAR, FAR);

        order.connected(NEAR, Duration.ofMillis(2));
        clock.advance(Duration.ofMinutes(4));
        order.connected(NEAR, Duration.ofMillis(2));
        clock.advance(Duration.ofMinutes(2));

        assertThat(order.of(BOTH)).containsExactly(FAR, NEAR);
    }

    @Test
    void putsBehindWhatFailedUntilItHasRested() {
        for (String strategy : List.of("first", "fastest")) {
            ServerOrder order = order(strategy);
            order.failed(FAR);
            assertThat(order.of(BOTH)).containsExactly(NEAR, FAR);
            assertThat(order.resting()).hasSize(1);

            clock.advance(Duration.ofSeconds(11));
            assertThat(order.of(BOTH)).containsExactly(FAR, NEAR);
            order.connected(FAR, Duration.ofMillis(1));
            assertThat(order.resting()).isEmpty();
        }
    }

    @Test
    void givesEachItsTurn() {
        ServerOrder order = order("round_robin");

        assertThat(order.of(BOTH)).containsExactly(FAR, NEAR);
        assertThat(order.of(BOTH)).containsExactly(NEAR, FAR);
        assertThat(order.of(List.of())).isEmpty();
    }

    private ServerOrder order(String strategy) {
        return new ServerOrder(strategy, ProviderContext.builder().clock(clock).build());
    }
}
