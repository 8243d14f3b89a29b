package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts servers that start, keeps to the limits, and has others wait in the order in which they came. Thread-safe. */
final class Admissions {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSupervisor.class);

    // Places also become free by what another hub does, or when the store answers again.
    private static final int SECONDS_BETWEEN_LOOKS = 5;

    private final SupervisorParts parts;
    private final StartQueue queue = new StartQueue();
    private final AtomicBoolean looksLater = new AtomicBoolean();
    private final Set<ServerRef> starting = new HashSet<>();

    Admissions(SupervisorParts parts) {
        this.parts = parts;
    }

    /** Empty if it may start, and then it counts until {@link #leave}. Otherwise it waits or is refused. */
    synchronized Optional<Admission> enter(WaitingStart start) throws ProviderException {
        ServerRef server = start.server();
        Optional<Admission> beyond = beyondQuota(server);
        if (beyond.isPresent()) {
            return beyond;
        }
        Optional<Admission> full = queue.isEmpty() ? noPlace(server) : Optional.of(Refusals.tooManyStarting());
        if (full.isEmpty()) {
            starting.add(server);
            return Optional.empty();
        }
        Optional<Integer> position = queue.add(start, parts.options().spawnQueueLimit());
        if (position.isEmpty()) {
            return full;
        }
        start.isAt(position.get());
        lookLater();
        return Optional.of(new Admission.Waiting(position.get()));
    }

    /** Gives its place free, or takes it out of the queue. */
    void leave(ServerRef server) {
        synchronized (this) {
            starting.remove(server);
        }
        placesMayBeFree();
    }

    /** Whether it waited; then it is never admitted any more. */
    boolean giveUp(WaitingStart start) {
        boolean waited = queue.remove(start);
        if (waited) {
            queue.tellPositions();
        }
        return waited;
    }

    int waiting() {
        return queue.servers().size();
    }

    /** Something has ended, so somebody who waits may have a place; does not block. */
    void placesMayBeFree() {
        if (!queue.isEmpty()) {
            try {
                parts.threads().execute(this::admitWaiting);
            } catch (RejectedExecutionException e) {
                LOG.debug("Nobody is admitted any more: the hub ends");
            }
        }
    }

    private void admitWaiting() {
        try {
            Optional<WaitingStart> next = nextWithPlace();
            while (next.isPresent()) {
                next.get().admitted();
                next = nextWithPlace();
            }
        } catch (ProviderException | RuntimeException e) {
            LOG.warn("Those who wait for a place go on waiting: {}", e.getMessage());
        }
        queue.tellPositions();
        lookLater();
    }

    private synchronized Optional<WaitingStart> nextWithPlace() throws ProviderException {
        Optional<WaitingStart> first = queue.first();
        while (first.isPresent() && noPlace(first.get().server()).isEmpty()) {
            if (queue.remove(first.get())) {
                starting.add(first.get().server());
                return first;
            }
            first = queue.first();
        }
        return Optional.empty();
    }

    private void lookLater() {
        if (!queue.isEmpty() && looksLater.compareAndSet(false, true)) {
            try {
                parts.timers()
                        .schedule(
                                () -> {
                                    looksLater.set(false);
                                    placesMayBeFree();
                                },
                                SECONDS_BETWEEN_LOOKS,
                                TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("Nobody is admitted any more: the hub ends");
            }
        }
    }

    private Optional<Admission> beyondQuota(ServerRef server) throws ProviderException {
        List<ServerQuotas.Quota> quotas = parts.quotas().of(server);
        if (quotas.isEmpty()) {
            return Optional.empty();
        }
        Set<ServerRef> others = othersActive(server);
        others.addAll(queue.servers());
        others.remove(server);
        return quotas.stream()
                .filter(quota -> others.stream()
                                .map(ServerRef::user)
                                .filter(quota.owners())
                                .count()
                        >= quota.most())
                .findFirst()
                .map(quota -> Refusals.beyondQuota(quota.publicMessage()));
    }

    /** The lock is kept while the store is asked: two starts must not both get the last place. */
    private Optional<Admission> noPlace(ServerRef server) throws ProviderException {
        int atOnce = parts.options().concurrentSpawnLimit();
        if (atOnce > 0 && starting.size() >= atOnce) {
            return Optional.of(Refusals.tooManyStarting());
        }
        int most = parts.options().activeServerLimit();
        if (most > 0 && othersActive(server).size() >= most) {
            return Optional.of(Refusals.tooManyActive());
        }
        return Optional.empty();
    }

    private Set<ServerRef> othersActive(ServerRef server) throws ProviderException {
        Set<ServerRef> active = new HashSet<>(starting);
        parts.store().active().forEach(record -> active.add(record.server()));
        active.remove(server);
        return active;
    }
}
