package dev.hubwright.hub.pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody sees first: their servers.
 *
 * @param servers in the order in which they are shown
 */
public record HomePage(Chrome chrome, List<ServerRow> servers) implements Page {

    /** Copies the list. */
    public HomePage {
        servers = List.copyOf(servers);
    }

    /** What can be done with a server. */
    public enum ServerState {
        /** It can be started. */
        STOPPED,
        /** {@code openHref} shows how far it is; {@code stopAction} cancels the start. */
        STARTING,
        /** It can be opened and stopped. */
        READY,
        /** One has to wait. */
        STOPPING,
        /** The hub has restarted and does not know yet; one has to wait. */
        CHECKING
    }

    /**
     * One server.
     *
     * @param name empty for the default server
     * @param displayName what the person calls it; if empty, the name is shown
     * @param openHref where the server is, or where its start is watched
     * @param startAction where a form is posted to that starts it
     * @param stopAction where a form is posted to that stops it or cancels its start
     * @param lastActivity when it was last used
     */
    public record ServerRow(
            String name,
            String displayName,
            ServerState state,
            String openHref,
            String startAction,
            String stopAction,
            Optional<Instant> lastActivity) {

        /** What the page calls it. */
        public String title() {
            if (!displayName.isBlank()) {
                return displayName;
            }
            return name.isEmpty() ? "Default server" : name;
        }
    }
}
