package dev.hubwright.api.spawn;

import dev.hubwright.api.spawn.Admission.Reason;
import dev.hubwright.api.spawn.Admission.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The refusals of {@link ServerSupervisor#start}. */
final class Refusals {

    private static final Duration SOON = Duration.ofSeconds(5);

    private Refusals() {}

    static Refused closed() {
        return new Refused(
                Reason.CLOSED, "The hub is being restarted; try again in a minute", Optional.of(tooManyRetry()));
    }

    static Refused busy(Optional<Pending> pending) {
        String what = pending.equals(Optional.of(Pending.CHECK)) ? "checked" : "stopped";
        return new Refused(
                Reason.BUSY, "The server is still being " + what + "; try again in a moment", Optional.of(SOON));
    }

    static Refused unknownSpawner() {
        return new Refused(Reason.UNKNOWN_SPAWNER, "There is no such kind of server", Optional.empty());
    }

    /** At random times, so that those who were refused together do not come back together. */
    static Refused tooManyStarting() {
        return new Refused(
                Reason.TOO_MANY_STARTING,
                "Too many servers are starting right now; try again in a minute",
                Optional.of(tooManyRetry()));
    }

    static Refused tooManyActive() {
        return new Refused(
                Reason.TOO_MANY_ACTIVE,
                "No more servers can run right now; try again when somebody has stopped theirs",
                Optional.of(tooManyRetry()));
    }

    static Refused beyondQuota(String publicMessage) {
        return new Refused(Reason.BEYOND_QUOTA, publicMessage, Optional.empty());
    }

    private static Duration tooManyRetry() {
        return Duration.ofSeconds(ThreadLocalRandom.current().nextInt(30, 61));
    }
}
