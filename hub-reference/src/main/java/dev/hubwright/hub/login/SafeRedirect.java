package dev.hubwright.hub.login;

import java.util.Optional;

/** Decides where a browser may be sent after a login: only to paths of this same origin. */
final class SafeRedirect {

    private SafeRedirect() {}

    /**
     * The path to go to.
     *
     * @param next what the request asks for
     * @param origin scheme, host and port of this hub as the browser sees it; such a prefix is taken off
     * @param base what every path of ours begins with
     * @return empty if it is not a path of ours
     */
    static Optional<String> path(String next, String origin, String base) {
        String target = next.replace("\\", "%5C");
        String host = origin.substring(origin.indexOf("//"));
        if (target.startsWith(origin + "/")) {
            target = collapse(target.substring(origin.length()));
        } else if (target.startsWith(host + "/")) {
            target = collapse(target.substring(host.length()));
        }
        // Browsers drop tabs and line ends from addresses, so "/\t/evil" would lead to another host.
        boolean clean = target.chars().allMatch(c -> c > ' ' && c < 127);
        return clean && target.startsWith(base) && !target.startsWith("//") ? Optional.of(target) : Optional.empty();
    }

    private static String collapse(String path) {
        return "/" + path.replaceFirst("^/+", "");
    }
}
