package dev.hubwright.hub.proxy;

import java.time.Clock;
import java.time.Instant;

/** When something last went through a route. Thread-safe; the latest writer wins. */
final class Activity {

    private final Clock clock;
    private volatile long millis;

    Activity(Clock clock) {
        this.clock = clock;
        touch();
    }

    void touch() {
        millis = clock.millis();
    }

    Instant last() {
        return Instant.ofEpochMilli(millis);
    }
}
