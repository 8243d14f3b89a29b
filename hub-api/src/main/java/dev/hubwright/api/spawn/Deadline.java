package dev.hubwright.api.spawn;

import java.time.Duration;

/** An end that may move later, up to a hard limit. Thread-safe. */
final class Deadline {

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final long hardEnd;
    private long end;

    private Deadline(Duration time, Duration hardLimit) {
        long now = System.nanoTime();
        this.hardEnd = now + nanos(hardLimit);
        this.end = now + nanos(time);
    }

    static Deadline in(Duration time) {
        return new Deadline(time, LONGEST);
    }

    static Deadline in(Duration time, Duration hardLimit) {
        return new Deadline(time, hardLimit);
    }

    synchronized void allow(Duration time) {
        long wanted = System.nanoTime() + nanos(time);
        long allowed = wanted - hardEnd > 0 ? hardEnd : wanted;
        if (allowed - end > 0) {
            end = allowed;
        }
    }

    synchronized Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    boolean isOver() {
        return remaining().isZero();
    }

    private static long nanos(Duration time) {
        return (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos();
    }
}
