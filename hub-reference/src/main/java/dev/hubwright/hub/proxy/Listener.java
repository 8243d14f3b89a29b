package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.channel.unix.Errors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one side of a proxy listens.
 *
 * @param host a name or address, all addresses if it is {@code 0.0.0.0}; of no meaning with a socket
 * @param port 0 for a free one
 * @param socket a UNIX socket instead of host and port
 * @param tls what it speaks TLS with
 * @param setting what to name in messages
 */
public record Listener(String host, int port, Optional<Path> socket, Optional<TlsFiles> tls, String setting) {

    private static final int LAST_PORT = 65_535;

    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException if it is not from 0 to 65535
     */
    public Listener {
        requireNonNull(host, "host");
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException(setting + " = " + port + " has to be from 0 to " + LAST_PORT);
        }
    }

    /** A listener without TLS. */
    public static Listener at(String host, int port, String setting) {
        return new Listener(host, port, Optional.empty(), Optional.empty(), setting);
    }

    /** A listener at a UNIX socket. The file of an owner that was killed is replaced. */
    public static Listener atSocket(Path socket, String setting) {
        return new Listener("", 0, Optional.of(socket), Optional.empty(), setting);
    }

    /** The same with TLS. */
    public Listener with(TlsFiles files) {
        return new Listener(host, port, socket, Optional.of(files), setting);
    }

    /** A server that does not listen yet. */
    HttpServer create(Vertx vertx, HttpServerOptions options) throws IOException {
        if (tls.isEmpty()) {
            return vertx.createHttpServer(options);
        }
        ServerSSLOptions files = tls.get().server();
        options.setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(files.getKeyCertOptions())
                .setClientAuth(files.getClientAuth())
                .setEnabledSecureTransportProtocols(files.getEnabledSecureTransportProtocols());
        Optional.ofNullable(files.getTrustOptions()).ifPresent(options::setTrustOptions);
        files.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
        return vertx.createHttpServer(options);
    }

    /**
     * Takes the address.
     *
     * @param sharedPort the port, or what several servers call the same free one
     */
    Future<HttpServer> listen(HttpServer server, int sharedPort) {
        return socket.isPresent()
                ? server.listen(SocketAddress.domainSocketAddress(socket.get().toString()))
                : server.listen(sharedPort, host);
    }

    /** Removes the file of a socket that nobody listens at any more. */
    void removeStaleSocket() throws IOException {
        if (socket.isEmpty() || !Files.exists(socket.get())) {
            return;
        }
        boolean taken;
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket.get()))) {
            taken = probe.isConnected();
        } catch (SocketException e) {
            taken = false;
        }
        if (taken) {
            throw new IOException(setting + " = \"" + socket.get() + "\" is taken; stop what listens there");
        }
        Files.delete(socket.get());
    }

    String shown(int boundPort) {
        String scheme = tls.isPresent() ? "https" : "http";
        String name = host.contains(":") ? "[" + host + "]" : host;
        return socket.map(path -> scheme + "+unix://" + path).orElse(scheme + "://" + name + ":" + boundPort);
    }

    /** Whether it tells about an address, and not about files such as those for TLS. */
    static boolean isOfTheNetwork(Throwable cause) {
        return cause instanceof SocketException || cause instanceof Errors.NativeIoException;
    }

    IOException cannotListen(Throwable cause) {
        String where =
                socket.map(path -> setting + " = \"" + path + "\"").orElse(setting + ": port " + port + " on " + host);
        if (isOfTheNetwork(cause) && String.valueOf(cause.getMessage()).contains("in use")) {
            return new IOException(where + " is taken; stop what listens there or choose another port", cause);
        }
        return new IOException(where + " cannot be opened (" + cause.getMessage() + "); check host and port", cause);
    }
}
