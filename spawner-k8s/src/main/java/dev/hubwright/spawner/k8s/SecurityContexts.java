package dev.hubwright.spawner.k8s;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As whom a server runs, and what it may do: Kubernetes's profile "restricted", less what the settings ask for. */
final class SecurityContexts {

    private final K8sConfig config;
    private final boolean restricted;
    private final boolean root;

    SecurityContexts(K8sConfig config) {
        this.config = config;
        this.root = config.find(SecuritySettings.UID).filter(uid -> uid == 0).isPresent();
        this.restricted = config.get(SecuritySettings.POD_SECURITY).equals("restricted")
                && !config.get(SecuritySettings.PRIVILEGED);
    }

    Map<String, Object> ofPod() {
        Map<String, Object> context = new LinkedHashMap<>();
        if (restricted) {
            context.put("seccompProfile", Map.of("type", "RuntimeDefault"));
        }
        config.find(SecuritySettings.FS_GID).ifPresent(gid -> context.put("fsGroup", gid));
        List<Integer> groups = config.get(SecuritySettings.SUPPLEMENTAL_GIDS).stream()
                .map(Integer::valueOf)
                .toList();
        PodManifest.putUnlessEmpty(context, "supplementalGroups", groups);
        context.putAll(Trees.map(config.get(SecuritySettings.POD_CONTEXT)));
        return context;
    }

    Map<String, Object> ofContainer() {
        Map<String, Object> context = new LinkedHashMap<>();
        Optional<Boolean> escalation = config.find(SecuritySettings.ALLOW_ESCALATION);
        config.find(SecuritySettings.UID).ifPresent(uid -> context.put("runAsUser", uid));
        config.find(SecuritySettings.GID).ifPresent(gid -> context.put("runAsGroup", gid));
        if (restricted && !root) {
            context.put("runAsNonRoot", true);
            if (!escalation.orElse(true)) {
                context.put("capabilities", Map.of("drop", List.of("ALL")));
            }
        }
        if (config.get(SecuritySettings.PRIVILEGED)) {
            context.put("privileged", true);
        } else {
            escalation.ifPresent(allowed -> context.put("allowPrivilegeEscalation", allowed));
        }
        context.putAll(Trees.map(config.get(SecuritySettings.CONTAINER_CONTEXT)));
        return context;
    }
}
