package dev.hubwright.api.spawn;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next of several attempts: twice as long each time, up to 60 times, and never in step. */
final class Backoff {

    private static final int MOST = 60;

    private final Duration first;
    private int factor = 1;

    Backoff(Duration first) {
        this.first = first;
    }

    Duration next() {
        long nanos = first.toNanos() * factor;
        factor = Math.min(MOST, factor * 2);
        return Duration.ofNanos((long) (nanos * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }
}
