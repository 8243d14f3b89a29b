package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderContext;

/** What starting, watching and stopping work with; made once for a spawner. */
final class DockerParts implements AutoCloseable {

    private final Engine engine;
    private final Labels labels;
    private final Containers containers;
    private final VolumeStore volumes;
    private final Networks networks;
    private final Images images;

    DockerParts(DockerConfig config, ProviderContext context) {
        this.engine = new Engine(EngineAddresses.of(config));
        this.labels = new Labels(context.hubId(), context.instanceName());
        this.containers = new Containers(engine, labels);
        this.volumes = new VolumeStore(engine, labels);
        this.networks = new Networks(engine, labels);
        this.images = new Images(engine, new RegistryCredentials(config));
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

    @Override
    public void close() {
        engine.close();
    }
}
