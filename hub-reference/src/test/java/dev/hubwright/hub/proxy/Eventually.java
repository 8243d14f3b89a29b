package dev.hubwright.hub.proxy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;

/** Waits for what the proxy does on its own threads. */
final class Eventually {

    private Eventually() {}

    static void holds(BooleanSupplier condition) {
        within(Duration.ofSeconds(60), condition);
    }

    /** What a figure is once it no longer changes, and not before it is more than 0. */
    static long settled(LongSupplier figure) {
        AtomicLong before = new AtomicLong();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    long now = figure.getAsLong();
                    return before.getAndSet(now) == now && now > 0;
                });
        return before.get();
    }

    static void within(Duration time, BooleanSupplier condition) {
        Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(10)).until(condition::getAsBoolean);
    }
}
