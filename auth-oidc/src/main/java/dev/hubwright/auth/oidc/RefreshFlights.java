package dev.hubwright.auth.oidc;

import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Uses each refresh token once. Providers that rotate them take a second use for theft and end everything, so whoever
 * comes with the same one at the same time, or a little later, gets what the first one got.
 */
final class RefreshFlights {

    private static final Duration MEMORY = Duration.ofSeconds(60);

    private final Clock clock;
    private final Map<String, Flight> flights = new ConcurrentHashMap<>();

    RefreshFlights(Clock clock) {
        this.clock = clock;
    }

    /** One call to the provider. */
    @FunctionalInterface
    interface Call {
        Tokens make() throws Refusal, ProviderException, InterruptedException;
    }

    private record Flight(CompletableFuture<Tokens> answer, Instant begun) {}

    /** @param key the refresh token, and what is asked of it */
    Tokens run(String key, Call call) throws Refusal, ProviderException, InterruptedException {
        Instant now = clock.instant();
        flights.values().removeIf(flight -> isOver(flight, now));
        Flight mine = new Flight(new CompletableFuture<>(), now);
        Optional<Flight> other = Optional.ofNullable(flights.putIfAbsent(key, mine));
        if (other.isPresent()) {
            return answer(other.get());
        }
        try {
            mine.answer().complete(call.make());
        } catch (Refusal | ProviderException | InterruptedException | RuntimeException e) {
            mine.answer().completeExceptionally(e);
        } finally {
            // Nobody waits for ever, whatever else was thrown.
            mine.answer().completeExceptionally(new IllegalStateException("The refresh ended without an answer"));
        }
        if (mine.answer().isCompletedExceptionally()) {
            flights.remove(key, mine);
        }
        return answer(mine);
    }

    /** What ended meanwhile is no use to anybody who comes late. */
    private static boolean isOver(Flight flight, Instant now) {
        if (!flight.answer().isDone() || flight.answer().isCompletedExceptionally()) {
            return false;
        }
        return flight.begun().plus(MEMORY).isBefore(now)
                || flight.answer().join().expires().filter(now::isAfter).isPresent();
    }

    private static Tokens answer(Flight flight) throws Refusal, ProviderException, InterruptedException {
        try {
            return flight.answer().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof ProviderException outage) {
                throw outage;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("The refresh was interrupted");
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
