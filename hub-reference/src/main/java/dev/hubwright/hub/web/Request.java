package dev.hubwright.hub.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One HTTP request with its whole body. Immutable; {@code toString} shows method and path only. */
public final class Request {

    private static final Pattern SECRET_IN_PATH = Pattern.compile("(/authorizations/(?:token|cookie/[^/]*)/).*");

    private final String method;
    private final String uri;
    private final String rawPath;
    private final List<String> segments;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final String peerAddress;
    private final boolean throughOwnProxy;
    private final String forwardedBy;
    private final Map<String, String> pathValues;

    private Request(
            String method,
            String uri,
            String rawPath,
            List<String> segments,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body,
            String peerAddress,
            boolean throughOwnProxy,
            String forwardedBy,
            Map<String, String> pathValues) {
        this.method = method;
        this.uri = uri;
        this.rawPath = rawPath;
        this.segments = segments;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.peerAddress = peerAddress;
        this.throughOwnProxy = throughOwnProxy;
        this.forwardedBy = forwardedBy;
        this.pathValues = pathValues;
    }

    /**
     * Parses a request.
     *
     * @param uri path and query as they came
     * @param headers names and values in order
     * @throws HttpError 400 if the path or query cannot be decoded
     */
    public static Request of(
            String method, String uri, List<Map.Entry<String, String>> headers, byte[] body, String peerAddress) {
        int mark = uri.indexOf('?');
        String rawPath = mark < 0 ? uri : uri.substring(0, mark);
        String[] segments = rawPath.substring(rawPath.startsWith("/") ? 1 : 0).split("/", -1);
        Arrays.setAll(segments, i -> UrlEncoding.decode(segments[i]));
        Map<String, List<String>> byName = new LinkedHashMap<>();
        headers.forEach(
                header -> byName.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue()));
        Map<String, List<String>> query = mark < 0 ? Map.of() : UrlEncoding.parse(uri.substring(mark + 1));
        return new Request(
                method, uri, rawPath, List.of(segments), query, byName, body, peerAddress, false, "", Map.of());
    }

    Request withPathValues(Map<String, String> values) {
        return copy(peerAddress, throughOwnProxy, forwardedBy, Map.copyOf(values));
    }

    /** The same, come in on a connection that the hub's own proxy has opened. */
    Request throughTheOwnProxy() {
        return copy(peerAddress, true, forwardedBy, pathValues);
    }

    /**
     * The same, once it is known who is behind a proxy.
     *
     * @param address of the browser
     * @param forwarder the address that connected to the hub's own proxy; empty if that is not known for certain
     */
    public Request withOrigin(String address, String forwarder) {
        return copy(address, throughOwnProxy, forwarder, pathValues);
    }

    private Request copy(String address, boolean ownProxy, String forwarder, Map<String, String> values) {
        return new Request(method, uri, rawPath, segments, query, headers, body, address, ownProxy, forwarder, values);
    }

    /** The method in upper case. */
    public String method() {
        return method;
    }

    /** Path and query as they came. */
    public String uri() {
        return uri;
    }

    /** The path as it came. */
    public String rawPath() {
        return rawPath;
    }

    /** The segments of the path, decoded; a path that ends in a slash has an empty last one. */
    public List<String> segments() {
        return segments;
    }

    /**
     * The value of a part of the path that the route names.
     *
     * @throws IllegalArgumentException if the route has no such part
     */
    public String path(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "}");
        }
        return value;
    }

    /** Whether the route names such a part of the path. */
    public boolean hasPath(String name) {
        return pathValues.containsKey(name);
    }

    /** The first value of a parameter of the query. */
    public Optional<String> query(String name) {
        return queryValues(name).stream().findFirst();
    }

    /** All values of a parameter of the query. */
    public List<String> queryValues(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** All parameters of the query. */
    public Map<String, List<String>> query() {
        return query;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** All headers by their names in lower case. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** All values of cookies of this name: several may come, from several paths. */
    public List<String> cookies(String name) {
        List<String> values = new ArrayList<>();
        for (String line : headers("cookie")) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    values.add(unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return values;
    }

    /** The names of all cookies, each once. */
    public Set<String> cookieNames() {
        Set<String> names = new LinkedHashSet<>();
        for (String line : headers("cookie")) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    names.add(pair.substring(0, equals).strip());
                }
            }
        }
        return names;
    }

    /** Some clients put values into quotes, which RFC 6265 allows and which do not belong to them. */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The body; empty if there is none. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The body as text.
     *
     * @throws HttpError 400 if it is not UTF-8
     */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpError(400, "The body is not UTF-8");
        }
    }

    /** Whether the body is a form. */
    public boolean isForm() {
        return contentType().equals("application/x-www-form-urlencoded");
    }

    /** The type of the body without parameters, in lower case; empty if it is not said. */
    public String contentType() {
        return header("content-type").orElse("").split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The fields of the form; none if the body is no form. */
    public Map<String, List<String>> form() {
        return isForm() ? UrlEncoding.parse(text()) : Map.of();
    }

    /** The last value of a field of the form. */
    public Optional<String> field(String name) {
        List<String> values = form().getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** The IP address that the request came from. */
    public String peerAddress() {
        return peerAddress;
    }

    /** Whether the hub's own proxy has sent it, and nobody else who can reach the hub's port. */
    public boolean isThroughOwnProxy() {
        return throughOwnProxy;
    }

    /** The address that connected to the hub's own proxy, whatever headers claim; empty if that is not certain. */
    public String forwardedBy() {
        return forwardedBy;
    }

    /** The path for people who read a log: without what servers before JupyterHub 2 ask for, tokens and cookies. */
    public String shownPath() {
        return SECRET_IN_PATH.matcher(rawPath).replaceFirst("$1***");
    }

    @Override
    public String toString() {
        return method + " " + shownPath();
    }
}
