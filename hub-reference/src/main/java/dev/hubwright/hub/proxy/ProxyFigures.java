package dev.hubwright.hub.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a proxy counts, as text for Prometheus (its format 0.0.4). The names are configurable-http-proxy's, whose counters
 * do not end in {@code _total}, so that dashboards for it go on working. Thread-safe.
 */
final class ProxyFigures {

    private static final double NANOS = 1e9;

    private final LongAdder web = new LongAdder();
    private final LongAdder webSockets = new LongAdder();
    private final LongAdder lookups = new LongAdder();
    private final LongAdder lookupNanos = new LongAdder();
    private final Map<String, LongAdder> operations =
            new ConcurrentHashMap<>(Map.of("get", new LongAdder(), "add", new LongAdder(), "delete", new LongAdder()));
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> apiAnswers = new ConcurrentHashMap<>();

    void request(boolean webSocket) {
        (webSocket ? webSockets : web).increment();
    }

    void lookup(long nanos) {
        lookups.increment();
        lookupNanos.add(nanos);
    }

    /** Counts an answer. A server of somebody may answer with any number, and each would be a line of its own. */
    void answered(int status) {
        answers.computeIfAbsent(status >= 100 && status < 600 ? status : 0, any -> new LongAdder())
                .increment();
    }

    /** Counts a call of the API: {@code get}, {@code add} or {@code delete}. */
    void operation(String name) {
        operations.get(name).increment();
    }

    void apiAnswered(int status) {
        apiAnswers.computeIfAbsent(status, any -> new LongAdder()).increment();
    }

    /** Everything that was counted. */
    String text(Shared shared) {
        StringBuilder text = new StringBuilder();
        counter(text, "requests_web", "Count of web requests", web.sum());
        counter(text, "requests_ws", "Count of web socket requests", webSockets.sum());
        head(text, "requests_proxy", "counter", "Count of answers to clients, by status");
        byStatus(text, "requests_proxy", answers);
        head(text, "requests_api", "counter", "Count of answers of the API, by status");
        byStatus(text, "requests_api", apiAnswers);
        new TreeMap<>(operations)
                .forEach((name, count) ->
                        counter(text, "api_route_" + name, "Count of calls of the API that " + name, count.sum()));
        head(text, "find_target_for_req", "summary", "Seconds to find the target of a request");
        line(text, "find_target_for_req_sum", Double.toString(lookupNanos.sum() / NANOS));
        line(text, "find_target_for_req_count", Long.toString(lookups.sum()));
        gauge(
                text,
                "hubwright_proxy_connections",
                "Open connections of clients, web sockets included",
                shared.connections());
        gauge(
                text,
                "hubwright_proxy_target_connections",
                "Open connections to targets, idle ones included",
                shared.targetConnections());
        gauge(
                text,
                "hubwright_proxy_exchanges",
                "Requests and web sockets in progress with targets",
                shared.exchanges());
        gauge(
                text,
                "hubwright_proxy_routes",
                "Routes in the table",
                shared.routes().all().size());
        ProcessFigures.now().forEach((name, value) -> gauge(text, name, value.help(), value.number()));
        return text.toString();
    }

    private static void gauge(StringBuilder text, String name, String help, long value) {
        head(text, name, "gauge", help);
        line(text, name, Long.toString(value));
    }

    private static void counter(StringBuilder text, String name, String help, long value) {
        head(text, name, "counter", help);
        line(text, name, Long.toString(value));
    }

    private static void byStatus(StringBuilder text, String name, Map<Integer, LongAdder> counts) {
        new TreeMap<>(counts)
                .forEach((status, count) ->
                        line(text, name + "{status=\"" + status + "\"}", Long.toString(count.sum())));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
