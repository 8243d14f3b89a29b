package dev.hubwright.hub.store;

import dev.hubwright.api.spawn.ServerRef;
import java.time.Instant;
import java.util.Set;

/**
 * What somebody else than its owner may do at a server.
 *
 * @param id never given to another share
 * @param server whose owner, or somebody for them, has given it
 * @param recipient who has it
 * @param scopes each with the filter of the server
 * @param created when it was first given
 */
public record Share(long id, ServerRef server, Recipient recipient, Set<String> scopes, Instant created) {

    /** Copies the scopes. */
    public Share {
        scopes = Set.copyOf(scopes);
    }

    /**
     * A person, or everybody in a group.
     *
     * @param name of the person or of the group
     */
    public record Recipient(boolean isGroup, String name) {

        /** A person. */
        public static Recipient user(String name) {
            return new Recipient(false, name);
        }

        /** Everybody in a group, for as long as they are. */
        public static Recipient group(String name) {
            return new Recipient(true, name);
        }
    }
}
