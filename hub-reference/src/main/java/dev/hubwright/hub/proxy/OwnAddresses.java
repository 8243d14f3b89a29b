package dev.hubwright.hub.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where a proxy itself listens, on all its sides: no route may lead there. Thread-safe. */
final class OwnAddresses {

    private static final Set<String> LOCAL_NAMES = Set.of("127.0.0.1", "localhost", "::1", "0.0.0.0", "::");

    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final Set<Path> sockets = ConcurrentHashMap.newKeySet();

    /**
     * Notes what a listener has taken.
     *
     * @param port of no meaning for one with a socket
     */
    void add(Listener listener, int port) {
        if (listener.socket().isPresent()) {
            sockets.add(real(listener.socket().get()));
        } else {
            hosts.add(listener.host());
            ports.add(port);
        }
    }

    void clear() {
        hosts.clear();
        ports.clear();
        sockets.clear();
    }

    boolean include(Target target) {
        if (!target.socket().isEmpty()) {
            return sockets.contains(real(Path.of(target.socket())));
        }
        boolean here = LOCAL_NAMES.contains(target.host()) || hosts.contains(target.host());
        return here && ports.contains(target.port());
    }

    private static Path real(Path socket) {
        try {
            return socket.toRealPath();
        } catch (IOException e) {
            return socket.toAbsolutePath().normalize();
        }
    }
}
