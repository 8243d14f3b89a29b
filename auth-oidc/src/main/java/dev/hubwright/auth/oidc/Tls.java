package dev.hubwright.auth.oidc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Reads the certificates that settings name. */
final class Tls {

    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /** @param authorities certificates in PEM that are trusted where the settings name none */
    static SSLContext context(HttpOptions options, Optional<String> authorities)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(options), trust(options, authorities), null);
        return context;
    }

    private static KeyManager[] keys(HttpOptions options) throws GeneralSecurityException, IOException {
        if (!options.hasClientCertificate()) {
            return null;
        }
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client",
                PrivateKeys.read(Files.readString(options.clientKey())),
                NO_PASSWORD,
                read(Files.newInputStream(options.clientCertificate())).toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(HttpOptions options, Optional<String> authorities)
            throws GeneralSecurityException, IOException {
        if (!options.verifies()) {
            return trustingEverybody();
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(options, authorities));
        return factory.getTrustManagers();
    }

    static TrustManager[] trustingEverybody() {
        return new TrustManager[] {new TrustsEverybody()};
    }

    /** Null stands for the authorities of the JVM. */
    private static KeyStore store(HttpOptions options, Optional<String> authorities)
            throws GeneralSecurityException, IOException {
        if (options.authorities().isEmpty() && authorities.isEmpty()) {
            return null;
        }
        InputStream content = options.authorities().isPresent()
                ? Files.newInputStream(options.authorities().get())
                : new ByteArrayInputStream(authorities.get().getBytes(StandardCharsets.UTF_8));
        KeyStore store = emptyStore();
        for (Certificate authority : read(content)) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return store;
    }

    private static List<Certificate> read(InputStream content) throws GeneralSecurityException, IOException {
        try (content) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(content));
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Of the extended kind, because for any other the JDK still compares host names. */
    private static final class TrustsEverybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
