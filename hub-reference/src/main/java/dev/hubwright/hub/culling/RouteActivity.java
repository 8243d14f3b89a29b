package dev.hubwright.hub.culling;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerSupervisor;

/** Notes of each server when something last went through the proxy to it. Thread-safe. */
public final class RouteActivity {

    private final Routes routes;
    private final ServerSupervisor supervisor;

    /** Takes the proxy's routes, and who keeps what is found. */
    public RouteActivity(Routes routes, ServerSupervisor supervisor) {
        this.routes = routes;
        this.supervisor = supervisor;
    }

    /**
     * Asks the proxy now. Blocks.
     *
     * @throws ProviderException if the proxy or the store cannot be asked
     */
    public void note() throws ProviderException {
        for (Routes.Route route : routes.all().values()) {
            if (route.data().get("user") instanceof String user
                    && route.data().get("server_name") instanceof String name) {
                supervisor.activity(new ServerRef(user, name), route.lastActivity());
            }
        }
    }
}
