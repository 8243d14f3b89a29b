package dev.hubwright.spawner.docker;

/** Who a container runs as, as images and options write it: a name or number, and perhaps a group after a colon. */
final class Users {

    private Users() {}

    static boolean isRoot(String user) {
        String first = user.split(":", 2)[0];
        return first.isEmpty() || first.equals("root") || first.matches("0+");
    }
}
