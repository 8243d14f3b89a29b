package dev.hubwright.hub;

import dev.hubwright.api.Provider;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.rest.HubControl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One hub, for the API. */
final class RunningHubControl implements HubControl {

    /** By then the answer is on its way. */
    private static final int MILLIS_BEFORE_THE_END = 500;

    private final Hub hub;
    private final HubBuilder builder;
    private final Routes routes;
    private final RouteCheck check;

    RunningHubControl(Hub hub, HubBuilder builder, Routes routes, RouteCheck check) {
        this.hub = hub;
        this.builder = builder;
        this.routes = routes;
        this.check = check;
    }

    /** Gives the proxy what it has not. */
    @FunctionalInterface
    interface RouteCheck {
        void run() throws ProviderException;
    }

    @Override
    public About about() {
        return new About(Hub.version(), kinds(builder.authenticators), kinds(builder.spawners));
    }

    private static Map<String, String> kinds(Map<String, ? extends Provider> providers) {
        Map<String, String> kinds = new LinkedHashMap<>();
        providers.forEach(
                (name, provider) -> kinds.put(name, provider.getClass().getName()));
        return kinds;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public void checkProxy() throws ProviderException {
        check.run();
    }

    @Override
    public boolean moveProxy(Optional<URI> api, Optional<Secret> token) throws ProviderException {
        // Not the routes that everybody uses, which by subdomains are a layer over those of the proxy.
        if (!(builder.externalProxy.orElse(routes) instanceof MovableRoutes movable)) {
            return false;
        }
        movable.move(api, token);
        check.run();
        return true;
    }

    @Override
    public void shutDown(Optional<Boolean> servers) {
        CompletableFuture.delayedExecutor(MILLIS_BEFORE_THE_END, TimeUnit.MILLISECONDS, work -> {
                    // Not a daemon: the process must not end before its hub has.
                    new Thread(work, "shutdown").start();
                })
                .execute(() -> builder.whenAskedToEnd.accept(hub, servers));
    }

    @Override
    public int usualPage() {
        return builder.usualPage;
    }

    @Override
    public int longestPage() {
        return builder.longestPage;
    }

    @Override
    public boolean groupsAreManaged() {
        return builder.rules.values().stream().anyMatch(LoginRules::manageGroups);
    }
}
