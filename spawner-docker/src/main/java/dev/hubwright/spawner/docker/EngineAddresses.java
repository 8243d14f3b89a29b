package dev.hubwright.spawner.docker;

import com.github.dockerjava.core.util.CertificateUtils;
import com.github.dockerjava.transport.SSLConfig;
import dev.hubwright.api.InvalidSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Finds out where the engine is, as the {@code docker} command does. */
final class EngineAddresses {

    private static final String DEFAULT = "unix:///var/run/docker.sock";

    private EngineAddresses() {}

    static EngineAddress of(DockerConfig config) {
        URI uri = uri(config);
        return new EngineAddress(uri, ssl(config), version(config));
    }

    static URI uri(DockerConfig config) {
        String written = Optional.ofNullable(
                        config.get(DockerSettings.CLIENT_KWARGS).get("base_url"))
                .or(() -> config.find(DockerSettings.DOCKER_HOST))
                .filter(host -> !host.isEmpty())
                .orElse(DEFAULT);
        // docker-py and others write unix://var/run/docker.sock too.
        String repaired = written.replaceFirst("^unix:/*", "unix:///")
                .replaceFirst("^https?://", "tcp://")
                .replaceFirst("^http\\+unix:/*", "unix:///");
        return URI.create(repaired);
    }

    /** The address of the host that ports are published at, unless somebody says so. */
    static String publishedAt(DockerConfig config) {
        URI uri = uri(config);
        return uri.getHost() == null ? "127.0.0.1" : uri.getHost();
    }

    private static Optional<String> version(DockerConfig config) {
        return config.find(DockerSettings.DOCKER_API_VERSION)
                .or(() -> Optional.ofNullable(
                        config.get(DockerSettings.CLIENT_KWARGS).get("version")))
                .filter(version -> !version.equals("auto") && !version.isEmpty());
    }

    /** Reads keys and certificates only when the first connection is made. */
    private static Optional<SSLConfig> ssl(DockerConfig config) {
        Map<?, ?> tls = (Map<?, ?>) config.get(DockerSettings.TLS_CONFIG);
        if (!tls.isEmpty()) {
            List<?> pair = tls.get("client_cert") instanceof List<?> list ? list : List.of();
            Optional<Path> certificate =
                    pair.size() == 2 ? Optional.of(Path.of(pair.get(0).toString())) : Optional.empty();
            Optional<Path> key =
                    pair.size() == 2 ? Optional.of(Path.of(pair.get(1).toString())) : Optional.empty();
            Optional<Path> authority = Optional.ofNullable(tls.get("ca_cert")).map(file -> Path.of(file.toString()));
            return Optional.of(() -> context(authority, certificate, key));
        }
        if (config.find(DockerSettings.DOCKER_TLS_VERIFY).orElse("").isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> folder = config.find(DockerSettings.DOCKER_CERT_PATH).map(Path::of);
        return Optional.of(() -> context(
                folder.map(path -> path.resolve("ca.pem")),
                folder.map(path -> path.resolve("cert.pem")),
                folder.map(path -> path.resolve("key.pem"))));
    }

    private static SSLContext context(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authority.isPresent() ? CertificateUtils.createTrustStore(text(authority.get())) : null);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(certificate, key), "docker".toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidSettings(
                    "DockerSpawner.tls_config", "has keys or certificates that cannot be used: " + e.getMessage());
        }
    }

    private static KeyStore keyStore(Optional<Path> certificate, Optional<Path> key)
            throws IOException, GeneralSecurityException {
        return certificate.isPresent() && key.isPresent()
                ? CertificateUtils.createKeyStore(text(key.get()), text(certificate.get()))
                : null;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }
}
