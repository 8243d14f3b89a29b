package dev.hubwright.auth.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes sockets that offer only the protocol and ciphers that the operator chose, and shake hands in time. */
final class TunedSocketFactory extends SSLSocketFactory {

    private final SSLSocketFactory inner;
    private final TlsOptions options;

    private final Duration patience;

    TunedSocketFactory(SSLSocketFactory inner, TlsOptions options, Duration patience) {
        this.patience = patience;
        this.inner = inner;
        this.options = options;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return inner.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return inner.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return tuned(inner.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return tuned(inner.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return tuned(inner.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return tuned(inner.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return tuned(inner.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return tuned(inner.createSocket(host, port, localHost, localPort));
    }

    private Socket tuned(Socket socket) throws SocketException {
        // For the handshake, on whose answers the library would wait for ever; Tls takes it back afterwards.
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        if (socket instanceof SSLSocket secured) {
            options.protocol().ifPresent(protocol -> secured.setEnabledProtocols(new String[] {protocol}));
            if (!options.ciphers().isEmpty()) {
                secured.setEnabledCipherSuites(options.ciphers().toArray(String[]::new));
            }
        }
        return socket;
    }
}
