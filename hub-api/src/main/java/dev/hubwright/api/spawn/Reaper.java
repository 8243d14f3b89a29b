package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what spawners have started and nobody keeps a record of, and has it removed; again until nothing is left. */
final class Reaper {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSupervisor.class);

    private final SupervisorParts parts;
    private final Function<ServerRef, ServerLife> lives;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    Reaper(SupervisorParts parts, Function<ServerRef, ServerLife> lives) {
        this.parts = parts;
        this.lives = lives;
    }

    /** Looks through one spawner's things; does not wait. */
    void soon(String spawner) {
        if (busy.add(spawner)) {
            schedule(spawner, new Backoff(parts.options().retryDelay()), 0);
        }
    }

    private void schedule(String spawner, Backoff backoff, long delayNanos) {
        try {
            parts.timers()
                    .schedule(
                            () -> parts.spawner(spawner).looks().execute(() -> pass(spawner, backoff)),
                            delayNanos,
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            busy.remove(spawner);
        }
    }

    private void pass(String spawner, Backoff backoff) {
        try {
            if (isClean(spawner)) {
                busy.remove(spawner);
                return;
            }
        } catch (ProviderException e) {
            LOG.warn("Spawner {} cannot list what it has started; trying again later: {}", spawner, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("What spawner {} has started cannot be looked through; trying again later", spawner, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        schedule(spawner, backoff, backoff.next().toNanos());
    }

    private boolean isClean(String spawner) throws ProviderException, InterruptedException {
        boolean clean = true;
        for (Found found : parts.spawner(spawner).discover()) {
            clean &= belongs(spawner, found);
        }
        return clean;
    }

    private boolean belongs(String spawner, Found found) throws ProviderException {
        ServerLife life = lives.apply(found.server());
        // Read after the list was made: a start notes itself down before anything of it can be found.
        if (ReapStep.isKnown(parts.find(found.server()), spawner, found)) {
            Optional<Pending> pending = life.pending();
            // A check or stop may end without having known of this; then it has to be found again.
            return pending.isEmpty() || pending.get() == Pending.SPAWN;
        }
        life.reap(spawner, found);
        return false;
    }
}
