package dev.hubwright.hub.services;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Routes that a proxy has for as long as somebody wants them, unlike those of servers. Thread-safe. */
public final class StandingRoutes {

    private final Routes routes;
    private final String kind;
    private final Map<String, Wanted> wanted = new ConcurrentHashMap<>();

    /**
     * Takes what it works with.
     *
     * @param kind under which the data of each route has its name, so that a later hub knows whose it was
     */
    public StandingRoutes(Routes routes, String kind) {
        this.routes = routes;
        this.kind = kind;
    }

    /** Adds one, or gives it another target; the next check makes it so. */
    public StandingRoutes add(String path, String name, URI target) {
        wanted.put(path, new Wanted(name, target));
        return this;
    }

    /** Takes one back; the next check makes it so. */
    public void remove(String path) {
        wanted.remove(path);
    }

    /** Gives the proxy what is missing, and takes away what a hub made of this kind that is no more. Blocks. */
    public void check() throws ProviderException {
        Map<String, Routes.Route> present = routes.all();
        for (Map.Entry<String, Wanted> route : wanted.entrySet()) {
            Wanted one = route.getValue();
            Routes.Route known = present.get(route.getKey());
            if (known == null || !known.target().equals(one.target())) {
                routes.put(route.getKey(), one.target(), Map.of(kind, one.name(), "jupyterhub", true));
            }
        }
        for (Map.Entry<String, Routes.Route> route : present.entrySet()) {
            Map<String, Object> data = route.getValue().data();
            boolean ours = data.containsKey("jupyterhub") && data.get(kind) instanceof String;
            if (ours && !wanted.containsKey(route.getKey())) {
                routes.remove(route.getKey());
            }
        }
    }

    private record Wanted(String name, URI target) {}
}
