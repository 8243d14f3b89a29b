package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Setting;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names that one start uses, and the settings it goes by.
 *
 * @param config this start's own settings
 * @param request what the hub asks for
 * @param labels this hub's
 * @param namespace where everything goes
 * @param template with the names of pod and claim
 * @param podName the pod
 * @param claimName the claim, as long as no older one of the server is found
 */
record StartPlan(
        K8sConfig config,
        SpawnRequest request,
        Labels labels,
        String namespace,
        Template template,
        String podName,
        String claimName) {

    private static final int HASH = 10;

    static StartPlan of(K8sConfig config, SpawnRequest request, Labels labels, String hubNamespace) {
        Template names = Template.of(request.server(), config.get(K8sSettings.SLUG_SCHEME), hubNamespace);
        String namespace = config.get(ApiSettings.USER_NAMESPACES)
                ? names.render(config.get(ApiSettings.USER_NAMESPACE_TEMPLATE))
                : config.find(ApiSettings.NAMESPACE).orElse(hubNamespace);
        Template template = names.with("namespace", namespace);
        String podName = template.render(podNameTemplate(config));
        template = template.with("pod_name", podName);
        String claim = template.render(config.get(StorageSettings.PVC_NAME_TEMPLATE));
        return new StartPlan(config, request, labels, namespace, template.with("pvc_name", claim), podName, claim);
    }

    static String podNameTemplate(K8sConfig config) {
        return config.text(K8sSettings.POD_NAME_PREFIX)
                .filter(prefix -> !config.isSet(K8sSettings.POD_NAME_TEMPLATE))
                .map(prefix -> prefix + "-{user_server}")
                .orElseGet(() -> config.get(K8sSettings.POD_NAME_TEMPLATE));
    }

    /** The same with another claim. */
    StartPlan withClaim(String name) {
        return new StartPlan(config, request, labels, namespace, template.with("pvc_name", name), podName, name);
    }

    ServerRef server() {
        return request.server();
    }

    PodRef ref() {
        Duration grace = config.get(K8sSettings.DELETE_GRACE_PERIOD);
        return new PodRef(namespace, podName, request.spawnId(), secretName(), grace);
    }

    /** Another one at each start, so that no secret that is going away is in the way. */
    String secretName() {
        String id = request.spawnId().toLowerCase(Locale.ROOT);
        String name = template.render(config.get(K8sSettings.SECRET_NAME_TEMPLATE));
        return name + "-" + id.substring(0, Math.min(HASH, id.length()));
    }

    /** Labels of everything that this start makes. */
    Map<String, String> commonLabels() {
        Map<String, String> all = new LinkedHashMap<>(config.get(K8sSettings.COMMON_LABELS));
        all.putAll(labels.ofUser(server().user()));
        return all;
    }

    Map<String, String> annotations() {
        return Labels.annotations(server());
    }

    /** A map of texts with its fields replaced. */
    Map<String, String> rendered(Map<String, String> texts) {
        Map<String, String> all = new LinkedHashMap<>();
        texts.forEach((key, value) -> all.put(key, template.render(value)));
        return all;
    }

    /** The elements of a list, or of a map in the order of its keys, with their fields replaced. */
    List<Object> elements(Setting<Object> setting) {
        return Trees.values(template.renderTree(config.get(setting)));
    }
}
