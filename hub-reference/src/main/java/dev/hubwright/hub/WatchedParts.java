package dev.hubwright.hub;

import dev.hubwright.api.Health;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.operation.HealthMonitor;
import dev.hubwright.hub.store.HubStore;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** What a hub depends on, for those who want to know how it is. */
final class WatchedParts {

    private WatchedParts() {}

    static HealthMonitor of(HubBuilder builder, HubStore store, Routes routes, ExecutorService threads) {
        HealthMonitor monitor = new HealthMonitor(threads, builder.clock);
        monitor.add("store", "", () -> {
            store.check();
            return Optional.of(Health.up());
        });
        monitor.add("proxy", "", () -> {
            routes.all();
            return Optional.of(Health.up());
        });
        builder.authenticators.forEach((name, provider) -> monitor.add("authenticator", name, provider));
        builder.spawners.forEach((name, provider) -> monitor.add("spawner", name, provider));
        return monitor;
    }
}
