package dev.hubwright.hub.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The other ends of a proxy's TLS connections. */
final class TlsClient {

    private TlsClient() {}

    /** A connection as a browser makes it that knows one authority. */
    static SSLSocket connect(Certificates authority, int port, String version) throws Exception {
        return connect(authority, port, version, "localhost");
    }

    /** The same where the browser thinks that the server has this name. */
    static SSLSocket connect(Certificates authority, int port, String version, String name) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream file = Files.newInputStream(authority.authorityFile())) {
            trusted.setCertificateEntry(
                    "ours", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(60_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    static String nameOf(SSLSocket socket) throws SSLException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    /** A server that answers 404 to whoever shows a certificate of an authority: a proxy without routes. */
    static ProxyServer target(Certificates authority, Certificates its, String name) throws IOException {
        ProxyServer target = ProxyServer.builder()
                .listener(Listener.at("127.0.0.1", 0, "--port")
                        .with(TlsFiles.builder()
                                .key(its.key(name))
                                .certificate(its.certificate(name))
                                .authorities(authority.authorityFile())
                                .peerCertificate(TlsFiles.PeerCertificate.REQUIRED)
                                .build()))
                .build();
        target.start();
        return target;
    }
}
