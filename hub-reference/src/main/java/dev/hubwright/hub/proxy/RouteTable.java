package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The routes of a proxy in this process, kept as a tree of path segments. Finding a route takes no lock and as many
 * steps as the path has segments, however many routes there are.
 */
public final class RouteTable implements Routes {

    private final Clock clock;
    private final Node root = new Node();

    /** An empty table that stamps activity with the system's time. */
    public RouteTable() {
        this(Clock.systemUTC());
    }

    /** An empty table that stamps activity with {@code clock}. */
    public RouteTable(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
        List<String> segments = segments(path);
        Entry entry = new Entry(target, Target.of(target), segments.size(), Map.copyOf(data), new Activity(clock));
        synchronized (this) {
            Node node = root;
            for (String segment : segments) {
                node = node.children.computeIfAbsent(segment, name -> new Node());
            }
            node.entry = entry;
        }
    }

    @Override
    public synchronized void remove(String path) {
        remove(root, segments(path));
    }

    @Override
    public Map<String, Route> all() {
        Map<String, Route> routes = new TreeMap<>();
        collect(root, "", routes);
        return routes;
    }

    /** The route of exactly this path. */
    Optional<Route> get(String path) {
        Node node = root;
        for (String segment : segments(path)) {
            node = node.children.get(segment);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(node.entry).map(Entry::route);
    }

    /** The route with the longest path that these decoded segments begin with. */
    Optional<Entry> find(List<String> segments) {
        Node node = root;
        Entry found = node.entry;
        for (String segment : segments) {
            node = node.children.get(segment);
            if (node == null) {
                break;
            }
            Entry deeper = node.entry;
            found = deeper == null ? found : deeper;
        }
        return Optional.ofNullable(found);
    }

    private static void remove(Node node, List<String> segments) {
        if (segments.isEmpty()) {
            node.entry = null;
            return;
        }
        Node child = node.children.get(segments.get(0));
        if (child == null) {
            return;
        }
        remove(child, segments.subList(1, segments.size()));
        if (child.entry == null && child.children.isEmpty()) {
            node.children.remove(segments.get(0));
        }
    }

    private static void collect(Node node, String path, Map<String, Route> routes) {
        Entry entry = node.entry;
        if (entry != null) {
            routes.put(path.isEmpty() ? "/" : path, entry.route());
        }
        node.children.forEach((segment, child) -> collect(child, path + "/" + segment, routes));
    }

    private static List<String> segments(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("The route \"" + path + "\" has to begin with a slash");
        }
        String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return inner.isEmpty() ? List.of() : List.of(inner.substring(1).split("/", -1));
    }

    /**
     * One route as the proxy uses it.
     *
     * @param depth how many segments its path has
     */
    record Entry(URI uri, Target target, int depth, Map<String, Object> data, Activity activity) {

        Route route() {
            return new Route(uri, data, activity.last());
        }
    }

    private static final class Node {
        private final Map<String, Node> children = new ConcurrentHashMap<>(2);
        private volatile Entry entry;
    }
}
