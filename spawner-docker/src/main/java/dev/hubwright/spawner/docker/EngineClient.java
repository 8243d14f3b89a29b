package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Connections to the engine for one purpose. Thread-safe. */
final class EngineClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final DockerHttpClient transport;
    private final DockerClient client;

    /**
     * Opens none yet.
     *
     * @param silence how long the engine may say nothing; zero for ever
     */
    EngineClient(EngineAddress address, int connections, Duration silence) {
        this.transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(address.uri())
                .sslConfig(address.ssl().orElse(null))
                .maxConnections(connections)
                .connectionTimeout(CONNECT)
                .responseTimeout(silence)
                .build();
        this.client = DockerClientImpl.getInstance(address, transport);
    }

    DockerClient client() {
        return client;
    }

    /** For requests that the library has no words for. */
    DockerHttpClient transport() {
        return transport;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
