package dev.hubwright.hub.proxy;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waits for what the proxy does on its own threads. */
final class Eventually {

    private Eventually() {}

    static void holds(BooleanSupplier condition) {
        within(Duration.ofSeconds(60), condition);
    }

    static void within(Duration time, BooleanSupplier condition) {
        Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(10)).until(condition::getAsBoolean);
    }
}
