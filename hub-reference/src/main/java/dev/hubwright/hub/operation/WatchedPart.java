package dev.hubwright.hub.operation;

import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of the hub and how it was when it was asked last. It is never asked again before the last answer: what hangs
 * does so once. Not thread-safe.
 */
final class WatchedPart {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedPart.class);

    private final String kind;
    private final String name;
    private final Callable<Optional<Health>> question;
    private final Clock clock;
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<PartHealth> last = Optional.empty();

    /** The question answers nothing where nobody can know. */
    WatchedPart(String kind, String name, Callable<Optional<Health>> question, Clock clock) {
        this.kind = kind;
        this.name = name;
        this.question = question;
        this.clock = clock;
    }

    /** Begins to ask, unless that is still under way. */
    void ask(ExecutorService threads) {
        if (attempt.isEmpty() || attempt.get().answer().isDone()) {
            Attempt next = new Attempt(question);
            attempt = Optional.of(next);
            threads.execute(next);
        }
    }

    /** The answer, if it comes until then. */
    PartHealth answer(long nanoTime, Duration budget) throws InterruptedException {
        Attempt asked = attempt.orElseThrow();
        try {
            long patience = asked.isLate() ? 0 : Math.max(0, nanoTime - System.nanoTime());
            last = Optional.of(read(asked.answer().get(patience, TimeUnit.NANOSECONDS)));
        } catch (TimeoutException e) {
            asked.giveUp();
            last = Optional.of(of(PartHealth.State.DOWN, "has given no answer for " + budget.toSeconds() + " s"));
        } catch (ExecutionException e) {
            last = Optional.of(of(PartHealth.State.DOWN, told(e.getCause())));
        }
        return last.get();
    }

    /** The text of an exception that is not ours may hold anything. */
    private String told(Throwable error) {
        if (error instanceof ProviderException outage) {
            return outage.getMessage();
        }
        LOG.warn("How {} {} is could not be found out", kind, name, error);
        return "could not be asked: " + error.getClass().getSimpleName() + "; see the log";
    }

    private PartHealth read(Optional<Health> health) {
        if (health.isEmpty()) {
            return of(PartHealth.State.UNKNOWN, "");
        }
        boolean down = health.get().state() == Health.State.DOWN;
        return of(
                down ? PartHealth.State.DOWN : PartHealth.State.UP, health.get().message());
    }

    private PartHealth of(PartHealth.State state, String message) {
        Instant now = clock.instant();
        Instant since = last.filter(before -> before.status() == state)
                .map(PartHealth::since)
                .orElse(now);
        Optional<PartHealth.Trouble> trouble = state == PartHealth.State.DOWN
                ? Optional.of(new PartHealth.Trouble(message, now))
                : last.flatMap(PartHealth::lastError);
        return new PartHealth(kind, name, state, message, since, now, trouble);
    }
}
