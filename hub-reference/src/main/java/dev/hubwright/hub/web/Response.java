package dev.hubwright.hub.web;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to answer. Immutable; {@code with} methods give changed copies. */
public final class Response {

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;
    private final Optional<EventSource> events;

    private Response(int status, List<Map.Entry<String, String>> headers, byte[] body, Optional<EventSource> events) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.events = events;
    }

    /** A status and nothing else. */
    public static Response status(int status) {
        return new Response(status, List.of(), new byte[0], Optional.empty());
    }

    /** A page. */
    public static Response html(int status, String html) {
        return of(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    /** JSON text. */
    public static Response json(int status, String json) {
        return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** What programs are told of an error, in the shape that JupyterHub's clients know. */
    public static Response jsonError(int status, String message) {
        String text = new String(JsonStringEncoder.getInstance().quoteAsString(message));
        return json(status, "{\"status\": " + status + ", \"message\": \"" + text + "\"}");
    }

    /** Any content. */
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, List.of(Map.entry("content-type", contentType)), body.clone(), Optional.empty());
    }

    /** Sends the browser elsewhere with 302. */
    public static Response redirect(String location) {
        return status(302).with("location", location);
    }

    /** A stream of server-sent events, which ends when the source or the client ends it. */
    public static Response events(EventSource source) {
        return new Response(
                200,
                List.of(Map.entry("content-type", "text/event-stream"), Map.entry("cache-control", "no-cache")),
                new byte[0],
                Optional.of(source));
    }

    /** One more header. */
    public Response with(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("The header " + name + " must be one line");
        }
        List<Map.Entry<String, String>> more = new ArrayList<>(headers.size() + 1);
        more.addAll(headers);
        more.add(Map.entry(name, value));
        return new Response(status, more, body, events);
    }

    /** With this header in place of all of its name. */
    public Response withInstead(String name, String value) {
        List<Map.Entry<String, String>> others = new ArrayList<>(headers);
        others.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        return new Response(status, others, body, events).with(name, value);
    }

    /** One more header, unless it is there. */
    public Response withDefault(String name, String value) {
        return header(name).isPresent() ? this : with(name, value);
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** The headers in order. */
    public List<Map.Entry<String, String>> headers() {
        return Collections.unmodifiableList(headers);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    /** The body. */
    public byte[] body() {
        return body.clone();
    }

    /** Where events come from; empty for an ordinary response. */
    public Optional<EventSource> events() {
        return events;
    }
}
