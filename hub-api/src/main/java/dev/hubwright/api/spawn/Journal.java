package dev.hubwright.api.spawn;

import dev.hubwright.api.Audit;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators what happens to servers: one line in the log, one event in the audit. */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSupervisor.class);

    private final Audit audit;
    private final Clock clock;

    Journal(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void event(String event, ServerRecord record) {
        LOG.info("{} {} (spawner {}, start {})", event, record.server(), record.spawner(), record.spawnId());
        audit(event, record.server(), record.spawner(), record.spawnId(), secondsSinceStart(record));
    }

    void ended(ServerRecord record, Failure failure) {
        LOG.atWarn()
                .setCause(failure.cause().orElse(null))
                .log(
                        "{} {} (spawner {}, start {}): {}",
                        failure.event(),
                        record.server(),
                        record.spawner(),
                        record.spawnId(),
                        failure.detail());
        Map<String, String> more = secondsSinceStart(record);
        more.put("reason", failure.detail());
        audit(failure.event(), record.server(), record.spawner(), record.spawnId(), more);
    }

    void reaped(String spawner, Found found) {
        LOG.warn(
                "server-reaped {} (spawner {}, start {}): nobody knew of it", found.server(), spawner, found.spawnId());
        audit("server-reaped", found.server(), spawner, found.spawnId(), Map.of());
    }

    /** Something is tried again later. */
    void trouble(ServerRef server, String what, Exception cause) {
        LOG.warn("{} {}; trying again later: {}", server, what, cause.getMessage());
        LOG.debug("{} {}", server, what, cause);
    }

    /** Something is left as it is. */
    void leftAlone(ServerRef server, String what, Throwable cause) {
        LOG.warn("{} {}", server, what, cause);
    }

    private Map<String, String> secondsSinceStart(ServerRecord record) {
        Map<String, String> details = new LinkedHashMap<>();
        record.started()
                .map(start -> Duration.between(start, clock.instant()))
                .ifPresent(time -> details.put("seconds", Double.toString(Math.max(0, time.toNanos() / 1e9))));
        return details;
    }

    private void audit(String event, ServerRef server, String spawner, String spawnId, Map<String, String> more) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("server_name", server.name());
        details.put("spawner", spawner);
        details.put("spawn_id", spawnId);
        details.putAll(more);
        try {
            audit.record(event, server.user(), details);
        } catch (RuntimeException e) {
            LOG.error("The audit failed at {} {}", event, server, e);
        }
    }
}
