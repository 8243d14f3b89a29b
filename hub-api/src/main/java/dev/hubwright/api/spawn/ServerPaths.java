package dev.hubwright.api.spawn;

import java.nio.charset.StandardCharsets;

/** The paths and ids of a server, spelt as JupyterHub spells them. */
public final class ServerPaths {

    private ServerPaths() {}

    /**
     * The path of a server in URLs: {@code /user/alice/} or {@code /user/alice/lab/}, percent-encoded.
     *
     * @param base the hub's base path, beginning and ending with a slash
     */
    public static String prefix(String base, ServerRef server) {
        String user = base + "user/" + segment(server.user()) + "/";
        return server.name().isEmpty() ? user : user + segment(server.name()) + "/";
    }

    /** The path of a server's route: as {@link #prefix}, but percent-decoded and without the slash at its end. */
    public static String route(String base, ServerRef server) {
        String user = base + "user/" + server.user();
        return server.name().isEmpty() ? user : user + "/" + server.name();
    }

    /** A server's OAuth client id, which is also the name of its cookie. */
    public static String clientId(ServerRef server) {
        String user = "jupyterhub-user-" + encode(server.user(), "_.-~");
        return server.name().isEmpty() ? user : user + "-" + encode(server.name(), "_.-~");
    }

    /** One segment of a path, percent-encoded; {@code @} and {@code ~} stay. */
    public static String segment(String text) {
        return encode(text, "_.-~@");
    }

    private static String encode(String text, String unreserved) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || unreserved.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
