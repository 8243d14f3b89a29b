package dev.hubwright.hub.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Decides which header fields cross the proxy. */
final class HeaderRules {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    // Naming one of these in Connection would change the message's length, its sender or its addressee.
    private static final Set<String> PROTECTED = Set.of(
            "authorization",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "host",
            "location",
            "origin",
            "set-cookie");
    private static final List<String> PROTECTED_PREFIXES = List.of("x-forwarded-", "sec-");

    /** Counts the proxies of this kind that a request has passed. */
    static final String HOPS = "X-Hubwright-Hops";

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PORT = "X-Forwarded-Port";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final Set<String> REPLACED = Set.of("x-forwarded-for", "x-forwarded-port", "x-forwarded-proto");
    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    private static final Set<String> ABOUT_OTHERS =
            Set.of("forwarded", "x-real-ip", "x-scheme", "x-original-forwarded-for");

    private HeaderRules() {}

    /**
     * What the proxy knows of a request and its headers do not say.
     *
     * @param host empty where the client named none
     */
    record Received(String address, String port, String scheme, String host) {}

    /**
     * Whether a field may stand in a header.
     *
     * @throws IllegalArgumentException if it may not
     */
    static void checkField(String name, String value) {
        checked(name);
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f || c > 0xff)) {
            throw new IllegalArgumentException("malformed value of the header field " + name);
        }
    }

    /** Fields without those by which a proxy tells about its own client. */
    static List<Map.Entry<String, String>> withoutForwarded(Iterable<Map.Entry<String, String>> fields) {
        List<Map.Entry<String, String>> kept = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (!name.startsWith("x-forwarded-") && !ABOUT_OTHERS.contains(name)) {
                kept.add(field);
            }
        }
        return kept;
    }

    /** The fields to send on to a target. */
    static List<Map.Entry<String, String>> forTarget(Iterable<Map.Entry<String, String>> fields, Received received) {
        // Each walk through the headers of a request makes their text anew.
        List<Map.Entry<String, String>> read = new ArrayList<>();
        fields.forEach(read::add);
        List<Map.Entry<String, String>> kept = endToEnd(read, REPLACED);
        kept.add(appended(FORWARDED_FOR, received.address(), read));
        kept.add(appended(FORWARDED_PORT, received.port(), read));
        kept.add(Map.entry(FORWARDED_PROTO, browsersScheme(received.scheme(), read)));
        if (values("X-Forwarded-Host", read).isEmpty() && !received.host().isEmpty()) {
            kept.add(Map.entry("X-Forwarded-Host", received.host()));
        }
        return kept;
    }

    /** What {@link #HOPS} counts; a value that is no number counts as none, as only a client can have made it up. */
    static int hops(String value) {
        return !value.isEmpty() && value.matches("\\d{1,4}") ? Integer.parseInt(value) : 0;
    }

    /**
     * The fields that may cross in either direction: all but those that concern one connection only.
     *
     * @throws IllegalArgumentException if one has a name that the next reader might take for something else
     */
    static List<Map.Entry<String, String>> endToEnd(Iterable<Map.Entry<String, String>> fields) {
        return endToEnd(fields, Set.of());
    }

    private static List<Map.Entry<String, String>> endToEnd(
            Iterable<Map.Entry<String, String>> fields, Set<String> without) {
        Set<String> named = namedByConnection(fields);
        List<Map.Entry<String, String>> kept = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            String name = checked(field.getKey()).toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name) && !without.contains(name)) {
                kept.add(field);
            }
        }
        return kept;
    }

    /** Whether a comma-separated field has a token, in any case. */
    static boolean hasToken(String field, String token, Iterable<Map.Entry<String, String>> fields) {
        return values(field, fields).stream().anyMatch(token::equalsIgnoreCase);
    }

    /**
     * Whether a body's encoding for transfer is one that the proxy undoes and applies anew. Any other would be lost on
     * the way, and with it the meaning of the body.
     */
    static boolean isPlainlyFramed(Iterable<Map.Entry<String, String>> fields) {
        List<String> codings = values("Transfer-Encoding", fields);
        return codings.isEmpty() || codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
    }

    private static String checked(String name) {
        boolean malformed = name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            malformed |= c <= ' ' || c >= 0x7f || c == ':';
        }
        if (malformed) {
            throw new IllegalArgumentException("malformed name of a header field");
        }
        return name;
    }

    private static Set<String> namedByConnection(Iterable<Map.Entry<String, String>> fields) {
        List<String> tokens = values("Connection", fields);
        if (tokens.isEmpty()) {
            return Set.of();
        }
        Set<String> named = new HashSet<>(2 * tokens.size());
        for (String token : tokens) {
            String name = token.toLowerCase(Locale.ROOT);
            if (!PROTECTED.contains(name) && PROTECTED_PREFIXES.stream().noneMatch(name::startsWith)) {
                named.add(name);
            }
        }
        return named;
    }

    // One value: servers that take the last of several believe that the browser came without TLS.
    private static String browsersScheme(String own, Iterable<Map.Entry<String, String>> fields) {
        return values(FORWARDED_PROTO, fields).stream()
                .findFirst()
                .map(scheme -> scheme.toLowerCase(Locale.ROOT))
                .filter(SCHEMES::contains)
                .orElse(own);
    }

    private static Map.Entry<String, String> appended(
            String name, String value, Iterable<Map.Entry<String, String>> fields) {
        List<String> before = values(name, fields);
        return Map.entry(name, before.isEmpty() ? value : String.join(",", before) + ',' + value);
    }

    private static List<String> values(String name, Iterable<Map.Entry<String, String>> fields) {
        List<String> values = List.of();
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().equalsIgnoreCase(name)) {
                values = values.isEmpty() ? new ArrayList<>() : values;
                for (String value : field.getValue().split(",")) {
                    if (!value.isBlank()) {
                        values.add(value.strip());
                    }
                }
            }
        }
        return values;
    }
}
