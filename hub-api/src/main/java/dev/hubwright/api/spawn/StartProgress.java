package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Takes a spawner's reports until its start has ended or was given up. */
final class StartProgress implements Progress {

    private final ProgressLog log;
    private final OwnRecord record;
    private final Deadline deadline;
    private final Clock clock;
    private final Duration headStart;
    private boolean over;
    private boolean kept;

    /** The spawner is to end by {@code headStart} before {@code deadline}. */
    StartProgress(ProgressLog log, OwnRecord record, Deadline deadline, Clock clock, Duration headStart) {
        this.log = log;
        this.record = record;
        this.deadline = deadline;
        this.clock = clock;
        this.headStart = headStart;
    }

    @Override
    public void report(int percent, String message) {
        if (!isOver()) {
            log.report(percent, message);
        }
    }

    @Override
    public void checkpoint(Opaque state) throws ProviderException {
        if (isOver()) {
            throw ProviderException.permanent(
                    "The start was cancelled", "A checkpoint came after the start had been given up");
        }
        record.update(current -> current.withState(state));
        synchronized (this) {
            kept = true;
        }
    }

    @Override
    public Instant phase(String name, Duration allowance) {
        if (!isOver()) {
            deadline.allow(allowance.plus(headStart));
            log.report(0, name);
        }
        return clock.instant().plus(deadline.remaining()).minus(headStart);
    }

    synchronized void end() {
        over = true;
    }

    /** Whether the record knows of anything that exists outside. */
    synchronized boolean hasKept() {
        return kept;
    }

    private synchronized boolean isOver() {
        return over;
    }
}
