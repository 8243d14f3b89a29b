package dev.hubwright.hub.services;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The routes of services. */
final class ServiceRoutes {

    private final Routes routes;
    private final String base;
    private final Map<String, URI> targets;

    /**
     * Takes what it works with.
     *
     * @param targets where services answer, by name
     */
    ServiceRoutes(Routes routes, String base, Map<String, URI> targets) {
        this.routes = routes;
        this.base = base;
        this.targets = Map.copyOf(targets);
    }

    /** Adds what is missing, and takes away what a hub made for a service that is no more. */
    void check() throws ProviderException {
        Map<String, Routes.Route> present = routes.all();
        Map<String, URI> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, URI> service : targets.entrySet()) {
            String path = ServicePaths.route(base, service.getKey());
            wanted.put(path, service.getValue());
            if (!present.containsKey(path) || !present.get(path).target().equals(service.getValue())) {
                routes.put(path, service.getValue(), Map.of("service", service.getKey(), "jupyterhub", true));
            }
        }
        for (Map.Entry<String, Routes.Route> route : present.entrySet()) {
            Map<String, Object> data = route.getValue().data();
            boolean ofService = data.containsKey("jupyterhub") && data.get("service") instanceof String;
            if (ofService && !wanted.containsKey(route.getKey())) {
                routes.remove(route.getKey());
            }
        }
    }
}
