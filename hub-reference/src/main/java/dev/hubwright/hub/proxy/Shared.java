package dev.hubwright.hub.proxy;

import io.vertx.core.net.ClientSSLOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the workers of one proxy have in common. Thread-safe. */
final class Shared {

    private final RouteTable routes;
    private final ErrorPages errorPages;
    private final ProxyLimits limits;
    private final Forwarding forwarding;
    private final LocationRules locationRules;
    private final ProxyServer.Builder settings;
    private final ProxyFigures figures;
    private final AtomicInteger connections = new AtomicInteger();
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

    OwnConnections toTargets() {
        return toTargets;
    }

    ErrorPages.Page errorPage(int status, String requestPath) {
        try {
            return errorPages.page(status, requestPath);
        } catch (RuntimeException e) {
            return new PlainErrorPages().page(status, requestPath);
        }
    }

    /** Counts one connection more and says whether that is within the limit. */
    boolean opened() {
        return connections.incrementAndGet() <= limits.connections();
    }

    void closed() {
        connections.decrementAndGet();
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
