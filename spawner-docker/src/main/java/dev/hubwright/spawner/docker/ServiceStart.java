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
final class ServiceStart extends Start {

    private static final long LOOK_MILLIS = 100;

    private final Services services;

    ServiceStart(
            DockerParts parts,
            DockerConfig config,
            SpawnRequest request,
            Progress progress,
            Map<String, String> keptVariables) {
        super("service", parts, config, request, progress, keptVariables);
        this.services = new Services(parts);
    }

    @Override
    StartResult.Running bringUp() throws ProviderException, EngineException, InterruptedException {
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
                        name(),
                        parts.labels().of(request.server()),
                        services.secrets(SwarmWords.secrets(config.get(SwarmSettings.SECRETS))));
        Instant end = progress.phase("Making the service", config.get(DockerSettings.PULL_TIMEOUT));
        var credentials = parts.credentials().of(ImageName.of(config.image()));
        create(() -> services.create(spec, credentials));
        progress.checkpoint(ref().toOpaque());
        URI uri = address(end, (List<?>) container.get("Env"));
        progress.report(95, "The service runs");
        return (StartResult.Running) StartResult.running(uri, ref().toOpaque());
    }

    @Override
    void makeRoom() throws ProviderException, EngineException, InterruptedException {
        Optional<JsonNode> other = services.inspect(name());
        if (other.isEmpty()) {
            return;
        }
        refuseUnlessOurs(Services.labels(other.get()));
        services.remove(other.get(), Duration.ZERO);
    }

    private URI address(Instant end, List<?> environment)
            throws ProviderException, EngineException, InterruptedException {
        String said = "";
        while (parts.clock().instant().isBefore(end)) {
            JsonNode service = services.inspect(id()).orElseThrow(this::removedMeanwhile);
            Optional<ServiceTask> task = services.task(id());
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
                "Service \"" + name() + "\" does not run yet: " + said
                        + "; check SwarmSpawner.extra_placement_spec and \"docker service ps --no-trunc " + name()
                        + "\"");
    }

    private ProviderException ended(ServiceTask task, List<?> environment) throws InterruptedException {
        String reason = task.exited().reason();
        boolean printed = task.container().isPresent();
        return ProviderException.permanent(
                reason,
                "Service " + name() + " ended right after its start: " + reason
                        + (printed
                                ? LastWords.ofService(
                                        parts,
                                        id(),
                                        environment,
                                        request.environment().secretNames())
                                : ""));
    }

    @Override
    void takeBack() throws EngineException, InterruptedException {
        for (JsonNode service : services.list(Labels.SPAWN + "=" + request.spawnId())) {
            services.kill(service);
            services.remove(service, Duration.ZERO);
        }
    }
}
