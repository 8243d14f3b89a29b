package dev.hubwright.spawner.k8s;

import static dev.hubwright.spawner.k8s.PodManifest.putUnlessEmpty;

import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.SpawnerSettings;
import io.fabric8.kubernetes.api.model.Container;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The container of the server itself. */
final class NotebookContainer {

    /** Its name, which KubeSpawner's users know from {@code kubectl logs -c notebook}. */
    static final String NAME = "notebook";

    static final String HOME_VOLUME = "home";
    static final String PORT_NAME = "notebook-port";

    private final StartPlan plan;
    private final K8sConfig config;

    NotebookContainer(StartPlan plan) {
        this.plan = plan;
        this.config = plan.config();
    }

    Map<String, Object> tree(EnvironmentVariables environment) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", NAME);
        tree.put("image", config.image());
        config.text(K8sSettings.IMAGE_PULL_POLICY).ifPresent(policy -> tree.put("imagePullPolicy", policy));
        config.text(K8sSettings.WORKING_DIR).ifPresent(folder -> tree.put("workingDir", folder));
        // The image's entry point stays, as with KubeSpawner: many images prepare things in it.
        putUnlessEmpty(tree, "args", escaped(plan.request().command()));
        tree.put("ports", List.of(Map.of("name", PORT_NAME, "containerPort", config.port())));
        tree.put("env", environment.inPod());
        putUnlessEmpty(tree, "volumeMounts", mounts());
        putUnlessEmpty(tree, "resources", resources());
        putUnlessEmpty(tree, "lifecycle", plan.template().renderTree(config.get(K8sSettings.LIFECYCLE_HOOKS)));
        putUnlessEmpty(tree, "securityContext", new SecurityContexts(config).ofContainer());
        // What a server that ends in anger has printed last is then part of the pod's status.
        tree.put("terminationMessagePolicy", "FallbackToLogsOnError");
        @SuppressWarnings("unchecked") // made by Shape from a map
        Map<String, Object> extra = (Map<String, Object>)
                Shape.of(plan.template().renderTree(config.get(K8sSettings.EXTRA_CONTAINER_CONFIG)), Container.class);
        Trees.merge(tree, extra);
        return tree;
    }

    /** Without a command of our own there is nothing that further arguments could be given to. */
    private List<String> escaped(List<String> command) {
        boolean onlyArguments = config.find(K8sSettings.CMD).orElse(List.of()).isEmpty()
                && command.equals(config.get(SpawnerSettings.ARGS));
        return onlyArguments
                ? List.of()
                : command.stream().map(EnvironmentVariables::literal).toList();
    }

    private List<Object> mounts() {
        if (config.ensuresClaim() && config.hasNoVolumes()) {
            return List.of(Map.of("name", HOME_VOLUME, "mountPath", config.get(StorageSettings.HOME_MOUNT_PATH)));
        }
        return plan.elements(StorageSettings.VOLUME_MOUNTS);
    }

    private Map<String, Object> resources() {
        Resources resources = plan.request().resources();
        Map<String, Object> requests = new LinkedHashMap<>();
        resources.memoryGuarantee().ifPresent(bytes -> requests.put("memory", String.valueOf(bytes)));
        resources.cpuGuarantee().ifPresent(cores -> requests.put("cpu", plain(cores)));
        requests.putAll(Trees.map(config.get(K8sSettings.EXTRA_GUARANTEES)));
        Map<String, Object> limits = new LinkedHashMap<>();
        resources.memoryLimit().ifPresent(bytes -> limits.put("memory", String.valueOf(bytes)));
        resources.cpuLimit().ifPresent(cores -> limits.put("cpu", plain(cores)));
        limits.putAll(Trees.map(config.get(K8sSettings.EXTRA_LIMITS)));
        Map<String, Object> tree = new LinkedHashMap<>();
        putUnlessEmpty(tree, "requests", texts(requests));
        putUnlessEmpty(tree, "limits", texts(limits));
        return tree;
    }

    private static Map<String, Object> texts(Map<String, Object> quantities) {
        quantities.replaceAll((name, value) -> String.valueOf(value));
        return quantities;
    }

    private static String plain(double cores) {
        return BigDecimal.valueOf(cores).stripTrailingZeros().toPlainString();
    }
}
