package dev.hubwright.hub.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/** The other ends of a proxy's TLS connections. */
public final class TlsClient {

    private TlsClient() {}

    /** A connection as a browser makes it that knows one authority. */
    public static SSLSocket connect(Certificates authority, int port, String version) throws Exception {
        return connect(authority, port, version, "localhost");
    }

    /** The same where the browser thinks that the server has this name. */
    static SSLSocket connect(Certificates authority, int port, String version, String name) throws Exception {
        SSLContext context = context(authority);
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(60_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    /** Who knows one authority and has no certificate. */
    public static SSLContext context(Certificates authority) throws Exception {
        return context(authority, new KeyManager[0]);
    }

    /** The same with a certificate to show. */
    public static SSLContext context(Certificates authority, Certificates its, String name) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        String pem = Files.readString(its.key(name)).replaceAll("-----[A-Z ]+-----", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        own.setKeyEntry("own", key, new char[0], new Certificate[] {read(its.certificate(name))});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        // As told to, whatever authorities the server names.
        X509KeyManager chosen = (X509KeyManager) keys.getKeyManagers()[0];
        return context(authority, new KeyManager[] {new Insisting(chosen)});
    }

    private static SSLContext context(Certificates authority, KeyManager[] keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ours", read(authority.authorityFile()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate read(Path pem) throws Exception {
        try (InputStream file = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
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

    /** Shows its one certificate to every server. */
    private static final class Insisting extends X509ExtendedKeyManager {

        private final X509KeyManager keys;

        Insisting(X509KeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return keys.getClientAliases("EC", null)[0];
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return keys.getClientAliases("EC", null)[0];
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
