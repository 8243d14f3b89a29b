package dev.hubwright.hub.servers;

import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerView;
import dev.hubwright.hub.pages.HomePage;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.web.HubPaths;
import java.util.Optional;

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

    /**
     * A server as lists show it.
     *
     * @param query goes on the addresses that forms are posted to, as in {@code ?next=}; may be empty
     * @param scopes what the person who looks at the list may do
     */
    public HomePage.ServerRow row(ServerView view, String query, ScopeSet scopes) {
        ServerRef server = view.server();
        boolean canBeDeleted = !server.name().isEmpty() && !view.active();
        boolean mayStart = scopes.allows("start:servers", server);
        boolean mayStop = scopes.allows("delete:servers", server);
        boolean mayOpen = view.ready() ? scopes.allows("access:servers", server) : mayStart;
        return new HomePage.ServerRow(
                view.record().shownName(),
                HomePage.ServerState.of(view),
                given(mayOpen, view.ready() ? view.path() : watch(server)),
                given(mayStart, start(server) + query),
                given(mayStop, stop(server) + query),
                given(mayStop && canBeDeleted, delete(server) + query),
                view.lastActivity(),
                view.active() ? Optional.empty() : view.failure(),
                Optional.empty());
    }

    private static Optional<String> given(boolean may, String address) {
        return may ? Optional.of(address) : Optional.empty();
    }

    private String page(String name, ServerRef server) {
        String user = paths.hub(name) + "/" + ServerPaths.segment(server.user());
        return server.name().isEmpty() ? user : user + "/" + ServerPaths.segment(server.name());
    }
}
