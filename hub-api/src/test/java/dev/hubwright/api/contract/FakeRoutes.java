package dev.hubwright.api.contract;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A routing table in memory. Thread-safe. */
public final class FakeRoutes implements Routes {

    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private volatile boolean unreachable;

    /** No routes. */
    public FakeRoutes() {}

    /** Whether every call fails. */
    public void setUnreachable(boolean value) {
        unreachable = value;
    }

    @Override
    public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
        reach();
        routes.put(path, new Route(target, data, Instant.EPOCH));
    }

    @Override
    public void remove(String path) throws ProviderException {
        reach();
        routes.remove(path);
    }

    @Override
    public Map<String, Route> all() throws ProviderException {
        reach();
        return Map.copyOf(routes);
    }

    /** Where a path leads, in or out of reach. */
    public Optional<URI> target(String path) {
        return Optional.ofNullable(routes.get(path)).map(Route::target);
    }

    /** What is kept with a path. */
    public Map<String, Object> data(String path) {
        return routes.get(path).data();
    }

    private void reach() throws ProviderException {
        if (unreachable) {
            throw ProviderException.retryable("The proxy does not respond", "the fake proxy is down");
        }
    }
}
