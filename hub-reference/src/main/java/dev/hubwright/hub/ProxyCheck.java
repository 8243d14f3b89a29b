package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.api.spawn.ServerSupervisor;
import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.services.StandingRoutes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a proxy in another process its routes, again whenever it has lost them. */
final class ProxyCheck implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyCheck.class);

    /** The data of the route to the hub itself. */
    static final Map<String, Object> HUB_ROUTE = Map.of("hub", true, "jupyterhub", true);

    private final HubMetrics metrics;
    private final Routes routes;
    private final URI hub;
    private final ServerSupervisor supervisor;
    private final Services services;
    private final StandingRoutes extra;
    private final ScheduledExecutorService timer;
    private volatile boolean complete;
    private boolean failed;

    ProxyCheck(
            HubMetrics metrics,
            Routes routes,
            URI hub,
            ServerSupervisor supervisor,
            Services services,
            StandingRoutes extra,
            Duration interval) {
        this.metrics = metrics;
        this.routes = routes;
        this.hub = hub;
        this.supervisor = supervisor;
        this.services = services;
        this.extra = extra;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "proxy-check");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the proxy has had all routes since this hub runs. */
    boolean hasSucceeded() {
        return complete;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Gives the proxy what it has not. */
    synchronized void now() throws ProviderException {
        long begun = System.nanoTime();
        Routes.Route toHub = routes.all().get("/");
        if (toHub == null || !toHub.target().equals(hub)) {
            routes.put("/", hub, HUB_ROUTE);
        }
        services.checkRoutes();
        extra.check();
        supervisor.checkRoutes();
        metrics.tookSince(HubMetrics.Work.CHECK_ROUTES, begun);
        complete = true;
    }

    private void run() {
        try {
            now();
            if (failed) {
                failed = false;
                LOG.info("The proxy has all routes again");
            }
        } catch (ProviderException | RuntimeException e) {
            // Said once; the outage may be long.
            if (!failed && !timer.isShutdown()) {
                failed = true;
                LOG.warn("The routes of the proxy could not be checked, which is tried again: {}", e.getMessage());
            }
        }
    }
}
