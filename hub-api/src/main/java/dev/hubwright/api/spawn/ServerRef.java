package dev.hubwright.api.spawn;

/**
 * Which server is meant.
 *
 * @param user the hub name of its owner
 * @param name its name among the owner's servers; empty for the default server
 */
public record ServerRef(String user, String name) implements Comparable<ServerRef> {

    /** Refuses what cannot stand in a path. */
    public ServerRef {
        if (user.isEmpty() || user.contains("/") || name.contains("/")) {
            throw new IllegalArgumentException("A server needs a user, and neither it nor the server may have a \"/\"");
        }
    }

    /** The default server of a user. */
    public static ServerRef of(String user) {
        return new ServerRef(user, "");
    }

    /** By user, then by name. */
    @Override
    public int compareTo(ServerRef other) {
        int byUser = user.compareTo(other.user);
        return byUser != 0 ? byUser : name.compareTo(other.name);
    }

    /** {@code user/name}, with the slash for the default server too, as scopes have it. */
    @Override
    public String toString() {
        return user + "/" + name;
    }
}
