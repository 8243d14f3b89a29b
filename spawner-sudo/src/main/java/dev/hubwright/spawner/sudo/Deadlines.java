package dev.hubwright.spawner.sudo;

import java.time.Duration;
import java.time.Instant;

/** When to give up. */
final class Deadlines {

    private static final Duration AHEAD = Duration.ofSeconds(2);

    private Deadlines() {}

    /** The hub knows only that time is up; whoever ends a little earlier can say what was last seen. */
    static Instant shortlyBefore(Instant deadline, Instant now) {
        Duration tenth = Duration.between(now, deadline).dividedBy(10);
        return deadline.minus(tenth.compareTo(AHEAD) < 0 ? tenth : AHEAD);
    }
}
