package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings the routes of a proxy in line with the records of servers. */
final class RouteCheck {

    private final SupervisorParts parts;

    RouteCheck(SupervisorParts parts) {
        this.parts = parts;
    }

    /** What changes meanwhile may be undone here, which the next check sets right. */
    void run() throws ProviderException {
        Map<String, Routes.Route> present = parts.routes().all();
        Set<ServerRecord> active = Set.copyOf(parts.store().active());
        for (ServerRecord record : active) {
            if (record.phase() == ServerPhase.READY && record.uri().isPresent() && !leadsThere(present, record)) {
                parts.putRoute(record);
            }
        }
        Set<String> wanted =
                active.stream().map(record -> parts.route(record.server())).collect(Collectors.toSet());
        for (Map.Entry<String, Routes.Route> route : present.entrySet()) {
            if (isServer(route.getValue()) && !wanted.contains(route.getKey())) {
                parts.routes().remove(route.getKey());
            }
        }
    }

    private boolean leadsThere(Map<String, Routes.Route> present, ServerRecord record) {
        Routes.Route route = present.get(parts.route(record.server()));
        return route != null && route.target().equals(record.uri().orElseThrow());
    }

    /** Whether a hub made it for a server; other routes are somebody else's. */
    private static boolean isServer(Routes.Route route) {
        return route.data().containsKey("jupyterhub") && route.data().get("server_name") instanceof String;
    }
}
