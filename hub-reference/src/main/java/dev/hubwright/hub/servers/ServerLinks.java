package dev.hubwright.hub.servers;

import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.web.HubPaths;

/** Where the hub's pages about a server are. */
public record ServerLinks(HubPaths paths) {

    /** Starts it, or asks first. */
    public String start(ServerRef server) {
        return page("spawn", server);
    }

    /** Shows how far its start or stop is. */
    public String watch(ServerRef server) {
        return page("spawn-pending", server);
    }

    /** Where a form is posted to that stops it. */
    public String stop(ServerRef server) {
        return page("stop", server);
    }

    /** Where a form is posted to that deletes it. */
    public String delete(ServerRef server) {
        return page("delete-server", server);
    }

    private String page(String name, ServerRef server) {
        String user = paths.hub(name) + "/" + ServerPaths.segment(server.user());
        return server.name().isEmpty() ? user : user + "/" + ServerPaths.segment(server.name());
    }
}
