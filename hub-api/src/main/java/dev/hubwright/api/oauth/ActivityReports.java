package dev.hubwright.api.oauth;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the hub regularly when the application was used last, so that it is stopped when nobody needs it and not before.
 * Reports on a thread of its own, at once and then at each interval; where the hub cannot be reached, again after seconds
 * and then minutes. Thread-safe.
 */
public final class ActivityReports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityReports.class);
    private static final long SHORTEST_RETRY_MILLIS = 1_000;

    private final HubApi hub;
    private final Duration interval;
    private final Clock clock;
    private final AtomicReference<Instant> last;
    private final ScheduledExecutorService executor;
    private int failures;

    private ActivityReports(HubOAuthConfig config, Clock clock) {
        this.hub = new HubApi(config);
        this.interval = config.activityInterval();
        this.clock = clock;
        this.last = new AtomicReference<>(clock.instant());
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hub-activity");
            thread.setDaemon(true);
            return thread;
        });
        config.activityUrl().ifPresent(url -> schedule(url, 0));
    }

    /** Begins to report; reports nothing where the configuration has no address for it. */
    public static ActivityReports start(HubOAuthConfig config, Clock clock) {
        return new ActivityReports(config, clock);
    }

    /** Says that the application is used now. */
    public void touch() {
        last.set(clock.instant());
    }

    /** When it was used last. */
    public Instant lastActivity() {
        return last.get();
    }

    /** Ends the reports. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void schedule(URI url, long millis) {
        executor.schedule(() -> report(url), millis, TimeUnit.MILLISECONDS);
    }

    private void report(URI url) {
        try {
            hub.reportActivity(url, last.get());
            failures = 0;
        } catch (ProviderException e) {
            failures++;
            if (failures == 1) {
                LOG.warn("The hub could not be told of activity; trying again: {}", e.getMessage());
            }
        } catch (InterruptedException e) {
            return;
        }
        if (!executor.isShutdown()) {
            schedule(url, failures == 0 ? jittered(interval.toMillis()) : retryMillis());
        }
    }

    private long retryMillis() {
        return jittered(Math.min(interval.toMillis(), SHORTEST_RETRY_MILLIS << Math.min(failures, 16)));
    }

    /** Servers that were started together must not report together. */
    private static long jittered(long millis) {
        return Math.round(millis * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
    }
}
