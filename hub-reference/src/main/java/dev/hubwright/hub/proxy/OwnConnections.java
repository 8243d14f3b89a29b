package dev.hubwright.hub.proxy;

import io.vertx.core.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that a proxy has open to its targets. By them a target in the same process tells what the proxy says
 * from what others say who can reach its port as well: every process of the machine. Thread-safe.
 */
public final class OwnConnections {

    private final Set<String> open = ConcurrentHashMap.newKeySet();

    /** None yet. */
    public OwnConnections() {}

    /**
     * Whether the proxy has opened this connection.
     *
     * @param client the address and port that it comes from
     * @param server the address and port that it goes to
     */
    public boolean have(SocketAddress client, SocketAddress server) {
        return open.contains(key(client, server));
    }

    void opened(SocketAddress client, SocketAddress server) {
        open.add(key(client, server));
    }

    void closed(SocketAddress client, SocketAddress server) {
        open.remove(key(client, server));
    }

    private static String key(SocketAddress client, SocketAddress server) {
        return client.hostAddress() + " " + client.port() + " " + server.port();
    }
}
