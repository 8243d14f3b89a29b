package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.StartResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One start: a service, until its task runs; and its removal if it does not work out. */
final class ServiceStart {

    private static final String CANNOT = "The server cannot be started";
    private static final long LOOK_MILLIS = 100;

    private final DockerParts parts;
    private final Services services;
    private final DockerConfig config;
    private final SpawnRequest request;
    private final Progress progress;
    private final Template template;
    private final Map<String, String> keptVariables;
    private ContainerRef ref;

    ServiceStart(
            DockerParts parts,
            DockerConfig config,
            SpawnRequest request,
            Progress progress,
            Map<String, String> keptVariables) {
        this.parts = parts;
        this.services = new Services(parts);
        this.config = config;
        this.request = request;
        this.progress = progress;
        this.keptVariables = keptVariables;
        this.template = Template.of(config, request.server());
        this.ref = new ContainerRef(template.serverName(config), request.spawnId(), Optional.empty());
    }

    StartResult.Running run() throws ProviderException, InterruptedException {
        progress.checkpoint(ref.toOpaque());
        boolean complete = false;
        try {
            StartResult.Running running = bringUp();
            complete = true;
            return running;
        } catch (EngineException e) {
            throw StartTrouble.of(e, "Cannot start service \"" + ref.name() + "\" from " + config.image());
        } finally {
            if (!complete) {
                undo();
            }
        }
    }

    private StartResult.Running bringUp() throws ProviderException, EngineException, InterruptedException {
        String network = parts.networks().prepare(config);
        ContainerConfig image = parts.images().known(config.image());
        Volumes volumes = new Volumes(config, template);
        List<Volume> wanted = volumes.all(image.getWorkingDir() == null ? "" : image.getWorkingDir());
        parts.volumes().verify(request.server(), wanted);
        parts.volumes().verify(request.server(), volumes.mounted());
        Map<String, Object> container = new ContainerSpec(config, request, template, image, keptVariables)
                .tree(parts.labels(), List.of(), volumes.mounts(), network);
        Map<String, Object> spec = new ServiceSpec(config, container, wanted)
                .tree(
                        ref.name(),
                        parts.labels().of(request.server()),
                        services.secrets(SwarmWords.secrets(config.get(SwarmSettings.SECRETS))));
        Instant end = progress.phase("Making the service", config.get(DockerSettings.PULL_TIMEOUT));
        ref = new ContainerRef(ref.name(), request.spawnId(), Optional.of(create(spec)));
        progress.checkpoint(ref.toOpaque());
        URI uri = address(end, (List<?>) container.get("Env"));
        progress.report(95, "The service runs");
        return (StartResult.Running) StartResult.running(uri, ref.toOpaque());
    }

    private String create(Map<String, Object> spec) throws ProviderException, EngineException, InterruptedException {
        var credentials = parts.credentials().of(ImageName.of(config.image()));
        try {
            return services.create(spec, credentials);
        } catch (EngineException e) {
            if (!e.isConflict()) {
                throw e;
            }
            makeRoom();
            return services.create(spec, credentials);
        }
    }

    /** A name is taken until its service is removed, so what an earlier start of this very server has left goes. */
    private void makeRoom() throws ProviderException, EngineException, InterruptedException {
        Optional<JsonNode> other = services.inspect(ref.name());
        if (other.isEmpty()) {
            return;
        }
        if (!parts.labels().isOf(request.server(), Services.labels(other.get()))) {
            throw ProviderException.permanent(
                    "The server cannot be started: its name is taken",
                    "Service name \"" + ref.name() + "\" is taken by a service that is not one of server "
                            + request.server() + " and was left as it is; remove it, or change DockerSpawner.prefix or"
                            + " name_template");
        }
        services.remove(other.get(), Duration.ZERO);
    }

    private URI address(Instant end, List<?> environment)
            throws ProviderException, EngineException, InterruptedException {
        String id = ref.id().orElseThrow();
        String said = "";
        while (parts.clock().instant().isBefore(end)) {
            JsonNode service = services.inspect(id)
                    .orElseThrow(() -> ProviderException.retryable(
                            CANNOT, "Service \"" + ref.name() + "\" was removed while it started"));
            Optional<ServiceTask> task = services.task(id);
            if (task.isPresent() && task.get().isRunning()) {
                Optional<URI> uri = services.uri(service, task.get());
                if (uri.isPresent()) {
                    return uri.get();
                }
            } else if (task.isPresent() && !task.get().isOnTheWay()) {
                throw ended(task.get(), environment);
            }
            String now = task.map(ServiceTask::words).orElse("The swarm has the service");
            if (!now.equals(said)) {
                progress.report(task.map(ServiceTask::percent).orElse(20), now);
                said = now;
            }
            // A swarm sends no events of tasks to wait for.
            Thread.sleep(LOOK_MILLIS);
        }
        throw ProviderException.retryable(
                "The server did not start in time: " + said,
                "Service \"" + ref.name() + "\" does not run yet: " + said
                        + "; check SwarmSpawner.extra_placement_spec and \"docker service ps --no-trunc " + ref.name()
                        + "\"");
    }

    private ProviderException ended(ServiceTask task, List<?> environment) throws InterruptedException {
        String reason = task.exited().reason();
        String id = ref.id().orElseThrow();
        boolean printed = task.container().isPresent();
        return ProviderException.permanent(
                reason,
                "Service " + ref.name() + " ended right after its start: " + reason
                        + (printed
                                ? LastWords.ofService(
                                        parts,
                                        id,
                                        environment,
                                        request.environment().secretNames())
                                : ""));
    }

    /** Also what was made just as the start was cancelled, which only its label tells. */
    private void undo() {
        boolean interrupted = Thread.interrupted();
        try {
            for (JsonNode service : services.list(Labels.SPAWN + "=" + request.spawnId())) {
                services.kill(service);
                services.remove(service, Duration.ZERO);
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
