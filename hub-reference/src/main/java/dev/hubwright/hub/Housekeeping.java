package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.culling.RouteActivity;
import dev.hubwright.hub.store.HubStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every few minutes: notes which servers were used, and throws away what has expired. More often: writes down which
 * people and tokens were active.
 */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final int USES_SECONDS = 30;

    private final HubStore store;
    private final RouteActivity activity;
    private final ScheduledExecutorService timer;

    Housekeeping(HubStore store, RouteActivity activity, Duration interval) {
        this.store = store;
        this.activity = activity;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::run, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::writeUses, USES_SECONDS, USES_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void writeUses() {
        try {
            store.writeUses();
        } catch (ProviderException | RuntimeException e) {
            LOG.warn("When people and tokens were active last could not be written down and is tried again later", e);
        }
    }

    private void run() {
        try {
            activity.note();
            store.tokens().purgeExpired();
            store.sessions().purgeExpired();
        } catch (ProviderException | RuntimeException e) {
            LOG.warn("Housekeeping failed and is tried again later", e);
        }
    }
}
