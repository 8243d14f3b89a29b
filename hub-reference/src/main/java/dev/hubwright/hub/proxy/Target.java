package dev.hubwright.hub.proxy;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a route leads, read once so that forwarding need not.
 *
 * @param path what is put before the path of each request; empty in most cases
 */
record Target(String host, int port, String path) {

    // URI.getHost() knows no underscore, which names of containers may have.
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[\\p{Alnum}._~-]+)(?::(\\d{1,5}))?");
    private static final int HTTP_PORT = 80;
    private static final int LAST_PORT = 65_535;

    static Target of(URI uri) throws ProviderException {
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw unusable(uri, "has to begin with http://");
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw unusable(uri, "has to be like http://127.0.0.1:8888");
        }
        int port = parts.group(2) == null ? HTTP_PORT : Integer.parseInt(parts.group(2));
        if (port == 0 || port > LAST_PORT) {
            throw unusable(uri, "needs a port from 1 to " + LAST_PORT);
        }
        return new Target(withoutBrackets(parts.group(1)), port, withoutLastSlash(uri.getRawPath()));
    }

    /** The request's path and query as the target is to see them. */
    String uriFor(String requestUri) {
        return path + requestUri;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutLastSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static ProviderException unusable(URI uri, String remedy) {
        return ProviderException.permanent(
                "The server has an address that cannot be reached from here",
                "The proxy cannot route to the target \"" + shown(uri) + "\": it " + remedy);
    }

    private static String shown(URI uri) {
        String text = uri.toString();
        return text.substring(text.lastIndexOf('@') + 1);
    }
}
