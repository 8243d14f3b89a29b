package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.SSLConfig;
import java.net.URI;
import java.util.Optional;

/**
 * Where the engine is. Unlike the library's own configuration it looks at no file and no variable by itself.
 *
 * @param uri {@code unix:///var/run/docker.sock} or {@code tcp://host:2376}
 * @param ssl keys and trust, where the engine wants TLS
 * @param version a version of the API, such as 1.41; without one the engine uses its newest
 */
record EngineAddress(URI uri, Optional<SSLConfig> ssl, Optional<String> version) implements DockerClientConfig {

    /** The host under which ports of containers are reached when the engine binds them to all addresses. */
    String host() {
        return uri.getHost() == null ? "127.0.0.1" : uri.getHost();
    }

    @Override
    public URI getDockerHost() {
        return uri;
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return version.map(RemoteApiVersion::parseConfig).orElse(RemoteApiVersion.UNKNOWN_VERSION);
    }

    @Override
    public String getRegistryUsername() {
        return null;
    }

    @Override
    public String getRegistryPassword() {
        return null;
    }

    @Override
    public String getRegistryEmail() {
        return null;
    }

    @Override
    public String getRegistryUrl() {
        return AuthConfig.DEFAULT_SERVER_ADDRESS;
    }

    /** None: credentials are given with each pull. */
    @Override
    public AuthConfig effectiveAuthConfig(String image) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    /** The transport has been given it already. */
    @Override
    public com.github.dockerjava.core.SSLConfig getSSLConfig() {
        return null;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
