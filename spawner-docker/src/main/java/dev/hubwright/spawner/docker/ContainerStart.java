package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.StartResult;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One start: image, network, volumes, container; and their removal if it does not work out. */
final class ContainerStart extends Start {

    private static final Duration ADDRESS = Duration.ofSeconds(10);

    private final List<Volume> made = new ArrayList<>();
    private boolean reused;
    private boolean wasStarted;

    ContainerStart(
            DockerParts parts,
            DockerConfig config,
            SpawnRequest request,
            Progress progress,
            Map<String, String> keptVariables) {
        super("container", parts, config, request, progress, keptVariables);
    }

    @Override
    StartResult.Running bringUp() throws ProviderException, EngineException, InterruptedException {
        ContainerConfig image = parts.images().prepare(config, progress);
        String network = parts.networks().prepare(config);
        Volumes volumes = new Volumes(config, template);
        List<Volume> wanted = volumes.all(image.getWorkingDir() == null ? "" : image.getWorkingDir());
        parts.volumes().prepare(request.server(), wanted, made);
        parts.volumes().prepare(request.server(), volumes.mounted(), made);
        Map<String, Object> spec = new ContainerSpec(config, request, template, image, keptVariables)
                .tree(parts.labels(), wanted, volumes.mounts(), network);
        progress.report(75, "Making the container");
        Optional<ContainerRef> kept = new KeptContainer(parts, request, spec).find();
        if (kept.isPresent()) {
            reused = true;
            take(kept.get());
        } else {
            Optional<String> platform = config.find(DockerSettings.PLATFORM);
            create(() -> parts.containers().create(name(), platform, spec));
            give(spec, image);
        }
        progress.checkpoint(ref().toOpaque());
        progress.report(85, "Starting the container");
        wasStarted = true;
        parts.containers().start(id());
        URI uri = address();
        new PostStart(parts.engine(), config).run(id());
        progress.report(95, "The container runs");
        return (StartResult.Running) StartResult.running(uri, ref().toOpaque());
    }

    @Override
    void makeRoom() throws ProviderException, EngineException, InterruptedException {
        Optional<InspectContainerResponse> other = parts.containers().inspect(name());
        if (other.isEmpty()) {
            return;
        }
        refuseUnlessOurs(other.get().getConfig().getLabels());
        parts.containers().remove(other.get().getId());
    }

    private void give(Map<String, Object> spec, ContainerConfig image) throws EngineException, InterruptedException {
        Object user = spec.getOrDefault("User", image.getUser() == null ? "" : image.getUser());
        for (Volume volume : made) {
            new VolumeOwner(parts.engine(), id()).give(volume.target(), user.toString());
        }
    }

    private URI address() throws ProviderException, EngineException, InterruptedException {
        String engineHost = parts.engine().address().host();
        long end = System.nanoTime() + ADDRESS.toNanos();
        while (System.nanoTime() - end < 0) {
            InspectContainerResponse container =
                    parts.containers().inspect(id()).orElseThrow(this::removedMeanwhile);
            if (!Boolean.TRUE.equals(container.getState().getRunning())) {
                throw LastWords.of(parts, container, request.environment().secretNames());
            }
            Optional<URI> uri = Reached.uri(container, engineHost);
            if (uri.isPresent()) {
                return uri.get();
            }
            Thread.sleep(20);
        }
        throw ProviderException.permanent(
                CANNOT,
                "Container \"" + name() + "\" has no address on network \"" + config.networkName()
                        + "\"; check DockerSpawner.network_name and use_internal_ip");
    }

    @Override
    void takeBack() throws EngineException, InterruptedException {
        if (reused) {
            Optional<InspectContainerResponse> container = parts.containers().inspect(id());
            if (container.isPresent()) {
                parts.containers().end(container.get(), Duration.ZERO);
            }
        } else {
            for (Container container : parts.containers().list(Labels.SPAWN + "=" + request.spawnId())) {
                parts.containers().remove(container.getId());
            }
        }
        if (!wasStarted) {
            parts.volumes().takeBack(request.server().user(), made);
        }
    }
}
