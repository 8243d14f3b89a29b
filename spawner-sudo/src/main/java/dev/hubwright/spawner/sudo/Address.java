package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * The address that a server binds, without the port.
 *
 * @param host as the server is told it
 * @param address what it stands for
 */
record Address(String host, InetAddress address) {

    private static final int CONNECT_MILLIS = 100;

    static Address of(String ip) throws ProviderException {
        // The empty host means all addresses too, but to newer servers only.
        String host = ip.isEmpty() ? "0.0.0.0" : ip;
        try {
            return new Address(host, InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw ProviderException.permanent(
                    "The server cannot be started",
                    "Spawner.ip = \"" + ip + "\" is no address of this machine; try \"127.0.0.1\"",
                    e);
        }
    }

    /** Where the proxy of this machine reaches it. */
    URI uri(int port) {
        return uri(host, port);
    }

    /** The same for an address that need not be looked up any more. */
    static URI uri(String host, int port) {
        String name = host;
        if (host.equals("0.0.0.0")) {
            name = "127.0.0.1";
        } else if (host.equals("::") || host.equals("[::]")) {
            name = "[::1]";
        } else if (host.contains(":") && !host.startsWith("[")) {
            name = "[" + host + "]";
        }
        return URI.create("http://" + name + ":" + port);
    }

    /** A port that is free now; another program may still be quicker. */
    int freePort() throws ProviderException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The server cannot be started",
                    "No port can be bound on Spawner.ip = \"" + host + "\": " + e.getMessage(),
                    e);
        }
    }

    /** Whether anybody takes connections there, which costs far less to try than to look up. */
    boolean isTaken(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
