package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
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

/** Runs servers in containers of a Docker engine. */
final class DockerSpawner implements Spawner, SpawnChoices, HealthCheck {

    private final DockerConfig config;
    private final ProviderContext context;
    private final DockerParts parts;

    DockerSpawner(DockerConfig config, ProviderContext context) {
        this.config = config;
        this.context = context;
        this.parts = new DockerParts(config, context);
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
        if (merged.isForSystemUsers()) {
            merged = new SystemUser(context.localAccounts()).of(merged, request);
        }
        return new ContainerStart(parts, merged, request, progress, merged.keptOf(context.environment())).run();
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws InterruptedException {
        Optional<ContainerRef> ref = ContainerRef.read(state);
        if (ref.isEmpty()) {
            return Status.exited("The server is not there");
        }
        try {
            return parts.containers()
                    .find(server, ref.get())
                    .map(this::status)
                    .orElseGet(() -> Status.exited("The server's container was removed"));
        } catch (EngineException e) {
            return Status.unknown("Container \"" + ref.get().name() + "\" cannot be looked at: " + e.getMessage());
        }
    }

    private Status status(InspectContainerResponse container) {
        if (Boolean.TRUE.equals(container.getState().getRunning())) {
            return Reached.uri(container, parts.engine().address().host())
                    .map(Status::up)
                    .orElseGet(Status::up);
        }
        return Status.exited(Death.code(container.getState()), Death.reason(container.getState()));
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        Optional<ContainerRef> ref = ContainerRef.read(state);
        try {
            if (mode == StopMode.REMOVE) {
                return removeAll(server);
            }
            return ref.isPresent() ? stop(server, ref.get(), mode) : StopResult.gone();
        } catch (EngineException e) {
            throw e.toProvider(
                    "The server could not be stopped",
                    "Cannot stop container \"" + ref.map(ContainerRef::name).orElse("of " + server) + "\"");
        }
    }

    private StopResult stop(ServerRef server, ContainerRef ref, StopMode mode)
            throws EngineException, InterruptedException {
        Optional<InspectContainerResponse> container = parts.containers().find(server, ref);
        if (container.isEmpty()) {
            return StopResult.gone();
        }
        Map<String, String> labels = container.get().getConfig().getLabels();
        boolean wasStarted = !"created".equals(container.get().getState().getStatus());
        Duration patience = Duration.ofMillis(Long.parseLong(labels.getOrDefault(Labels.STOP_TIMEOUT, "10000")));
        parts.containers().end(container.get(), mode == StopMode.GRACEFUL ? patience : Duration.ZERO);
        if (wasStarted && "false".equals(labels.get(Labels.REMOVE))) {
            return StopResult.kept(refOf(container.get()).toOpaque());
        }
        parts.containers().remove(container.get().getId());
        return StopResult.gone();
    }

    private StopResult removeAll(ServerRef server) throws EngineException, InterruptedException {
        for (Container container : parts.containers().of(server)) {
            parts.containers().remove(container.getId());
        }
        parts.volumes().removeOf(server);
        return StopResult.gone();
    }

    @Override
    public void removeUser(String user) throws ProviderException, InterruptedException {
        parts.removeUser(config, user);
    }

    private static ContainerRef refOf(InspectContainerResponse container) {
        return new ContainerRef(
                container.getName().replaceFirst("^/", ""),
                container.getConfig().getLabels().get(Labels.SPAWN),
                Optional.of(container.getId()));
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state)
            throws ProviderException, InterruptedException {
        Optional<ContainerRef> ref = ContainerRef.read(state);
        if (ref.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<InspectContainerResponse> container = parts.containers()
                    .find(server, ref.get())
                    .filter(found -> Boolean.TRUE.equals(found.getState().getRunning()));
            Optional<URI> uri = container.flatMap(
                    found -> Reached.uri(found, parts.engine().address().host()));
            return uri.map(address -> (StartResult.Running)
                    StartResult.running(address, refOf(container.get()).toOpaque()));
        } catch (EngineException e) {
            throw e.toProvider(
                    "The server cannot be looked for",
                    "Cannot look for container \"" + ref.get().name() + "\"");
        }
    }

    @Override
    public List<Found> discover() throws ProviderException, InterruptedException {
        List<Found> all = new ArrayList<>();
        try {
            for (Container container : parts.containers().list()) {
                Map<String, String> labels = container.getLabels();
                boolean kept = "exited".equals(container.getState()) && "false".equals(labels.get(Labels.REMOVE));
                Optional<ServerRef> server = Labels.server(labels);
                if (!kept && server.isPresent()) {
                    String name = container.getNames()[0].replaceFirst("^/", "");
                    String spawnId = labels.get(Labels.SPAWN);
                    Opaque state = new ContainerRef(name, spawnId, Optional.of(container.getId())).toOpaque();
                    all.add(new Found(server.get(), spawnId, state));
                }
            }
        } catch (EngineException e) {
            throw e.toProvider("Servers cannot be listed", "Cannot list the containers of " + parts.labels());
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
            Optional<InspectContainerResponse> container =
                    ref.isPresent() ? parts.containers().find(server, ref.get()) : Optional.empty();
            if (container.isEmpty()) {
                throw ProviderException.permanent(
                        "This server has no log any more", "The container of " + server + " is gone, and its log too");
            }
            return ContainerLogs.open(parts, container.get(), request);
        } catch (EngineException e) {
            throw e.toProvider("The log cannot be read", "Cannot read the log of " + server);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
