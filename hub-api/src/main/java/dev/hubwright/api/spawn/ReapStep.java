package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.Optional;

/** Removes something outside that belongs to no active record. */
final class ReapStep implements Step {

    private final SupervisorParts parts;
    private final ServerLife life;
    private final String spawner;
    private final Found found;

    ReapStep(SupervisorParts parts, ServerLife life, String spawner, Found found) {
        this.parts = parts;
        this.life = life;
        this.spawner = spawner;
        this.found = found;
    }

    /** Whether somebody keeps a record of {@code found}. */
    static boolean isKnown(Optional<ServerRecord> record, String spawner, Found found) {
        return record.filter(kept -> kept.spawner().equals(spawner))
                .filter(kept -> kept.isActive() && kept.spawnId().equals(found.spawnId())
                        || kept.state().equals(found.state()))
                .isPresent();
    }

    /** Nothing: it is not about the server that people know of. */
    @Override
    public Optional<Pending> pending() {
        return Optional.empty();
    }

    @Override
    public Next run() throws InterruptedException {
        try {
            // Asked again, because a start may have come in between.
            if (!isKnown(parts.find(found.server()), spawner, found)) {
                parts.spawner(spawner).stop(found.server(), found.state(), StopMode.NOW);
                life.journal().reaped(spawner, found);
            }
        } catch (ProviderException e) {
            life.journal().trouble(found.server(), "has left something that cannot be removed yet", e);
        }
        return Next.done();
    }
}
