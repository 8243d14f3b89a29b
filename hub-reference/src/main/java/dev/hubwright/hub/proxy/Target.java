package dev.hubwright.hub.proxy;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a route leads, read once so that forwarding need not.
 *
 * @param secure whether it speaks TLS
 * @param host a name or address without brackets; empty for a socket
 * @param socket the path of a UNIX socket; empty for a host
 * @param path what is put before the path of each request; empty in most cases
 * @param named whether the host has to be looked up
 * @param place what limits count by
 */
record Target(boolean secure, String host, int port, String socket, String path, boolean named, String place) {

    // URI.getHost() knows no underscore, which names of containers may have.
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[\\p{Alnum}._~-]+)(?::(\\d{1,5}))?");
    private static final Set<String> SOCKET_SCHEMES = Set.of("http+unix", "unix+http");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LAST_PORT = 65_535;

    Target(boolean secure, String host, int port, String socket, String path) {
        this(
                secure,
                host,
                port,
                socket,
                path,
                socket.isEmpty() && !isAddress(host),
                socket.isEmpty() ? host + ' ' + port : socket);
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    static Target of(URI uri) throws ProviderException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw unusable(uri, "has to be like http://127.0.0.1:8888");
        }
        if (SOCKET_SCHEMES.contains(scheme)) {
            return ofSocket(uri, authority);
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw unusable(uri, "has to begin with http://, https:// or http+unix://");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw unusable(uri, "has to be like http://127.0.0.1:8888");
        }
        boolean secure = scheme.equals("https");
        int usual = secure ? HTTPS_PORT : HTTP_PORT;
        int port = parts.group(2) == null ? usual : Integer.parseInt(parts.group(2));
        if (port == 0 || port > LAST_PORT) {
            throw unusable(uri, "needs a port from 1 to " + LAST_PORT);
        }
        return new Target(secure, withoutBrackets(parts.group(1)), port, "", withoutLastSlash(uri.getRawPath()));
    }

    private static Target ofSocket(URI uri, String authority) throws ProviderException {
        String socket = URLDecoder.decode(authority.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (!socket.startsWith("/") || socket.indexOf('\0') >= 0) {
            throw unusable(uri, "has to be like http+unix://%2Frun%2Fserver.sock");
        }
        return new Target(false, "", HTTP_PORT, socket, withoutLastSlash(uri.getRawPath()));
    }

    /** Host and port as a URL has them. */
    String authority() {
        if (!socket.isEmpty()) {
            return "localhost";
        }
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (secure ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
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
