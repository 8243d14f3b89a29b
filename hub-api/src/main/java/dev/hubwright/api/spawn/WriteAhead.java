package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Notes down a start before anything of it exists, unless the store knows of another one. */
final class WriteAhead {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ServerRecord record;
    private final String spawnId;

    WriteAhead(SupervisorParts parts, ServerRef server, String spawner, Opaque userOptions) throws ProviderException {
        this.spawnId = newId();
        Instant now = parts.clock().instant();
        try {
            this.record = parts.store()
                    .update(server, kept -> kept.isActive() ? kept : begun(kept, spawner, userOptions, now));
        } catch (RuntimeException e) {
            throw Contained.inProviderException(e);
        }
    }

    ServerRecord record() {
        return record;
    }

    /** What the store says: another hub may have been faster. */
    Admission admission() {
        if (record.spawnId().equals(spawnId)) {
            return new Admission.Accepted(spawnId);
        }
        return switch (record.phase()) {
            case READY -> new Admission.AlreadyRunning();
            case STARTING -> new Admission.AlreadyStarting();
            default -> Refusals.busy(Optional.of(Pending.STOP));
        };
    }

    private ServerRecord begun(ServerRecord kept, String spawner, Opaque userOptions, Instant now) {
        return new ServerRecord(
                kept.server(),
                kept.displayName(),
                ServerPhase.STARTING,
                spawner,
                spawnId,
                kept.spawner().equals(spawner) ? kept.state() : Opaque.empty(),
                Optional.empty(),
                kept.tokenId(),
                userOptions,
                Optional.of(now),
                Optional.of(kept.lastActivity().filter(now::isBefore).orElse(now)),
                Optional.empty(),
                Map.of());
    }

    /** What is kept of a start that waits: nothing of it exists, so the server is a stopped one. */
    record Wish(SupervisorParts parts, WaitingStart start) {

        void keep() throws ProviderException {
            try {
                parts.store().update(start.server(), kept -> kept.isActive() ? kept : wished(kept));
            } catch (RuntimeException e) {
                throw Contained.inProviderException(e);
            }
        }

        private ServerRecord wished(ServerRecord kept) {
            return kept.withUserOptions(start.userOptions()).withFailure(Optional.empty());
        }
    }

    private static String newId() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
