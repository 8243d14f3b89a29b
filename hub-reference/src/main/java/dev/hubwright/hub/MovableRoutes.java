package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.proxy.RemoteRoutes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The routes of a proxy in another process, which may move while the hub runs. Thread-safe. */
final class MovableRoutes implements Routes, AutoCloseable {

    private final Duration patience;
    private URI api;
    private Optional<Secret> token;
    private volatile RemoteRoutes routes;

    MovableRoutes(URI api, Optional<Secret> token, Duration patience) {
        this.patience = patience;
        this.api = api;
        this.token = token;
        this.routes = new RemoteRoutes(api, token, patience);
    }

    /** What is not said stays as it is. */
    synchronized void move(Optional<URI> newApi, Optional<Secret> newToken) {
        RemoteRoutes before = routes;
        api = newApi.orElse(api);
        token = newToken.isPresent() ? newToken : token;
        routes = new RemoteRoutes(api, token, patience);
        before.close();
    }

    @Override
    public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
        routes.put(path, target, data);
    }

    @Override
    public void remove(String path) throws ProviderException {
        routes.remove(path);
    }

    @Override
    public Map<String, Route> all() throws ProviderException {
        return routes.all();
    }

    @Override
    public void close() {
        routes.close();
    }
}
