package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs servers in pods of a Kubernetes cluster. */
final class K8sSpawner implements Spawner, HealthCheck {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final K8sConfig config;
    private final ProviderContext context;
    private final K8sParts parts;

    K8sSpawner(K8sConfig config, ProviderContext context) {
        this(config, context, new ClusterAddress(config, context));
    }

    /** For tests: of a cluster that is found otherwise. */
    K8sSpawner(K8sConfig config, ProviderContext context, ClusterAddress address) {
        this.config = config;
        this.context = context;
        this.parts = new K8sParts(config, context, address);
    }

    @Override
    public Health check() throws InterruptedException {
        try {
            parts.cluster().once(KubernetesClient::getKubernetesVersion);
            return Health.up();
        } catch (ApiException e) {
            return Health.down(e.getMessage());
        }
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        K8sConfig merged = config.with(request.settings());
        try {
            StartPlan plan = StartPlan.of(
                    merged, request, parts.labels(), parts.cluster().namespace());
            return new PodStart(parts, plan, progress, keptVariables(merged)).run();
        } catch (ApiException e) {
            throw e.toProvider("The server cannot be started", "Cannot start server " + request.server());
        }
    }

    private Map<String, String> keptVariables(K8sConfig merged) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : merged.get(K8sSettings.ENV_KEEP)) {
            Optional.ofNullable(context.environment().get(name)).ifPresent(value -> kept.put(name, value));
        }
        return kept;
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws InterruptedException {
        Optional<PodRef> ref = PodRef.read(state);
        if (ref.isEmpty()) {
            return Status.exited("The server is not there");
        }
        try {
            return parts.pods()
                    .look(ref.get().namespace(), ref.get().name())
                    .filter(ref.get()::isOf)
                    .map(pod -> new PodReading(pod).status(context.clock().instant()))
                    .orElseGet(() -> Status.exited("The server's pod was deleted"));
        } catch (ApiException e) {
            return Status.unknown("Pod " + ref.get() + " cannot be looked at: " + e.getMessage());
        }
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        Optional<PodRef> ref = PodRef.read(state);
        try {
            if (mode == StopMode.REMOVE) {
                removeAll(server, ref);
            } else if (ref.isPresent()) {
                end(ref.get(), mode == StopMode.GRACEFUL ? ref.get().grace() : AT_ONCE);
            }
            return StopResult.gone();
        } catch (ApiException e) {
            throw e.toProvider(
                    "The server could not be stopped",
                    "Cannot stop the pod of " + server
                            + ref.map(known -> ", " + known).orElse(""));
        }
    }

    private void end(PodRef ref, Duration grace) throws ProviderException, ApiException, InterruptedException {
        Optional<Pod> pod = parts.pods().ask(ref.namespace(), ref.name()).filter(ref::isOf);
        if (pod.isPresent()) {
            parts.departure().end(pod.get(), grace);
        }
        parts.companions().removeSecret(ref);
    }

    private void removeAll(ServerRef server, Optional<PodRef> ref)
            throws ProviderException, ApiException, InterruptedException {
        String namespace = ref.isPresent() ? ref.get().namespace() : namespaceOf(server);
        for (Pod pod : parts.pods().list(namespace, parts.labels().ofUser(server.user()))) {
            if (parts.labels().isOf(server, pod)) {
                parts.departure().end(pod, AT_ONCE);
                parts.companions().removeSecret(PodRef.of(pod, AT_ONCE));
            }
        }
        if (config.get(StorageSettings.DELETE_PVC)) {
            parts.claims().removeOf(server, namespace);
        }
    }

    private String namespaceOf(ServerRef server) throws ApiException {
        String own = parts.cluster().namespace();
        if (!config.get(ApiSettings.USER_NAMESPACES)) {
            return config.find(ApiSettings.NAMESPACE).orElse(own);
        }
        return Template.of(server, config.get(K8sSettings.SLUG_SCHEME), own)
                .render(config.get(ApiSettings.USER_NAMESPACE_TEMPLATE));
    }

    @Override
    public void removeUser(String user) throws ProviderException, InterruptedException {
        if (!config.get(StorageSettings.DELETE_PVC)) {
            return;
        }
        try {
            parts.claims().removeOf(user, namespaceOf(ServerRef.of(user)));
        } catch (ApiException e) {
            throw e.toProvider(
                    "What belongs to this person could not be deleted", "Cannot delete the claims of " + user);
        }
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state)
            throws ProviderException, InterruptedException {
        Optional<PodRef> ref = PodRef.read(state);
        if (ref.isEmpty()) {
            return Optional.empty();
        }
        try {
            return parts.pods()
                    .ask(ref.get().namespace(), ref.get().name())
                    .filter(ref.get()::isOf)
                    .map(PodReading::new)
                    .filter(reading -> reading.exit(context.clock().instant()).isEmpty())
                    .flatMap(PodReading::uri)
                    .map(uri -> (StartResult.Running)
                            StartResult.running(uri, ref.get().toOpaque()));
        } catch (ApiException e) {
            throw e.toProvider("The server cannot be looked for", "Cannot look for pod " + ref.get());
        }
    }

    @Override
    public List<Found> discover() throws ProviderException, InterruptedException {
        try {
            Map<String, String> ours = parts.labels().ours();
            List<Pod> pods = config.get(ApiSettings.USER_NAMESPACES)
                    ? parts.pods().listEverywhere(ours)
                    : parts.pods().list(namespaceOf(ServerRef.of("any")), ours);
            List<Found> all = new ArrayList<>();
            for (Pod pod : pods) {
                Optional<ServerRef> server = Labels.server(pod);
                PodRef ref = PodRef.of(pod, config.get(K8sSettings.DELETE_GRACE_PERIOD));
                server.ifPresent(known -> all.add(new Found(known, ref.spawnId(), ref.toOpaque())));
            }
            return all;
        } catch (ApiException e) {
            throw e.toProvider("Servers cannot be listed", "Cannot list the pods of " + parts.labels());
        }
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type == SpawnChoices.class ? Optional.of(type.cast(new Profiles())) : Spawner.super.capability(type);
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        return Set.of(SpawnerCapability.values());
    }

    @Override
    public InputStream logs(ServerRef server, Opaque state, LogRequest request)
            throws ProviderException, InterruptedException {
        try {
            Optional<PodRef> ref = PodRef.read(state);
            boolean there = ref.isPresent()
                    && parts.pods()
                            .look(ref.get().namespace(), ref.get().name())
                            .filter(ref.get()::isOf)
                            .isPresent();
            if (!there) {
                throw ProviderException.permanent(
                        "This server has no log any more", "The pod of " + server + " is gone, and its log too");
            }
            return PodLogs.open(parts.cluster(), ref.get(), request);
        } catch (ApiException e) {
            throw e.toProvider("The log cannot be read", "Cannot read the log of " + server);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
