package dev.hubwright.hub.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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

    private static final int USUAL = 16;
    private static final long LENGTHS = Stream.concat(HOP_BY_HOP.stream(), REPLACED.stream())
            .mapToLong(name -> 1L << name.length())
            .reduce(0, (all, length) -> all | length);

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
    static List<Map.Entry<String, String>> withoutForwarded(List<Map.Entry<String, String>> fields) {
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
    static List<Map.Entry<String, String>> forTarget(List<Map.Entry<String, String>> fields, Received received) {
        List<Map.Entry<String, String>> kept = endToEnd(fields, REPLACED);
        kept.add(appended(FORWARDED_FOR, received.address(), fields));
        kept.add(appended(FORWARDED_PORT, received.port(), fields));
        kept.add(Map.entry(FORWARDED_PROTO, browsersScheme(received.scheme(), fields)));
        if (values("X-Forwarded-Host", fields).isEmpty() && !received.host().isEmpty()) {
            kept.add(Map.entry("X-Forwarded-Host", received.host()));
        }
        return kept;
    }

    /** All fields; each walk through the headers of a message makes their text anew. */
    static List<Map.Entry<String, String>> read(Iterable<Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(USUAL);
        for (Map.Entry<String, String> field : headers) {
            fields.add(field);
        }
        return fields;
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
    static List<Map.Entry<String, String>> endToEnd(List<Map.Entry<String, String>> fields) {
        return endToEnd(fields, Set.of());
    }

    private static List<Map.Entry<String, String>> endToEnd(
            List<Map.Entry<String, String>> fields, Set<String> without) {
        Set<String> named = namedByConnection(fields);
        List<Map.Entry<String, String>> kept = new ArrayList<>(fields.size() + REPLACED.size() + 1);
        for (int i = 0; i < fields.size(); i++) {
            String name = checked(fields.get(i).getKey());
            if (named.isEmpty() && !isAsLongAsSome(name) || !isDropped(name.toLowerCase(Locale.ROOT), named, without)) {
                kept.add(fields.get(i));
            }
        }
        return kept;
    }

    private static boolean isDropped(String name, Set<String> named, Set<String> without) {
        return HOP_BY_HOP.contains(name) || named.contains(name) || without.contains(name);
    }

    // Most fields are told from those that do not cross by their length alone.
    private static boolean isAsLongAsSome(String name) {
        return name.length() < Long.SIZE && (LENGTHS >> name.length() & 1) != 0;
    }

    /** Whether a comma-separated field has a token, in any case. */
    static boolean hasToken(String field, String token, List<Map.Entry<String, String>> fields) {
        return values(field, fields).stream().anyMatch(token::equalsIgnoreCase);
    }

    /**
     * Whether a body's encoding for transfer is one that the proxy undoes and applies anew. Any other would be lost on
     * the way, and with it the meaning of the body.
     *
     * @param fields the values of all fields {@code Transfer-Encoding}
     */
    static boolean isPlainlyFramed(List<String> fields) {
        if (fields.isEmpty()) {
            return true;
        }
        List<String> codings = new ArrayList<>(1);
        fields.forEach(value -> addTokens(value, codings));
        return codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
    }

    /**
     * For how long the other side says that it keeps a connection that nobody uses; very long if it does not say.
     *
     * @param fields the values of all fields {@code Keep-Alive}
     */
    static Duration keptFor(List<String> fields) {
        Duration kept = Duration.ofDays(1);
        if (fields.isEmpty()) {
            return kept;
        }
        List<String> parameters = new ArrayList<>(2);
        fields.forEach(value -> addTokens(value, parameters));
        for (String parameter : parameters) {
            if (parameter.regionMatches(true, 0, "timeout=", 0, 8)
                    && parameter.substring(8).matches("\\d{1,4}")) {
                kept = Duration.ofSeconds(Integer.parseInt(parameter.substring(8)));
            }
        }
        return kept;
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

    // What no message may take along need not be named.
    private static Set<String> namedByConnection(List<Map.Entry<String, String>> fields) {
        Set<String> named = Set.of();
        for (String token : values("Connection", fields)) {
            String name = token.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name)
                    && !PROTECTED.contains(name)
                    && PROTECTED_PREFIXES.stream().noneMatch(name::startsWith)) {
                named = named.isEmpty() ? new HashSet<>() : named;
                named.add(name);
            }
        }
        return named;
    }

    // One value: servers that take the last of several believe that the browser came without TLS.
    private static String browsersScheme(String own, List<Map.Entry<String, String>> fields) {
        List<String> told = values(FORWARDED_PROTO, fields);
        String first = told.isEmpty() ? own : told.get(0).toLowerCase(Locale.ROOT);
        return SCHEMES.contains(first) ? first : own;
    }

    private static Map.Entry<String, String> appended(
            String name, String value, List<Map.Entry<String, String>> fields) {
        List<String> before = values(name, fields);
        return Map.entry(name, before.isEmpty() ? value : String.join(",", before) + ',' + value);
    }

    private static List<String> values(String name, List<Map.Entry<String, String>> fields) {
        List<String> values = List.of();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getKey().equalsIgnoreCase(name)) {
                values = values.isEmpty() ? new ArrayList<>(2) : values;
                addTokens(fields.get(i).getValue(), values);
            }
        }
        return values;
    }

    private static void addTokens(String value, List<String> tokens) {
        int from = 0;
        while (from <= value.length()) {
            int comma = value.indexOf(',', from);
            int end = comma < 0 ? value.length() : comma;
            String token = value.substring(from, end).strip();
            if (!token.isEmpty()) {
                tokens.add(token);
            }
            from = end + 1;
        }
    }
}
