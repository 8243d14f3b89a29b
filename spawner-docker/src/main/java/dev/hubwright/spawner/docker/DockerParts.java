package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import java.time.Clock;

/** What starting, watching and stopping work with; made once for a spawner. */
final class DockerParts implements AutoCloseable {

    private final Clock clock;
    private final Engine engine;
    private final Labels labels;
    private final Containers containers;
    private final VolumeStore volumes;
    private final Networks networks;
    private final RegistryCredentials credentials;
    private final Images images;

    DockerParts(DockerConfig config, ProviderContext context) {
        this.clock = context.clock();
        this.engine = new Engine(EngineAddresses.of(config));
        this.labels = new Labels(context.hubId(), context.instanceName());
        this.containers = new Containers(engine, labels);
        this.volumes = new VolumeStore(engine, labels);
        this.networks = new Networks(engine, labels);
        this.credentials = new RegistryCredentials(config, context.environment());
        this.images = new Images(engine, credentials);
    }

    Clock clock() {
        return clock;
    }

    Engine engine() {
        return engine;
    }

    Labels labels() {
        return labels;
    }

    Containers containers() {
        return containers;
    }

    VolumeStore volumes() {
        return volumes;
    }

    Networks networks() {
        return networks;
    }

    Images images() {
        return images;
    }

    RegistryCredentials credentials() {
        return credentials;
    }

    /** Removes what belongs to a person, where the operator wants that. */
    void removeUser(DockerConfig config, String user) throws ProviderException, InterruptedException {
        if (config.get(DockerSettings.DELETE_VOLUMES)) {
            try {
                volumes.removeOf(user);
            } catch (EngineException e) {
                throw e.toProvider(
                        "What belongs to this person could not be deleted", "Cannot remove the volumes of " + user);
            }
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
