package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Counts servers that start, and keeps to the limits. Thread-safe. */
final class Admissions {

    private final ServerStore store;
    private final SupervisorOptions options;
    private final Set<ServerRef> starting = new HashSet<>();

    Admissions(ServerStore store, SupervisorOptions options) {
        this.store = store;
        this.options = options;
    }

    /** Why a server may not start; empty if it may, and then it counts until {@link #leave}. */
    synchronized Optional<Admission> enter(ServerRef server) throws ProviderException {
        int atOnce = options.concurrentSpawnLimit();
        if (atOnce > 0 && starting.size() >= atOnce) {
            return Optional.of(Refusals.tooManyStarting());
        }
        // The lock is kept while the store is asked: two starts must not both get the last place.
        int most = options.activeServerLimit();
        if (most > 0 && othersActive(server) >= most) {
            return Optional.of(Refusals.tooManyActive());
        }
        starting.add(server);
        return Optional.empty();
    }

    synchronized void leave(ServerRef server) {
        starting.remove(server);
    }

    private int othersActive(ServerRef server) throws ProviderException {
        Set<ServerRef> active = new HashSet<>(starting);
        store.active().forEach(record -> active.add(record.server()));
        active.remove(server);
        return active.size();
    }
}
