package dev.hubwright.hub.culling;

import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When servers end without anybody asking for it, as far as that is known now.
 *
 * @param policy empty if nothing ends by itself
 * @param begun since when this hub runs: what was used before, nobody could tell it
 */
public record Endings(Optional<CullingPolicy> policy, Instant begun) {

    /** Nothing ends by itself. */
    public static Endings none() {
        return new Endings(Optional.empty(), Instant.EPOCH);
    }

    /**
     * The end of a server.
     *
     * @param at not before this time
     * @param unlessUsed whether it comes later where somebody uses the server, or it computes
     */
    public record Ending(Instant at, boolean unlessUsed) {}

    /** The next end of a running server; empty if it does not end by itself. */
    public Optional<Ending> of(ServerRecord record, boolean ownerIsAdministrator) {
        if (policy.isEmpty()
                || record.phase() != ServerPhase.READY
                || !policy.get().concerns(record, ownerIsAdministrator)) {
            return Optional.empty();
        }
        Optional<Instant> idle = after(policy.get().timeout(), lastUse(record));
        Optional<Instant> old = after(policy.get().maxAge(), started(record));
        boolean ageComesFirst = old.isPresent() && idle.map(old.get()::isBefore).orElse(true);
        return ageComesFirst ? old.map(time -> new Ending(time, false)) : idle.map(time -> new Ending(time, true));
    }

    private static Optional<Instant> after(Duration time, Instant from) {
        return time.isZero() ? Optional.empty() : Optional.of(from.plus(time));
    }

    Instant started(ServerRecord record) {
        return record.started().orElse(begun);
    }

    Instant lastUse(ServerRecord record) {
        return latest(latest(begun, started(record)), record.lastActivity().orElse(begun));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
