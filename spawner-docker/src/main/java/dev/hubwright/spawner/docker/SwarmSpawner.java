package dev.hubwright.spawner.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs servers as services of a Docker swarm, each with one task that is never restarted. */
final class SwarmSpawner implements Spawner, SpawnChoices, HealthCheck {

    private final DockerConfig config;
    private final ProviderContext context;
    private final DockerParts parts;
    private final Services services;

    SwarmSpawner(DockerConfig config, ProviderContext context) {
        this.config = config;
        this.context = context;
        this.parts = new DockerParts(config, context);
        this.services = new Services(parts);
    }

    @Override
    public Health check() throws InterruptedException {
        return parts.engine().check();
    }

    @Override
    public List<ChoiceField> fields(SpawnOffer offer) {
        return AllowedImages.fields(config.with(offer.settings()));
    }

    @Override
    public ChoiceResult apply(SpawnOffer offer, ChoiceForm.Chosen chosen) {
        return AllowedImages.apply(config.with(offer.settings()), offer, chosen);
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        DockerConfig merged = config.with(request.settings());
        return new ServiceStart(parts, merged, request, progress, merged.keptOf(context.environment())).run();
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws InterruptedException {
        Optional<ContainerRef> ref = ContainerRef.read(state);
        if (ref.isEmpty()) {
            return Status.exited("The server is not there");
        }
        try {
            Optional<JsonNode> service = services.find(server, ref.get());
            return service.isPresent() ? status(service.get()) : Status.exited("The server's service was removed");
        } catch (EngineException e) {
            return Status.unknown("Service \"" + ref.get().name() + "\" cannot be looked at: " + e.getMessage());
        }
    }

    private Status status(JsonNode service) throws EngineException, InterruptedException {
        Optional<ServiceTask> task = services.task(service.path("ID").asText());
        if (task.isEmpty() || task.get().isOnTheWay()) {
            return Status.up();
        }
        if (services.isOutOfReach(task.get())) {
            return Status.unknown("The swarm does not reach the node of service \"" + Services.name(service) + "\"");
        }
        if (!task.get().isRunning()) {
            return task.get().exited();
        }
        return services.uri(service, task.get()).map(Status::up).orElseGet(Status::up);
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        Optional<ContainerRef> ref = ContainerRef.read(state);
        try {
            List<JsonNode> going = mode == StopMode.REMOVE
                    ? services.of(server)
                    : ref.isPresent()
                            ? services.find(server, ref.get()).stream().toList()
                            : List.of();
            for (JsonNode service : going) {
                end(service, mode);
            }
            if (mode == StopMode.REMOVE) {
                parts.volumes().removeOf(server);
            }
            return StopResult.gone();
        } catch (EngineException e) {
            throw e.toProvider(
                    "The server could not be stopped",
                    "Cannot remove service \"" + ref.map(ContainerRef::name).orElse("of " + server) + "\"");
        }
    }

    private void end(JsonNode service, StopMode mode) throws EngineException, InterruptedException {
        if (mode != StopMode.GRACEFUL) {
            services.kill(service);
        }
        String patience = Services.labels(service).getOrDefault(Labels.STOP_TIMEOUT, "10000");
        services.remove(service, Duration.ofMillis(Long.parseLong(patience)));
    }

    @Override
    public void removeUser(String user) throws ProviderException, InterruptedException {
        parts.removeUser(config, user);
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state)
            throws ProviderException, InterruptedException {
        Optional<ContainerRef> ref = ContainerRef.read(state);
        try {
            Optional<JsonNode> service = ref.isPresent() ? services.find(server, ref.get()) : Optional.empty();
            if (service.isEmpty()) {
                return Optional.empty();
            }
            Optional<ServiceTask> task =
                    services.task(service.get().path("ID").asText()).filter(ServiceTask::isRunning);
            Optional<URI> uri = task.isPresent() ? services.uri(service.get(), task.get()) : Optional.empty();
            return uri.map(address -> (StartResult.Running)
                    StartResult.running(address, Services.ref(service.get()).toOpaque()));
        } catch (EngineException e) {
            throw e.toProvider(
                    "The server cannot be looked for",
                    "Cannot look for service \"" + ref.map(ContainerRef::name).orElse("") + "\"");
        }
    }

    @Override
    public List<Found> discover() throws ProviderException, InterruptedException {
        List<Found> all = new ArrayList<>();
        try {
            for (JsonNode service : services.list()) {
                ContainerRef ref = Services.ref(service);
                Labels.server(Services.labels(service))
                        .ifPresent(server -> all.add(new Found(server, ref.spawnId(), ref.toOpaque())));
            }
        } catch (EngineException e) {
            throw e.toProvider("Servers cannot be listed", "Cannot list the services of " + parts.labels());
        }
        return all;
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        return Set.of(SpawnerCapability.values());
    }

    @Override
    public InputStream logs(ServerRef server, Opaque state, LogRequest request)
            throws ProviderException, InterruptedException {
        try {
            Optional<ContainerRef> ref = ContainerRef.read(state);
            Optional<JsonNode> service = ref.isPresent() ? services.find(server, ref.get()) : Optional.empty();
            if (service.isEmpty()) {
                throw ProviderException.permanent(
                        "This server has no log any more", "The service of " + server + " is gone, and its log too");
            }
            Map<?, ?> spec = (Map<?, ?>) config.get(SwarmSettings.EXTRA_CONTAINER_SPEC);
            boolean terminal = Boolean.TRUE.equals(spec.get("tty"));
            return ContainerLogs.ofService(parts, service.get().path("ID").asText(), terminal, request);
        } catch (EngineException e) {
            throw e.toProvider("The log cannot be read", "Cannot read the log of " + server);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
