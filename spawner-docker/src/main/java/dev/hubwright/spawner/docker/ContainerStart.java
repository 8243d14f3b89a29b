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
final class ContainerStart {

    private static final String CANNOT = "The server cannot be started";
    private static final Duration ADDRESS = Duration.ofSeconds(10);

    private final DockerParts parts;
    private final DockerConfig config;
    private final SpawnRequest request;
    private final Progress progress;
    private final Template template;
    private final Map<String, String> keptVariables;
    private final List<Volume> made = new ArrayList<>();
    private ContainerRef ref;
    private boolean reused;
    private boolean wasStarted;

    ContainerStart(
            DockerParts parts,
            DockerConfig config,
            SpawnRequest request,
            Progress progress,
            Map<String, String> keptVariables) {
        this.parts = parts;
        this.config = config;
        this.request = request;
        this.progress = progress;
        this.keptVariables = keptVariables;
        this.template = Template.of(config, request.server());
        this.ref = new ContainerRef(template.serverName(config), request.spawnId(), Optional.empty());
    }

    StartResult.Running run() throws ProviderException, InterruptedException {
        // Before anything is made: what will be is known by its label, even if this hub dies now.
        progress.checkpoint(ref.toOpaque());
        boolean complete = false;
        try {
            StartResult.Running running = bringUp();
            complete = true;
            return running;
        } catch (EngineException e) {
            throw StartTrouble.of(e, "Cannot start container \"" + ref.name() + "\" from " + config.image());
        } finally {
            if (!complete) {
                undo();
            }
        }
    }

    private StartResult.Running bringUp() throws ProviderException, EngineException, InterruptedException {
        ContainerConfig image = parts.images().prepare(config, progress);
        String network = parts.networks().prepare(config);
        Volumes volumes = new Volumes(config, template);
        List<Volume> wanted = volumes.all(image.getWorkingDir() == null ? "" : image.getWorkingDir());
        parts.volumes().prepare(request.server(), wanted, made);
        parts.volumes().prepare(request.server(), volumes.mounted(), made);
        Map<String, Object> spec = new ContainerSpec(config, request, template, image, keptVariables)
                .tree(parts.labels(), wanted, volumes.mounts(), network);
        progress.report(75, "Making the container");
        ref = new ContainerRef(ref.name(), request.spawnId(), Optional.empty());
        Optional<ContainerRef> kept = new KeptContainer(parts, request, spec).find();
        if (kept.isPresent()) {
            reused = true;
            ref = kept.get();
        } else {
            ref = new ContainerRef(ref.name(), request.spawnId(), Optional.of(create(spec)));
            give(spec, image);
        }
        progress.checkpoint(ref.toOpaque());
        progress.report(85, "Starting the container");
        wasStarted = true;
        parts.containers().start(ref.id().orElseThrow());
        URI uri = address();
        new PostStart(parts.engine(), config).run(ref.id().orElseThrow());
        progress.report(95, "The container runs");
        return (StartResult.Running) StartResult.running(uri, ref.toOpaque());
    }

    private String create(Map<String, Object> spec) throws ProviderException, EngineException, InterruptedException {
        Optional<String> platform = config.find(DockerSettings.PLATFORM);
        try {
            return parts.containers().create(ref.name(), platform, spec);
        } catch (EngineException e) {
            if (!e.isConflict()) {
                throw e;
            }
            makeRoom();
            return parts.containers().create(ref.name(), platform, spec);
        }
    }

    /** A stopped container keeps its name, so what an earlier start of this very server has left goes. */
    private void makeRoom() throws ProviderException, EngineException, InterruptedException {
        Optional<InspectContainerResponse> other = parts.containers().inspect(ref.name());
        if (other.isEmpty()) {
            return;
        }
        if (!parts.labels().isOf(request.server(), other.get().getConfig().getLabels())) {
            throw ProviderException.permanent(
                    "The server cannot be started: its name is taken",
                    "Container name \"" + ref.name() + "\" is taken by a container that is not one of server "
                            + request.server() + " and was left as it is; remove it, or change DockerSpawner.prefix or"
                            + " name_template");
        }
        parts.containers().remove(other.get().getId());
    }

    private void give(Map<String, Object> spec, ContainerConfig image) throws EngineException, InterruptedException {
        Object user = spec.getOrDefault("User", image.getUser() == null ? "" : image.getUser());
        for (Volume volume : made) {
            new VolumeOwner(parts.engine(), ref.id().orElseThrow()).give(volume.target(), user.toString());
        }
    }

    private URI address() throws ProviderException, EngineException, InterruptedException {
        String engineHost = parts.engine().address().host();
        long end = System.nanoTime() + ADDRESS.toNanos();
        while (System.nanoTime() - end < 0) {
            InspectContainerResponse container = parts.containers()
                    .inspect(ref.id().orElseThrow())
                    .orElseThrow(() -> ProviderException.retryable(
                            CANNOT, "Container \"" + ref.name() + "\" was removed while it started"));
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
                "Container \"" + ref.name() + "\" has no address on network \"" + config.networkName()
                        + "\"; check DockerSpawner.network_name and use_internal_ip");
    }

    /** Also what was made just as the start was cancelled, which only its label tells. */
    private void undo() {
        boolean interrupted = Thread.interrupted();
        try {
            if (reused) {
                Optional<InspectContainerResponse> container =
                        parts.containers().inspect(ref.id().orElseThrow());
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
        } catch (EngineException e) {
            // The hub finds it by its labels and removes it when the engine answers again.
            return;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
