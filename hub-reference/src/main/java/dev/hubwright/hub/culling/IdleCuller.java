package dev.hubwright.hub.culling;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerSupervisor;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.store.HubStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends servers that nobody uses, as jupyterhub-idle-culler does beside a hub, and asks them first whether they compute.
 *
 * <p>Time in which this hub did not run is no time in which a server was unused: nobody could have told the hub.
 */
public final class IdleCuller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdleCuller.class);

    private static final Duration REMOVAL = Duration.ofMinutes(1);
    private static final String IDLE = "idle";

    private final CullingPolicy policy;
    private final ServerSupervisor supervisor;
    private final HubStore store;
    private final RouteActivity activity;
    private final Kernels kernels;
    private final Audit audit;
    private final Clock clock;
    private final Endings endings;
    private final ScheduledExecutorService timer;

    /**
     * Begins to look.
     *
     * @param endings says since when servers are unused
     * @param activity brings what the proxy has seen up to date
     * @param kernels asks servers whether they compute
     * @param audit hears of what is ended
     */
    public IdleCuller(
            CullingPolicy policy,
            Endings endings,
            ServerSupervisor supervisor,
            HubStore store,
            RouteActivity activity,
            Kernels kernels,
            Audit audit,
            Clock clock) {
        this.policy = policy;
        this.supervisor = supervisor;
        this.store = store;
        this.activity = activity;
        this.kernels = kernels;
        this.audit = audit;
        this.clock = clock;
        this.endings = endings;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "idle-culler");
            thread.setDaemon(true);
            return thread;
        });
        long millis = Math.max(1, policy.every().toMillis());
        timer.scheduleWithFixedDelay(this::run, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void run() {
        try {
            Instant now = clock.instant();
            activity.note();
            List<Due> due = new ArrayList<>();
            for (ServerRecord record : store.servers().active()) {
                if (record.phase() == ServerPhase.READY && policy.concerns(record, isAdministrator(record))) {
                    look(record, now).ifPresent(due::add);
                }
            }
            end(due);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProviderException | RuntimeException e) {
            if (timer.isShutdown()) {
                return;
            }
            LOG.warn("Idle servers could not be looked for, which is tried again: {}", e.getMessage(), e);
        }
    }

    private boolean isAdministrator(ServerRecord record) throws ProviderException {
        return store.users().find(record.server().user()).map(UserRecord::admin).orElse(false);
    }

    private Optional<Due> look(ServerRecord record, Instant now) throws ProviderException, InterruptedException {
        Duration age = Duration.between(endings.started(record), now);
        Duration unused = Duration.between(endings.lastUse(record), now);
        if (policy.isTooOld(age)) {
            return Optional.of(new Due(record, "age", age));
        }
        if (!policy.isIdle(unused)) {
            return Optional.empty();
        }
        return switch (kernels.ask(record)) {
            case IDLE -> Optional.of(new Due(record, IDLE, unused));
            case BUSY -> {
                supervisor.activity(record.server(), now);
                yield Optional.empty();
            }
            case UNKNOWN -> {
                LOG.warn(
                        "The server {} was not used for {} s, but cannot be asked whether it computes, and is left",
                        record.server(),
                        unused.toSeconds());
                yield Optional.empty();
            }
        };
    }

    private void end(List<Due> due) throws ProviderException, InterruptedException {
        if (due.stream().anyMatch(one -> one.reason().equals(IDLE))) {
            // To ask servers can take long, and people may have come back in the meantime.
            activity.note();
        }
        for (Due one : due) {
            if (!one.reason().equals(IDLE) || isUnchanged(one.record())) {
                end(one.record(), one.reason(), one.time());
            }
        }
    }

    private boolean isUnchanged(ServerRecord record) throws ProviderException {
        return store.servers().find(record.server()).filter(record::equals).isPresent();
    }

    private void end(ServerRecord record, String reason, Duration time) throws ProviderException, InterruptedException {
        LOG.info("server-culled {} ({} {} s)", record.server(), reason, time.toSeconds());
        StopMode mode = policy.mode(record);
        supervisor.stop(record.server(), mode);
        audit.record(
                "server-culled",
                record.server().user(),
                Map.of(
                        "server", record.server().name(),
                        "reason", reason,
                        "seconds", Long.toString(time.toSeconds())));
        if (mode == StopMode.REMOVE && supervisor.awaitSettled(record.server(), REMOVAL)) {
            store.servers().remove(record.server());
        }
    }

    /** A server whose time is over, and what is over: the time without use, or its life. */
    private record Due(ServerRecord record, String reason, Duration time) {}
}
