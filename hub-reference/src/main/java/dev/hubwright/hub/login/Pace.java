package dev.hubwright.hub.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Lets each of many do something so often in a span of time. Thread-safe. */
public final class Pace<K> {

    private final int most;
    private final Duration span;
    private final Clock clock;
    private final Map<K, Span> spans = new ConcurrentHashMap<>();

    /** At most so many in each span. */
    public Pace(int most, Duration span, Clock clock) {
        this.most = most;
        this.span = span;
        this.clock = clock;
    }

    private record Span(Instant end, int count) {}

    /** Counts one more; how long to wait if that is too many. */
    public Optional<Duration> waitFor(K key) {
        Instant now = clock.instant();
        spans.values().removeIf(old -> !now.isBefore(old.end()));
        Span current = spans.compute(
                key,
                (any, known) -> known == null || !now.isBefore(known.end())
                        ? new Span(now.plus(span), 1)
                        : new Span(known.end(), known.count() + 1));
        return current.count() <= most ? Optional.empty() : Optional.of(Duration.between(now, current.end()));
    }
}
