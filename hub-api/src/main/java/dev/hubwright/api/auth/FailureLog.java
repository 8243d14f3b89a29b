package dev.hubwright.api.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts failures by key and says how long to pause after them. Thread-safe. */
final class FailureLog {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 6;

    private final Clock clock;
    private final int free;
    private final int capacity;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /** Keeps at most {@code capacity} keys and lets {@code free} failures of each pass without a pause. */
    FailureLog(Clock clock, int free, int capacity) {
        this.clock = clock;
        this.free = free;
        this.capacity = capacity;
    }

    synchronized Optional<Duration> pause(String key) {
        Failures kept = kept(key);
        if (kept.count < free) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), kept.last.plus(pauseAfter(kept.count)));
        return left.isZero() || left.isNegative() ? Optional.empty() : Optional.of(left);
    }

    /** Counts one more failure, unless the key has to pause. */
    synchronized Optional<Duration> charge(String key) {
        Optional<Duration> pause = pause(key);
        if (pause.isEmpty()) {
            set(key, new Failures(kept(key).count + 1, clock.instant()));
        }
        return pause;
    }

    synchronized void takeBack(String key) {
        Failures kept = kept(key);
        if (kept.count > 0) {
            set(key, new Failures(kept.count - 1, kept.last));
        }
    }

    synchronized void forget(String key) {
        failures.remove(key);
    }

    private Failures kept(String key) {
        Failures kept = failures.get(key);
        boolean stale = kept == null || kept.last.plus(WINDOW).isBefore(clock.instant());
        return stale ? new Failures(0, Instant.EPOCH) : kept;
    }

    private void set(String key, Failures value) {
        // Taken out first so that it goes to the end: the map is in the order of the last failures.
        failures.remove(key);
        if (value.count > 0) {
            failures.put(key, value);
        }
        if (failures.size() > capacity) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    private Duration pauseAfter(int count) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - free, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private record Failures(int count, Instant last) {}
}
