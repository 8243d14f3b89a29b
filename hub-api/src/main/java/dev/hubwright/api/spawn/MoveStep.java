package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.util.Optional;

/** Sends people to a server's new address. */
final class MoveStep implements Step {

    private final SupervisorParts parts;
    private final ServerLife life;
    private final ServerRecord known;
    private final URI uri;

    MoveStep(SupervisorParts parts, ServerLife life, ServerRecord known, URI uri) {
        this.parts = parts;
        this.life = life;
        this.known = known;
        this.uri = uri;
    }

    /** Nothing: people can use it, or will in a moment. */
    @Override
    public Optional<Pending> pending() {
        return Optional.empty();
    }

    @Override
    public Next run() {
        try {
            ServerRecord moved = new OwnRecord(parts.store(), known.server(), known.spawnId())
                    .update(current -> current.withUri(Optional.of(uri)));
            parts.putRoute(moved);
            life.moved(moved);
            life.journal().event("server-moved", moved);
        } catch (ProviderException e) {
            // The next look finds it at the same new address.
            life.journal().trouble(known.server(), "has another address, which is not known to all yet", e);
        }
        return Next.done();
    }
}
