package dev.hubwright.spawner.k8s;

import static dev.hubwright.spawner.k8s.PodManifest.putUnlessEmpty;

import dev.hubwright.api.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a pod is put: KubeSpawner's six lists as the one tree that Kubernetes has. */
final class Affinities {

    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private final StartPlan plan;

    Affinities(StartPlan plan) {
        this.plan = plan;
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        Map<String, Object> node = new LinkedHashMap<>();
        putUnlessEmpty(node, PREFERRED, plan.elements(K8sSettings.NODE_AFFINITY_PREFERRED));
        List<Object> terms = plan.elements(K8sSettings.NODE_AFFINITY_REQUIRED);
        if (!terms.isEmpty()) {
            node.put(REQUIRED, Map.of("nodeSelectorTerms", terms));
        }
        putUnlessEmpty(tree, "nodeAffinity", node);
        putUnlessEmpty(
                tree, "podAffinity", ofPods(K8sSettings.POD_AFFINITY_PREFERRED, K8sSettings.POD_AFFINITY_REQUIRED));
        putUnlessEmpty(
                tree,
                "podAntiAffinity",
                ofPods(K8sSettings.POD_ANTI_AFFINITY_PREFERRED, K8sSettings.POD_ANTI_AFFINITY_REQUIRED));
        return tree;
    }

    private Map<String, Object> ofPods(Setting<Object> preferred, Setting<Object> required) {
        Map<String, Object> tree = new LinkedHashMap<>();
        putUnlessEmpty(tree, PREFERRED, plan.elements(preferred));
        putUnlessEmpty(tree, REQUIRED, plan.elements(required));
        return tree;
    }
}
