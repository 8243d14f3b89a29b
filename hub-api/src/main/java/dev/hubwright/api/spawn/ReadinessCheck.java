package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Asks a server until it answers, looking in between whether it still lives. */
final class ReadinessCheck {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(15);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final SupervisorParts parts;
    private final ServerRecord record;
    private final URI uri;

    ReadinessCheck(SupervisorParts parts, ServerRecord record) {
        this.parts = parts;
        this.record = record;
        this.uri = record.uri().orElseThrow();
    }

    /** Whether it answers in the end; the exit, if it ends first. */
    Result within(Duration time) throws InterruptedException {
        Deadline deadline = Deadline.in(time);
        Duration pause = FIRST_PAUSE;
        while (!answers()) {
            Optional<Status.Exited> exited = exited(deadline);
            if (exited.isPresent()) {
                return new Result(false, exited);
            }
            if (deadline.isOver()) {
                return new Result(false, Optional.empty());
            }
            Thread.sleep(shorter(pause, deadline.remaining()).toMillis() + 1);
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        return new Result(true, Optional.empty());
    }

    private boolean answers() throws InterruptedException {
        try {
            return parts.readiness().answers(record.server(), uri, parts.prefix(record.server()));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Optional<Status.Exited> exited(Deadline deadline) throws InterruptedException {
        try {
            Duration atMost = shorter(parts.options().lookTimeout(), deadline.remaining());
            Status status = parts.spawner(record.spawner()).poll(record.server(), record.state(), atMost);
            return status instanceof Status.Exited exited ? Optional.of(exited) : Optional.empty();
        } catch (ProviderException e) {
            // Not knowing is no reason to give up: the deadline is.
            return Optional.empty();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** How it went. */
    record Result(boolean answered, Optional<Status.Exited> exited) {}
}
