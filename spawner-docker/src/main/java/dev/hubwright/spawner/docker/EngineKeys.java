package dev.hubwright.spawner.docker;

import dev.hubwright.api.InvalidSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads keys and certificates for TLS from files, without the security provider that the library would want installed. */
final class EngineKeys {

    private static final char[] NO_PASSWORD = {};

    private EngineKeys() {}

    /**
     * What to speak TLS with.
     *
     * @param authority who signs engines; without one, those that Java trusts
     * @param certificate of the hub, if the engine wants to know it
     * @param key of that certificate
     * @throws InvalidSettings if a file cannot be used
     */
    static SSLContext context(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authority.isPresent() ? trusting(certificates(authority.get())) : null);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(
                    certificate.isPresent() && key.isPresent()
                            ? holding(key(key.get()), certificates(certificate.get()))
                            : null,
                    NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidSettings(
                    "DockerSpawner.tls_config",
                    "or DockerSpawner.docker_cert_path has keys or certificates that cannot be used: "
                            + e.getMessage());
        }
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            // The parameters of a curve stand before its key.
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PrivateKeyInfo plain) {
                    return converter.getPrivateKey(plain);
                }
            }
        }
        throw new IOException(file + " has no private key that is not encrypted");
    }

    private static KeyStore trusting(Collection<? extends Certificate> authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority" + store.size(), authority);
        }
        return store;
    }

    private static KeyStore holding(PrivateKey key, Collection<? extends Certificate> chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("hub", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
