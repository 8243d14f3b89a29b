package dev.hubwright.hub.proxy;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the workers of one proxy have in common. Thread-safe. */
final class Shared {

    private static final int IPV6_GROUPS = 8;

    private final RouteTable routes;
    private final ErrorPages errorPages;
    private final ProxyLimits limits;
    private final Forwarding forwarding;
    private final LocationRules locationRules;
    private final ProxyServer.Builder settings;
    private final ProxyFigures figures;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger targetConnections = new AtomicInteger();
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final Map<String, Integer> slots = new ConcurrentHashMap<>();
    private final OwnConnections toTargets;
    private final Set<String> hidden;

    Shared(ProxyServer.Builder settings, ProxyFigures figures) {
        this.figures = figures;
        this.settings = settings;
        this.routes = settings.routes;
        this.errorPages = settings.errorPages;
        this.limits = settings.limits;
        this.forwarding = settings.forwarding;
        this.locationRules = forwarding.locationRules();
        this.toTargets = settings.toTargets;
        this.hidden = settings.hidden;
    }

    /** Headers that are for the hub alone. */
    Set<String> hidden() {
        return hidden;
    }

    RouteTable routes() {
        return routes;
    }

    ProxyFigures figures() {
        return figures;
    }

    /** Connections of clients that are open now. */
    int connections() {
        return connections.get();
    }

    ProxyLimits limits() {
        return limits;
    }

    Optional<Target> errorTarget() {
        return settings.errorTarget;
    }

    /** How to speak TLS to targets. */
    ClientSSLOptions targetTls() throws IOException {
        TlsFiles files = settings.targetTls.orElseGet(() -> TlsFiles.builder().build());
        return files.client(settings.insecureTargets);
    }

    Forwarding forwarding() {
        return forwarding;
    }

    LocationRules locationRules() {
        return locationRules;
    }

    /** Connections to targets that are open now. */
    int targetConnections() {
        return targetConnections.get();
    }

    void targetOpened(SocketAddress proxy, SocketAddress target) {
        targetConnections.incrementAndGet();
        toTargets.opened(proxy, target);
    }

    void targetClosed(SocketAddress proxy, SocketAddress target) {
        targetConnections.decrementAndGet();
        toTargets.closed(proxy, target);
    }

    /** Requests and web sockets that targets have to do with now. */
    int exchanges() {
        return slots.values().stream().mapToInt(Integer::intValue).sum();
    }

    ErrorPages.Page errorPage(int status, String requestPath) {
        try {
            return errorPages.page(status, requestPath);
        } catch (RuntimeException e) {
            return new PlainErrorPages().page(status, requestPath);
        }
    }

    /** Counts one connection more and says whether that is within the limits. */
    boolean opened(SocketAddress client) {
        boolean within = connections.incrementAndGet() <= limits.connections();
        String source = source(client);
        int fromThere = source.isEmpty() ? 0 : perAddress.merge(source, 1, Integer::sum);
        return within && fromThere <= limits.connectionsPerAddress().orElse(Integer.MAX_VALUE);
    }

    void closed(SocketAddress client) {
        connections.decrementAndGet();
        perAddress.computeIfPresent(source(client), (key, open) -> open == 1 ? null : open - 1);
    }

    // Nobody is counted who speaks for others: at a socket of this machine, or as a proxy in front.
    private String source(SocketAddress client) {
        if (limits.connectionsPerAddress().isEmpty() || client == null || client.isDomainSocket()) {
            return "";
        }
        return forwarding.trusts(client.hostAddress()) ? "" : network(client.hostAddress());
    }

    // In IPv6 everybody has at least 64 bits of addresses to choose from.
    private static String network(String address) {
        List<String> groups = List.of(address.split(":"));
        return groups.size() < IPV6_GROUPS ? address : String.join(":", groups.subList(0, IPV6_GROUPS / 2));
    }

    /** Takes one of {@code most} places; to be given back if this is true. */
    boolean take(String place, int most) {
        boolean[] taken = new boolean[1];
        slots.compute(place, (key, used) -> {
            int before = used == null ? 0 : used;
            taken[0] = before < most;
            return taken[0] ? Integer.valueOf(before + 1) : used;
        });
        return taken[0];
    }

    void giveBack(String place) {
        slots.computeIfPresent(place, (key, used) -> used == 1 ? null : used - 1);
    }
}
