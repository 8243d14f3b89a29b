package dev.hubwright.hub.metrics;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.util.Map;

/** Measures how long a proxy takes to be told of routes and to tell them. */
final class MeteredRoutes implements Routes {

    private final Routes routes;
    private final Outcomes added;
    private final Outcomes deleted;
    private final Timer polled;

    MeteredRoutes(Routes routes, MeterRegistry registry) {
        this.routes = routes;
        this.added = new Outcomes(registry, "jupyterhub.proxy.add.duration", "How long it took to give a route");
        this.deleted = new Outcomes(registry, "jupyterhub.proxy.delete.duration", "How long it took to take a route");
        this.polled = Histograms.SHORT.in(
                registry, "jupyterhub.proxy.poll.duration", "How long it took to ask the proxy for all routes");
    }

    @Override
    public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
        added.measure(() -> routes.put(path, target, data));
    }

    @Override
    public void remove(String path) throws ProviderException {
        deleted.measure(() -> routes.remove(path));
    }

    @Override
    public Map<String, Route> all() throws ProviderException {
        Timer.Sample begun = Timer.start();
        try {
            return routes.all();
        } finally {
            begun.stop(polled);
        }
    }

    private record Outcomes(Timer success, Timer failure) {

        Outcomes(MeterRegistry registry, String name, String description) {
            this(
                    Histograms.SHORT.in(registry, name, description, "status", "success"),
                    Histograms.SHORT.in(registry, name, description, "status", "failure"));
        }

        void measure(Change change) throws ProviderException {
            Timer.Sample begun = Timer.start();
            Timer outcome = failure;
            try {
                change.make();
                outcome = success;
            } finally {
                begun.stop(outcome);
            }
        }
    }

    private interface Change {
        void make() throws ProviderException;
    }
}
