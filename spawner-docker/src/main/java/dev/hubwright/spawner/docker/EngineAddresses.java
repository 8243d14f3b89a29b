package dev.hubwright.spawner.docker;

import com.github.dockerjava.transport.SSLConfig;
import dev.hubwright.api.InvalidSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out where the engine is, as the {@code docker} command does. */
final class EngineAddresses {

    private static final String DEFAULT = "unix:///var/run/docker.sock";

    private EngineAddresses() {}

    /** Looks into the docker command's folder, if one is named: a slip there is a slip in the settings. */
    static EngineAddress of(DockerConfig config) {
        Optional<DockerFolder.Context> context = context(config);
        URI uri = context.map(DockerFolder.Context::uri)
                .orElseGet(() -> repaired(named(config).orElse(DEFAULT)));
        Optional<SSLConfig> ofContext =
                context.flatMap(DockerFolder.Context::keys).map(EngineAddresses::fromFolder);
        return new EngineAddress(uri, ofContext.isPresent() ? ofContext : ssl(config), version(config));
    }

    static URI uri(DockerConfig config) {
        return of(config).uri();
    }

    private static Optional<String> named(DockerConfig config) {
        return Optional.ofNullable(config.get(DockerSettings.CLIENT_KWARGS).get("base_url"))
                .or(() -> config.find(DockerSettings.DOCKER_HOST))
                .filter(host -> !host.isEmpty());
    }

    /** An address goes over contexts, as with the docker command. */
    private static Optional<DockerFolder.Context> context(DockerConfig config) {
        return named(config).isPresent()
                ? Optional.empty()
                : new DockerFolder(config).context(config.find(DockerSettings.DOCKER_CONTEXT));
    }

    /** In one spelling: docker-py and others write unix://var/run/docker.sock too. */
    static URI repaired(String written) {
        String repaired = written.replaceFirst("^unix:/*", "unix:///")
                .replaceFirst("^https?://", "tcp://")
                .replaceFirst("^http\\+unix:/*", "unix:///");
        if (!repaired.matches("(unix|tcp)://.+")) {
            throw new InvalidSettings(
                    "DockerSpawner.docker_host",
                    "= \"" + written
                            + "\" must begin with unix:// or tcp://; for an engine behind ssh, forward its socket");
        }
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

    private static Optional<SSLConfig> ssl(DockerConfig config) {
        Map<?, ?> tls = (Map<?, ?>) config.get(DockerSettings.TLS_CONFIG);
        if (!tls.isEmpty()) {
            List<?> pair = tls.get("client_cert") instanceof List<?> list ? list : List.of();
            Optional<Path> certificate =
                    pair.size() == 2 ? Optional.of(Path.of(pair.get(0).toString())) : Optional.empty();
            Optional<Path> key =
                    pair.size() == 2 ? Optional.of(Path.of(pair.get(1).toString())) : Optional.empty();
            Optional<Path> authority = Optional.ofNullable(tls.get("ca_cert")).map(file -> Path.of(file.toString()));
            return Optional.of(() -> EngineKeys.context(authority, certificate, key));
        }
        if (config.find(DockerSettings.DOCKER_TLS_VERIFY).orElse("").isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> folder = config.find(DockerSettings.DOCKER_CERT_PATH).map(Path::of);
        return Optional.of(folder.map(EngineAddresses::fromFolder)
                .orElse(() -> EngineKeys.context(Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static SSLConfig fromFolder(Path folder) {
        return () -> EngineKeys.context(
                existing(folder.resolve("ca.pem")),
                existing(folder.resolve("cert.pem")),
                existing(folder.resolve("key.pem")));
    }

    private static Optional<Path> existing(Path file) {
        return Optional.of(file).filter(Files::exists);
    }
}
