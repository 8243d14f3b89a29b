package dev.hubwright.hub.proxy;

import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A running proxy with an empty route table, for each test anew, and the backends that the test starts. */
final class ProxyFixture implements BeforeEachCallback, AfterEachCallback {

    private final UnaryOperator<ProxyServer.Builder> changes;
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private RouteTable routes;
    private ProxyServer proxy;

    ProxyFixture() {
        this(limits -> limits);
    }

    ProxyFixture(UnaryOperator<ProxyLimits.Builder> limits) {
        this.changes = builder -> builder.limits(limits.apply(fewLoops()).build());
    }

    private ProxyFixture(Forwarding forwarding) {
        this.changes = builder -> builder.limits(fewLoops().build()).forwarding(forwarding);
    }

    static ProxyFixture that(UnaryOperator<Forwarding.Builder> forwarding) {
        return new ProxyFixture(forwarding.apply(Forwarding.builder()).build());
    }

    private static ProxyLimits.Builder fewLoops() {
        return ProxyLimits.builder().eventLoops(2).drain(Duration.ofMillis(50));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        routes = new RouteTable();
        proxy = changes.apply(ProxyServer.builder().routes(routes)).build();
        try {
            proxy.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable closeable : closeables) {
            closeable.close();
        }
        proxy.close();
    }

    Backend route(String path, Backend backend) {
        route(path, backend.uri());
        return closeLater(backend);
    }

    <T extends AutoCloseable> T closeLater(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    void route(String path, URI target) {
        try {
            routes.put(path, target, Map.of());
        } catch (ProviderException e) {
            throw new IllegalArgumentException(e);
        }
    }

    RouteTable routes() {
        return routes;
    }

    int port() {
        return proxy.port();
    }

    Wire connect() {
        return closeLater(Wire.to(proxy.port()));
    }

    /** One request on a connection of its own. */
    Wire.Message get(String path) {
        return connect().get(path).message();
    }
}
