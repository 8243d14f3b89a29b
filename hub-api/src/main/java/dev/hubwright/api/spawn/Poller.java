package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether servers live. Only a clear no ends one. */
final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSupervisor.class);

    private final SupervisorParts parts;
    private final Map<ServerRef, String> unknown = new ConcurrentHashMap<>();

    Poller(SupervisorParts parts) {
        this.parts = parts;
    }

    /** Looks at a server until it is not that one any more. */
    void watch(ServerLife life, ServerRecord record) {
        try {
            parts.timers().schedule(() -> begin(life, record), interval().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not watched any more: closed", life.server());
        }
    }

    private void begin(ServerLife life, ServerRecord record) {
        if (!life.isReady(record)) {
            unknown.remove(life.server());
            return;
        }
        parts.spawner(record.spawner()).looks().execute(() -> {
            try {
                look(life, record);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("{} could not be looked at", life.server(), e);
            }
            watch(life, record);
        });
    }

    void look(ServerLife life, ServerRecord record) throws InterruptedException {
        try {
            Status status = parts.spawner(record.spawner()).poll(record.server(), record.state());
            if (status instanceof Status.Up up) {
                follow(life, record, up);
            }
            if (status instanceof Status.Exited exited) {
                life.died(record, Failure.of(Failure.DIED, "The server has ended: " + exited.reason()));
            }
            note(record.server(), status instanceof Status.Unknown cause ? cause.why() : "");
        } catch (ProviderException e) {
            note(record.server(), e.getMessage());
        }
    }

    private static void follow(ServerLife life, ServerRecord record, Status.Up up) {
        Optional<URI> known = life.ready().flatMap(ServerRecord::uri);
        up.uri().filter(uri -> !known.equals(Optional.of(uri))).ifPresent(uri -> life.follow(record, uri));
    }

    /** Once for every change, not for every look. */
    private void note(ServerRef server, String why) {
        String before = why.isEmpty() ? unknown.remove(server) : unknown.put(server, why);
        if (why.isEmpty() && before != null) {
            LOG.info("{} can be looked at again", server);
        } else if (!why.isEmpty() && before == null) {
            LOG.warn("{} is kept though nobody can tell whether it lives: {}", server, why);
        }
    }

    private Duration interval() {
        double jitter = parts.options().pollJitter();
        double factor = 1 + jitter * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (parts.options().pollInterval().toNanos() * factor));
    }
}
