package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileKeyManager;
import com.unboundid.util.ssl.SSLSocketVerifier;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes encrypted connections, and looks at whom they lead to. */
final class Tls {

    private final TlsOptions options;
    private final Duration patience;

    Tls(TlsOptions options, Duration patience) {
        this.options = options;
        this.patience = patience;
    }

    /** Reads the certificates, so it is asked for when the first connection is made. */
    SSLSocketFactory sockets() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance(options.protocol().orElse("TLS"));
        context.init(keys(), trust(), null);
        return new TunedSocketFactory(context.getSocketFactory(), options, patience);
    }

    /** Compares the server's certificate with the address that was dialled, which the library leaves out by default. */
    SSLSocketVerifier verifier() {
        return new ServerVerifier(options);
    }

    private KeyManager[] keys() throws GeneralSecurityException {
        if (options.certificate().isEmpty()) {
            return null;
        }
        char[] password =
                options.privateKeyPassword().map(secret -> secret.chars()).orElse(null);
        return new KeyManager[] {
            new PEMFileKeyManager(
                    options.certificate().get().toFile(), options.privateKey().toFile(), password)
        };
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        if (!options.verifies()) {
            return new TrustManager[] {new TrustAllTrustManager(false)};
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        List<Certificate> authorities = authorities();
        factory.init(authorities.isEmpty() ? null : store(authorities));
        return factory.getTrustManagers();
    }

    private List<Certificate> authorities() throws GeneralSecurityException, IOException {
        List<Certificate> found = new ArrayList<>();
        for (Path path : options.authorities()) {
            for (Path file : files(path)) {
                try (InputStream content = Files.newInputStream(file)) {
                    found.addAll(read(content));
                }
            }
        }
        if (options.authorityData().isPresent()) {
            byte[] data = options.authorityData().get().getBytes(StandardCharsets.UTF_8);
            found.addAll(read(new ByteArrayInputStream(data)));
        }
        return found;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<Certificate> read(InputStream content) throws GeneralSecurityException {
        return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(content));
    }

    private static KeyStore store(List<Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        return store;
    }

    /** Accepts a certificate for the address that was dialled or for another name that the operator wrote. */
    private static final class ServerVerifier extends SSLSocketVerifier {

        private final HostNameSSLSocketVerifier names = new HostNameSSLSocketVerifier(true, false);
        private final TlsOptions options;

        ServerVerifier(TlsOptions options) {
            this.options = options;
        }

        @Override
        public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
            if (options.verifies() && !hasOtherName(socket)) {
                names.verifySSLSocket(host, port, socket);
            }
            endHandshake(socket);
        }

        private boolean hasOtherName(SSLSocket socket) {
            return options.validNames().stream().anyMatch(other -> names.verify(other, socket.getSession()));
        }

        private static void endHandshake(SSLSocket socket) throws LDAPException {
            try {
                // Asking for the session shakes hands where that was not done yet.
                if (!socket.getSession().isValid()) {
                    throw new IOException("the handshake failed");
                }
                // From here on the library waits by its own clock, and an idle connection may be silent.
                socket.setSoTimeout(0);
            } catch (IOException e) {
                throw new LDAPException(ResultCode.CONNECT_ERROR, "TLS cannot be begun: " + e.getMessage(), e);
            }
        }
    }
}
