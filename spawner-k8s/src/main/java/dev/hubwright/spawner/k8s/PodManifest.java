package dev.hubwright.spawner.k8s;

import dev.hubwright.api.spawn.SpawnRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Composes the pod of one start, first as a tree in the words of the API, so that anything can be laid over it. */
final class PodManifest {

    private final StartPlan plan;
    private final K8sConfig config;

    PodManifest(StartPlan plan) {
        this.plan = plan;
        this.config = plan.config();
    }

    Pod pod(EnvironmentVariables environment) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("restartPolicy", config.get(K8sSettings.RESTART_POLICY));
        addRights(spec);
        addPlace(spec);
        addContainers(spec, environment);
        @SuppressWarnings("unchecked") // made by Shape from a map
        Map<String, Object> extra = (Map<String, Object>)
                Shape.of(plan.template().renderTree(config.get(K8sSettings.EXTRA_POD_CONFIG)), PodSpec.class);
        Trees.merge(spec, extra);
        return new PodBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(plan.podName())
                        .withNamespace(plan.namespace())
                        .withLabels(labels())
                        .withAnnotations(annotations())
                        .build())
                .withSpec(Shape.object(spec, PodSpec.class))
                .build();
    }

    private void addRights(Map<String, Object> spec) {
        List<Object> pullSecrets = new ArrayList<>();
        Object written = config.get(K8sSettings.IMAGE_PULL_SECRETS);
        for (Object secret : written instanceof String name ? List.of(name) : Trees.values(written)) {
            pullSecrets.add(secret instanceof String name ? Map.of("name", name) : secret);
        }
        putUnlessEmpty(spec, "imagePullSecrets", pullSecrets);
        putUnlessEmpty(spec, "securityContext", new SecurityContexts(config).ofPod());
        boolean hasAccount = config.text(K8sSettings.SERVICE_ACCOUNT).isPresent();
        config.text(K8sSettings.SERVICE_ACCOUNT)
                .ifPresent(
                        name -> spec.put("serviceAccountName", plan.template().render(name)));
        spec.put(
                "automountServiceAccountToken",
                config.find(K8sSettings.AUTOMOUNT_TOKEN).orElse(hasAccount));
        // Every service of the namespace as variables: nothing needs them, and with many services nothing starts.
        spec.put("enableServiceLinks", false);
    }

    private void addPlace(Map<String, Object> spec) {
        putUnlessEmpty(spec, "nodeSelector", config.get(K8sSettings.NODE_SELECTOR));
        putUnlessEmpty(spec, "tolerations", plan.elements(K8sSettings.TOLERATIONS));
        putUnlessEmpty(spec, "affinity", new Affinities(plan).tree());
        config.text(K8sSettings.PRIORITY_CLASS).ifPresent(name -> spec.put("priorityClassName", name));
        config.text(K8sSettings.SCHEDULER).ifPresent(name -> spec.put("schedulerName", name));
    }

    private void addContainers(Map<String, Object> spec, EnvironmentVariables environment) {
        List<Object> containers = new ArrayList<>();
        containers.add(new NotebookContainer(plan).tree(environment));
        containers.addAll(plan.elements(K8sSettings.EXTRA_CONTAINERS));
        spec.put("containers", containers);
        putUnlessEmpty(spec, "initContainers", plan.elements(K8sSettings.INIT_CONTAINERS));
        putUnlessEmpty(spec, "volumes", volumes());
    }

    private List<Object> volumes() {
        if (config.ensuresClaim() && config.hasNoVolumes()) {
            return List.of(Map.of(
                    "name",
                    NotebookContainer.HOME_VOLUME,
                    "persistentVolumeClaim",
                    Map.of("claimName", plan.claimName())));
        }
        return plan.elements(StorageSettings.VOLUMES);
    }

    private Map<String, String> labels() {
        Map<String, String> all = new LinkedHashMap<>(plan.rendered(config.get(K8sSettings.EXTRA_LABELS)));
        all.putAll(plan.commonLabels());
        String component = config.get(K8sSettings.COMPONENT_LABEL);
        all.put("app.kubernetes.io/component", component);
        all.put("component", component);
        all.put(Labels.SERVER, Slugs.label(plan.server().name()));
        all.put("hub.jupyter.org/network-access-hub", "true");
        SpawnRequest request = plan.request();
        all.put(Labels.SPAWN, request.spawnId());
        return all;
    }

    private Map<String, String> annotations() {
        Map<String, String> all = new LinkedHashMap<>(plan.rendered(config.get(K8sSettings.EXTRA_ANNOTATIONS)));
        all.putAll(plan.annotations());
        all.put(Labels.SECRET, plan.secretName());
        all.put(PodReading.RESTART_LIMIT, "" + config.get(K8sSettings.RESTART_LIMIT));
        host().ifPresent(name -> all.put(PodReading.HOST, name));
        return all;
    }

    private Optional<String> host() {
        Optional<String> written = config.text(ApiSettings.POD_CONNECT_IP);
        if (written.isPresent() || !config.get(ApiSettings.SERVICES_ENABLED)) {
            return written.map(plan.template()::render);
        }
        return Optional.of(
                plan.template().with("name", plan.podName()).render(config.get(ApiSettings.DNS_NAME_TEMPLATE)));
    }

    static void putUnlessEmpty(Map<String, Object> tree, String key, Object value) {
        boolean empty =
                value instanceof Map<?, ?> map && map.isEmpty() || value instanceof List<?> list && list.isEmpty();
        if (!empty) {
            tree.put(key, value);
        }
    }
}
