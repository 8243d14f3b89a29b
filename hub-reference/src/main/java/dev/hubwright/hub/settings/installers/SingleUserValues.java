package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.References;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The chart's {@code singleuser.*}: what the pods of people look like. */
final class SingleUserValues {

    private static final String HOME = "/home/jovyan";
    private static final String CLAIM = "claim-{user_server}";
    private static final String VOLUME = "volume-{user_server}";

    private final Translation translation;
    private final Statements sink;
    private final BiPredicate<String, String> knows;

    SingleUserValues(Translation translation, Statements sink, BiPredicate<String, String> knows) {
        this.translation = translation;
        this.sink = sink;
        this.knows = knows;
    }

    static Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("Spawner.cmd", "jupyterhub-singleuser");
        defaults.put("KubeSpawner.start_timeout", 300L);
        defaults.put("KubeSpawner.image", "quay.io/jupyterhub/k8s-singleuser-sample:4.2.0");
        defaults.put("KubeSpawner.mem_guarantee", "1G");
        defaults.put("KubeSpawner.uid", 1000L);
        defaults.put("KubeSpawner.fs_gid", 100L);
        defaults.put("KubeSpawner.allow_privilege_escalation", false);
        return defaults;
    }

    static void describe(Translation translation) {
        translation
                .settings(
                        "singleuser.cmd", "Spawner.cmd",
                        "singleuser.defaultUrl", "Spawner.default_url",
                        "singleuser.startTimeout", "KubeSpawner.start_timeout",
                        "singleuser.image.pullPolicy", "KubeSpawner.image_pull_policy",
                        "singleuser.memory.limit", "KubeSpawner.mem_limit",
                        "singleuser.memory.guarantee", "KubeSpawner.mem_guarantee",
                        "singleuser.cpu.limit", "KubeSpawner.cpu_limit",
                        "singleuser.cpu.guarantee", "KubeSpawner.cpu_guarantee",
                        "singleuser.extraResource.limits", "KubeSpawner.extra_resource_limits",
                        "singleuser.extraResource.guarantees", "KubeSpawner.extra_resource_guarantees",
                        "singleuser.extraEnv", "KubeSpawner.environment",
                        "singleuser.extraLabels", "KubeSpawner.extra_labels",
                        "singleuser.extraAnnotations", "KubeSpawner.extra_annotations",
                        "singleuser.extraContainers", "KubeSpawner.extra_containers",
                        "singleuser.initContainers", "KubeSpawner.init_containers",
                        "singleuser.extraPodConfig", "KubeSpawner.extra_pod_config",
                        "singleuser.nodeSelector", "KubeSpawner.node_selector",
                        "singleuser.extraNodeAffinity.required", "KubeSpawner.node_affinity_required",
                        "singleuser.extraNodeAffinity.preferred", "KubeSpawner.node_affinity_preferred",
                        "singleuser.extraPodAffinity.required", "KubeSpawner.pod_affinity_required",
                        "singleuser.extraPodAffinity.preferred", "KubeSpawner.pod_affinity_preferred",
                        "singleuser.extraPodAntiAffinity.required", "KubeSpawner.pod_anti_affinity_required",
                        "singleuser.extraPodAntiAffinity.preferred", "KubeSpawner.pod_anti_affinity_preferred",
                        "singleuser.lifecycleHooks", "KubeSpawner.lifecycle_hooks",
                        "singleuser.uid", "KubeSpawner.uid",
                        "singleuser.gid", "KubeSpawner.gid",
                        "singleuser.fsGid", "KubeSpawner.fs_gid",
                        "singleuser.serviceAccountName", "KubeSpawner.service_account",
                        "singleuser.allowPrivilegeEscalation", "KubeSpawner.allow_privilege_escalation",
                        "singleuser.podNameTemplate", "KubeSpawner.pod_name_template",
                        "singleuser.events", "KubeSpawner.events_enabled",
                        "singleuser.profileList", "KubeSpawner.profile_list",
                        "singleuser.storage.extraLabels", "KubeSpawner.storage_extra_labels",
                        "singleuser.storage.capacity", "KubeSpawner.storage_capacity",
                        "singleuser.storage.dynamic.storageClass", "KubeSpawner.storage_class",
                        "singleuser.storage.dynamic.storageAccessModes", "KubeSpawner.storage_access_modes",
                        "singleuser.storage.dynamic.pvcNameTemplate", "KubeSpawner.pvc_name_template")
                .handle("singleuser.image.name", (place, tree) -> {})
                .handle("singleuser.image.tag", (place, tree) -> {})
                .handle("singleuser.storage.type", (place, tree) -> {})
                .handle("singleuser.storage.homeMountPath", (place, tree) -> {})
                .handle("singleuser.storage.extraVolumes", (place, tree) -> {})
                .handle("singleuser.storage.extraVolumeMounts", (place, tree) -> {})
                .handle("singleuser.storage.dynamic.volumeNameTemplate", (place, tree) -> {})
                .handle("singleuser.storage.dynamic.subPath", (place, tree) -> {})
                .handle("singleuser.storage.static.pvcName", (place, tree) -> {})
                .handle("singleuser.storage.static.subPath", (place, tree) -> {})
                .handle("singleuser.extraFiles", (place, tree) -> {})
                .note(
                        "is done by a privileged container of the chart; keep people from the metadata service by a"
                                + " network policy",
                        "singleuser.cloudMetadata",
                        "singleuser.networkTools")
                .note(
                        "concerns objects that the chart makes in the cluster, and changes nothing about the hub's own"
                                + " settings",
                        "singleuser.networkPolicy",
                        "singleuser.imagePullSecret",
                        "singleuser.imagePullSecrets",
                        "singleuser.lifecycle",
                        "singleuser.userScheduler");
    }

    void finish(Tree values) {
        image(values);
        storage(values);
        values.find("singleuser", "extraFiles")
                .filter(files -> !files.entries().isEmpty())
                .ifPresent(files -> sink.problem(new Problem(
                        "singleuser.extraFiles",
                        "puts files into pods, which is not supported; put them into the image, or mount a ConfigMap"
                                + " with singleuser.storage.extraVolumes",
                        files.origin())));
    }

    private void image(Tree values) {
        Optional<Tree> name = values.find("singleuser", "image", "name");
        Optional<Tree> tag = values.find("singleuser", "image", "tag");
        if (name.isPresent()) {
            String suffix = tag.flatMap(Tree::text).map(text -> ":" + text).orElse("");
            translation.set(
                    "KubeSpawner.image", References.escape(name.get().text().orElse("") + suffix), name.get());
        } else {
            tag.ifPresent(alone -> sink.problem(new Problem(
                    "singleuser.image.tag", "has no effect without singleuser.image.name", alone.origin())));
        }
    }

    private void storage(Tree values) {
        Tree origin = values.find("singleuser", "storage").orElse(values);
        String type = text(values, "dynamic", "singleuser", "storage", "type");
        String home = text(values, HOME, "singleuser", "storage", "homeMountPath");
        List<Object> volumes = new ArrayList<>();
        List<Object> mounts = new ArrayList<>();
        switch (type) {
            case "dynamic" -> {
                String claim = text(values, CLAIM, "singleuser", "storage", "dynamic", "pvcNameTemplate");
                String volume = text(values, VOLUME, "singleuser", "storage", "dynamic", "volumeNameTemplate");
                whereKnown("KubeSpawner.storage_pvc_ensure", true, origin);
                whereKnown("KubeSpawner.pvc_name_template", claim, origin);
                if (values.find("singleuser", "storage", "capacity").isEmpty()) {
                    whereKnown("KubeSpawner.storage_capacity", "10Gi", origin);
                }
                volumes.add(volume(volume, claim));
                mounts.add(mount(values, volume, home, "dynamic"));
            }
            case "static" -> {
                volumes.add(volume("home", text(values, "", "singleuser", "storage", "static", "pvcName")));
                mounts.add(mount(values, "home", home, "static"));
            }
            case "none" -> {}
            default ->
                sink.problem(
                        new Problem("singleuser.storage.type", "must be dynamic, static or none", origin.origin()));
        }
        addAll(volumes, values, "extraVolumes");
        addAll(mounts, values, "extraVolumeMounts");
        whereKnown("KubeSpawner.volumes", volumes, origin);
        whereKnown("KubeSpawner.volume_mounts", mounts, origin);
    }

    private void whereKnown(String path, Object value, Tree origin) {
        if (knows.test("KubeSpawner", path.substring("KubeSpawner.".length()))) {
            translation.set(path, value, origin);
        }
    }

    private static Map<String, Object> volume(String name, String claim) {
        Map<String, Object> volume = new LinkedHashMap<>();
        volume.put("name", name);
        volume.put("persistentVolumeClaim", Map.of("claimName", claim));
        return volume;
    }

    private static Map<String, Object> mount(Tree values, String volume, String home, String type) {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("name", volume);
        mount.put("mountPath", home);
        String subPath =
                text(values, type.equals("static") ? "{username}" : "", "singleuser", "storage", type, "subPath");
        if (!subPath.isEmpty()) {
            mount.put("subPath", subPath);
        }
        return mount;
    }

    /** A list, or a map of names to entries as newer charts have it. */
    private static void addAll(List<Object> all, Tree values, String key) {
        values.find("singleuser", "storage", key).ifPresent(extra -> {
            Tree escaped = extra.withTexts(References::escape);
            escaped.elements().forEach(element -> all.add(element.plain()));
            escaped.entries().values().forEach(element -> all.add(element.plain()));
        });
    }

    private static String text(Tree values, String otherwise, String... path) {
        return values.find(path).flatMap(Tree::text).map(References::escape).orElse(otherwise);
    }
}
