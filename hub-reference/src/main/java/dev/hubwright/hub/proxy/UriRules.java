package dev.hubwright.hub.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads request targets and hosts. What it makes of a target is both matched with the routes and sent on, so that proxy
 * and server can never mean different paths.
 */
final class UriRules {

    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int PORT_DIGITS = 5;

    private UriRules() {}

    /**
     * A target after all rules.
     *
     * @param uri path and query to send on; escapes are as they came
     * @param segments the decoded path, for the route table
     */
    record Location(String uri, List<String> segments) {

        /** Path and query without the first segments of the decoded path. */
        String uriBehind(int count) {
            int at = 0;
            for (int i = 0; i < count && at < uri.length() && uri.charAt(at) != '?'; i++) {
                at = endOfSegment(uri.charAt(at) == '%' ? at + 3 : at + 1);
            }
            String rest = uri.substring(at);
            // An escaped slash parts segments too.
            String plain = rest.regionMatches(true, 0, "%2f", 0, 3) ? rest.substring(3) : rest;
            return plain.startsWith("/") ? plain : "/" + plain;
        }

        private int endOfSegment(int from) {
            int at = from;
            while (at < uri.length()
                    && uri.charAt(at) != '/'
                    && uri.charAt(at) != '?'
                    && !uri.regionMatches(true, at, "%2f", 0, 3)) {
                at++;
            }
            return at;
        }
    }

    /**
     * Resolves a target in origin or absolute form.
     *
     * @param host the checked Host header; empty in HTTP/1.0
     */
    static Location resolve(String target, String host) throws BadRequest {
        checkCharacters(target);
        String origin = target.startsWith("/") ? target : originForm(target, host);
        int mark = origin.indexOf('?');
        String path = withoutDots(mark < 0 ? origin : origin.substring(0, mark));
        String query = mark < 0 ? "" : origin.substring(mark);
        return new Location(path + query, List.of(decode(path).substring(1).split("/", -1)));
    }

    /** The one usable Host of a request, or nothing where HTTP/1.0 allows that. */
    static String host(List<String> hosts, boolean required) throws BadRequest {
        if (hosts.isEmpty() && !required) {
            return "";
        }
        if (hosts.size() != 1 || !isHost(hosts.get(0))) {
            throw new BadRequest(BAD_REQUEST, "needs one valid Host");
        }
        return hosts.get(0);
    }

    /** Whether this is a name or an address, in brackets if it is one of IPv6, and perhaps a port. */
    private static boolean isHost(String host) {
        boolean brackets = host.startsWith("[");
        int end = brackets ? 1 : 0;
        while (end < host.length() && (brackets ? isOfAddress(host.charAt(end)) : isOfName(host.charAt(end)))) {
            end++;
        }
        if (end == (brackets ? 1 : 0) || brackets && !host.startsWith("]", end)) {
            return false;
        }
        end += brackets ? 1 : 0;
        return end == host.length() || host.charAt(end) == ':' && isPort(host.substring(end + 1));
    }

    private static boolean isOfAddress(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':' || c == '.';
    }

    private static boolean isOfName(char c) {
        return isDigit(c)
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '.'
                || c == '_'
                || c == '~'
                || c == '-';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPort(String text) {
        boolean good = !text.isEmpty() && text.length() <= PORT_DIGITS;
        for (int i = 0; good && i < text.length(); i++) {
            good = isDigit(text.charAt(i));
        }
        return good;
    }

    /** The port that a Host header names, or else the scheme's. */
    static String port(String host, String schemePort) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') && colon >= 0 ? host.substring(colon + 1) : schemePort;
    }

    /** A Host header without its port. */
    static String name(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') && colon >= 0 ? host.substring(0, colon) : host;
    }

    private static void checkCharacters(String target) throws BadRequest {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw new BadRequest(BAD_REQUEST, "has a character in its target that must be escaped");
            }
        }
    }

    private static String originForm(String target, String host) throws BadRequest {
        String lower = target.toLowerCase(Locale.ROOT);
        int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (start < 0) {
            throw new BadRequest(BAD_REQUEST, "has a target that is neither a path nor a URL");
        }
        int end = start;
        while (end < target.length() && "/?\\".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        if (!target.substring(start, end).equalsIgnoreCase(host)) {
            throw new BadRequest(BAD_REQUEST, "names one host in its target and another in its Host");
        }
        return target.startsWith("/", end) ? target.substring(end) : "/" + target.substring(end);
    }

    private static String withoutDots(String path) {
        if (path.indexOf('.') < 0 && path.indexOf('%') < 0 && path.indexOf('\\') < 0) {
            return path;
        }
        String slashed = path.replace('\\', '/');
        List<String> kept = new ArrayList<>();
        String[] segments = slashed.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String plain = segments[i].length() > 6 ? segments[i] : plainDots(segments[i]);
            boolean dots = plain.equals(".") || plain.equals("..");
            if (plain.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (!dots) {
                kept.add(segments[i]);
            } else if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String plainDots(String segment) {
        return segment.replace("%2e", ".").replace("%2E", ".");
    }

    /** Decodes every escape once. */
    static String decode(String path) throws BadRequest {
        if (path.indexOf('%') < 0) {
            return path;
        }
        if (path.equals("/%")) {
            // A lone escape is the one malformed path for which clients of configurable-http-proxy know a status.
            throw new BadRequest(SERVER_ERROR, "has an incomplete escape");
        }
        ByteBuffer bytes = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            bytes.put(c == '%' ? escaped(path, i) : (byte) c);
            i += c == '%' ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest(BAD_REQUEST, "has escapes that are not UTF-8");
        }
    }

    private static byte escaped(String path, int at) throws BadRequest {
        int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(path.charAt(at + 2), 16);
        if (low < 0 || high + low == 0) {
            throw new BadRequest(BAD_REQUEST, "has a malformed escape in its path");
        }
        return (byte) (high * 16 + low);
    }
}
