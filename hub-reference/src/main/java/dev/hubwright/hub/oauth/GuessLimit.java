package dev.hubwright.hub.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets each person mistype ten codes in ten minutes. Thread-safe; remembers only who mistyped lately. */
final class GuessLimit {

    private static final int MOST = 10;
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Period> people = new ConcurrentHashMap<>();

    GuessLimit(Clock clock) {
        this.clock = clock;
    }

    boolean isUsedUp(String person) {
        Period period = people.get(person);
        return period != null && clock.instant().isBefore(period.end()) && period.wrong() >= MOST;
    }

    void wrong(String person) {
        Instant now = clock.instant();
        people.values().removeIf(period -> !now.isBefore(period.end()));
        people.merge(
                person, new Period(now.plus(PERIOD), 1), (known, one) -> new Period(known.end(), known.wrong() + 1));
    }

    private record Period(Instant end, int wrong) {}
}
