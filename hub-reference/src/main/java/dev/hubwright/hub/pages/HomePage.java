package dev.hubwright.hub.pages;

import dev.hubwright.api.spawn.ServerView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody sees first: their servers.
 *
 * @param servers in the order in which they are shown
 * @param newServer the form for one more; empty where people have one server only
 */
public record HomePage(Chrome chrome, List<ServerRow> servers, Optional<NewServer> newServer) implements Page {

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
        CHECKING;

        /** What a server is in. */
        public static ServerState of(ServerView view) {
            if (view.pending().isPresent()) {
                return switch (view.pending().get()) {
                    case SPAWN -> STARTING;
                    case STOP -> STOPPING;
                    case CHECK -> CHECKING;
                };
            }
            return view.ready() ? READY : STOPPED;
        }

        /** Whether it passes by itself. */
        public boolean passes() {
            return this == STARTING || this == STOPPING || this == CHECKING;
        }
    }

    /** Whether any of them is about to be in another state. */
    public boolean changes() {
        return servers.stream().anyMatch(server -> server.state().passes());
    }

    /**
     * One server.
     *
     * @param name what it is called for people; empty for the default server, unless that is called something
     * @param openHref where the server is, or where its start is watched; absent, as the following ones are, for those
     *     who may not do that
     * @param startAction where a form is posted to that starts it
     * @param stopAction where a form is posted to that stops it or cancels its start
     * @param deleteAction where a form is posted to that deletes it, if it can be deleted now
     * @param lastActivity when it was last used
     * @param failure why it is not running, if it did not end because somebody wanted that
     * @param ends when it ends by itself
     */
    public record ServerRow(
            String name,
            ServerState state,
            Optional<String> openHref,
            Optional<String> startAction,
            Optional<String> stopAction,
            Optional<String> deleteAction,
            Optional<Instant> lastActivity,
            Optional<String> failure,
            Optional<Ends> ends) {

        /** The same, with what is known of its end. */
        public ServerRow ending(Optional<Ends> value) {
            return new ServerRow(
                    name, state, openHref, startAction, stopAction, deleteAction, lastActivity, failure, value);
        }

        /** What the page calls it. */
        public String title() {
            return name.isEmpty() ? "Default server" : name;
        }
    }

    /**
     * A server's end that nobody has asked for.
     *
     * @param at not before this time
     * @param unlessUsed whether it comes later where the server is used
     */
    public record Ends(Instant at, boolean unlessUsed) {}

    /**
     * The form for one more server.
     *
     * @param action where it is posted to: {@code name}
     * @param name what the field holds at first; may be empty
     * @param error what was wrong with the name
     * @param taken how many there are
     * @param limit how many there may be; 0 for any number
     */
    public record NewServer(String action, String name, Optional<String> error, int taken, int limit) {

        /** Whether there may be one more. */
        public boolean possible() {
            return limit == 0 || taken < limit;
        }
    }
}
