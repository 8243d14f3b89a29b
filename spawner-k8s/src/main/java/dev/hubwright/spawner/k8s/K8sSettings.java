package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the spawner of pods can be told: the section {@code KubeSpawner}. */
final class K8sSettings {

    static final Setting<List<String>> CMD = Setting.texts("cmd")
            .defaultsTo(List.of())
            .clearable()
            .describedAs("The arguments of the image's entry point; empty for the image's own command.");

    static final Setting<String> IP =
            Setting.text("ip").defaultsTo("0.0.0.0").describedAs("The address that a server binds in its pod.");

    static final Setting<Integer> PORT = Setting.integer("port")
            .defaultsTo(8888)
            .formerly("container_port")
            .must(port -> port > 0 && port <= 65535, "a port from 1 to 65535")
            .describedAs("The port that a server binds in its pod.");

    static final Setting<List<String>> ENV_KEEP = Setting.texts("env_keep")
            .defaultsTo(List.of())
            .describedAs("The hub's own environment variables that a server sees too.");

    static final Setting<Object> ENVIRONMENT = Setting.any("environment")
            .defaultsTo(Map.of())
            .describedAs("Environment variables: texts, or objects such as {valueFrom: ...}.");

    static final Setting<String> IMAGE = Setting.text("image")
            .defaultsTo("quay.io/jupyterhub/singleuser:5.2")
            .formerly("image_spec", "singleuser_image_spec", "container_image")
            .must(image -> image.matches("\\S+"), "an image such as quay.io/jupyterhub/singleuser:5.2")
            .describedAs("The image of servers.");

    static final Setting<String> IMAGE_PULL_POLICY = Setting.text("image_pull_policy")
            .clearable()
            .formerly("singleuser_image_pull_policy")
            .must(List.of("Always", "IfNotPresent", "Never")::contains, "Always, IfNotPresent or Never")
            .describedAs("When to pull the image: Always, IfNotPresent or Never.");

    static final Setting<Object> IMAGE_PULL_SECRETS = Setting.any("image_pull_secrets")
            .defaultsTo(List.of())
            .formerly("singleuser_image_pull_secrets")
            .describedAs("Secrets with credentials of registries: a name, or a list of names or of {name: ...}.");

    static final Setting<String> SLUG_SCHEME = Setting.text("slug_scheme")
            .defaultsTo("safe")
            .must(List.of("safe", "escape")::contains, "safe or escape")
            .describedAs("How names of people become names of pods: safe, or escape as before KubeSpawner 7.");

    static final Setting<String> POD_NAME_TEMPLATE = Setting.text("pod_name_template")
            .defaultsTo("jupyter-{user_server}")
            .describedAs("Names of pods.");

    static final Setting<String> POD_NAME_PREFIX = Setting.text("pod_name_prefix")
            .describedAs("The beginning of names of pods, in the words of 2016; use pod_name_template.");

    static final Setting<String> SECRET_NAME_TEMPLATE = Setting.text("secret_name_template")
            .defaultsTo("{pod_name}")
            .describedAs("The beginning of names of secrets with tokens of servers.");

    static final Setting<String> SERVICE_ACCOUNT = Setting.text("service_account")
            .clearable()
            .formerly("singleuser_service_account")
            .describedAs("The service account of pods.");

    static final Setting<Boolean> AUTOMOUNT_TOKEN = Setting.flag("automount_service_account_token")
            .clearable()
            .describedAs("Whether servers get the token of the service account; by default if one is set.");

    static final Setting<String> WORKING_DIR = Setting.text("working_dir")
            .clearable()
            .formerly("singleuser_working_dir")
            .describedAs("The folder in which the server is started.");

    static final Setting<String> RESTART_POLICY = Setting.text("restart_policy")
            .defaultsTo("OnFailure")
            .must(List.of("Always", "OnFailure", "Never")::contains, "Always, OnFailure or Never")
            .describedAs("When the cluster starts a server again that has ended: Always, OnFailure or Never.");

    static final Setting<Integer> RESTART_LIMIT = Setting.integer("restart_limit")
            .defaultsTo(3)
            .must(limit -> limit >= 0, "a number from 0")
            .describedAs("How often a server may be started again before it counts as broken.");

    static final Setting<Duration> DELETE_GRACE_PERIOD = Setting.seconds("delete_grace_period")
            .defaultsTo(Duration.ofSeconds(1))
            .must(value -> !value.isNegative(), "a number of seconds")
            .describedAs("Seconds that a server may take to end by itself.");

    static final Setting<Duration> FORCE_DELETE_AFTER = Setting.seconds("force_delete_after")
            .defaultsTo(Duration.ZERO)
            .must(value -> !value.isNegative(), "a number of seconds")
            .describedAs("Seconds after which a pod on a lost node is given up though it may still run; 0 never does.");

    static final Setting<Map<String, String>> COMMON_LABELS = Setting.textMap("common_labels")
            .defaultsTo(new TreeMap<>(Map.of(
                    "app", "jupyterhub",
                    "heritage", "jupyterhub",
                    "app.kubernetes.io/name", "jupyterhub",
                    "app.kubernetes.io/managed-by", "hubwright")))
            .describedAs("Labels of everything that is made.");

    static final Setting<String> COMPONENT_LABEL = Setting.text("component_label")
            .defaultsTo("singleuser-server")
            .describedAs("The label that tells pods of servers from others.");

    static final Setting<Map<String, String>> EXTRA_LABELS = Setting.textMap("extra_labels")
            .defaultsTo(Map.of())
            .formerly("singleuser_extra_labels")
            .describedAs("Further labels of pods.");

    static final Setting<Map<String, String>> EXTRA_ANNOTATIONS = Setting.textMap("extra_annotations")
            .defaultsTo(Map.of())
            .formerly("singleuser_extra_annotations")
            .describedAs("Further annotations of pods.");

    static final Setting<Object> NODE_SELECTOR =
            object("node_selector").formerly("singleuser_node_selector").describedAs("Labels that a node must have.");

    static final Setting<Object> TOLERATIONS =
            list("tolerations").describedAs("Taints of nodes that pods put up with.");

    static final Setting<Object> NODE_AFFINITY_PREFERRED =
            list("node_affinity_preferred").describedAs("Nodes that pods prefer.");

    static final Setting<Object> NODE_AFFINITY_REQUIRED =
            list("node_affinity_required").describedAs("Nodes that pods need.");

    static final Setting<Object> POD_AFFINITY_PREFERRED =
            list("pod_affinity_preferred").describedAs("Pods that pods prefer to be near to.");

    static final Setting<Object> POD_AFFINITY_REQUIRED =
            list("pod_affinity_required").describedAs("Pods that pods must be near to.");

    static final Setting<Object> POD_ANTI_AFFINITY_PREFERRED =
            list("pod_anti_affinity_preferred").describedAs("Pods that pods prefer to be away from.");

    static final Setting<Object> POD_ANTI_AFFINITY_REQUIRED =
            list("pod_anti_affinity_required").describedAs("Pods that pods must be away from.");

    static final Setting<String> PRIORITY_CLASS =
            Setting.text("priority_class_name").defaultsTo("").describedAs("The priority class of pods.");

    static final Setting<String> SCHEDULER =
            Setting.text("scheduler_name").clearable().describedAs("The scheduler of pods.");

    static final Setting<Object> EXTRA_GUARANTEES = object("extra_resource_guarantees")
            .formerly("singleuser_extra_resource_guarantees")
            .describedAs("Further resources that are set aside, such as {nvidia.com/gpu: 1}.");

    static final Setting<Object> EXTRA_LIMITS = object("extra_resource_limits")
            .formerly("singleuser_extra_resource_limits")
            .describedAs("Further limits, such as {nvidia.com/gpu: 1}.");

    static final Setting<Object> LIFECYCLE_HOOKS = object("lifecycle_hooks")
            .formerly("singleuser_lifecycle_hooks")
            .describedAs("What is run after the start and before the end: postStart, preStop.");

    static final Setting<Object> INIT_CONTAINERS = list("init_containers")
            .formerly("singleuser_init_containers")
            .describedAs("Containers that run before the server.");

    static final Setting<Object> EXTRA_CONTAINERS = list("extra_containers")
            .formerly("singleuser_extra_containers")
            .describedAs("Containers that run beside the server.");

    static final Setting<Object> EXTRA_CONTAINER_CONFIG = object("extra_container_config")
            .formerly("singleuser_extra_container_config")
            .describedAs("Further fields of the server's container.");

    static final Setting<Object> EXTRA_POD_CONFIG = object("extra_pod_config")
            .formerly("singleuser_extra_pod_config")
            .describedAs("Further fields of the pod's spec.");

    static final Setting<String> MODIFY_POD_HOOK = Setting.text("modify_pod_hook")
            .clearable()
            .describedAs("The class of a PodModifier on the class path, which has the last word on each pod.");

    static final Schema SCHEMA =
            SpawnerSettings.SCHEMA.then("KubeSpawner", all()).alsoNamed("KubernetesSpawner");

    private K8sSettings() {}

    private static Setting<Object> object(String key) {
        return Setting.any(key).defaultsTo(Map.of());
    }

    private static Setting<Object> list(String key) {
        return Setting.any(key).defaultsTo(List.of());
    }

    private static Setting<?>[] all() {
        List<Setting<?>> all = new ArrayList<>();
        all.addAll(api());
        all.addAll(pod());
        all.addAll(placing());
        all.addAll(storage());
        return all.toArray(Setting<?>[]::new);
    }

    private static List<Setting<?>> api() {
        return List.of(
                ApiSettings.HOST,
                ApiSettings.CA,
                ApiSettings.VERIFY_SSL,
                ApiSettings.USERNAME,
                ApiSettings.PASSWORD,
                ApiSettings.REQUEST_TIMEOUT,
                ApiSettings.RETRY_TIMEOUT,
                ApiSettings.THREADPOOL_WORKERS,
                ApiSettings.NAMESPACE,
                ApiSettings.USER_NAMESPACES,
                ApiSettings.USER_NAMESPACE_TEMPLATE,
                ApiSettings.USER_NAMESPACE_LABELS,
                ApiSettings.USER_NAMESPACE_ANNOTATIONS,
                ApiSettings.HUB_CONNECT_IP,
                ApiSettings.HUB_CONNECT_PORT,
                ApiSettings.HUB_SERVICE,
                ApiSettings.SERVICES_ENABLED,
                ApiSettings.DNS_NAME_TEMPLATE,
                ApiSettings.POD_CONNECT_IP,
                ApiSettings.EVENTS_ENABLED);
    }

    private static List<Setting<?>> pod() {
        return List.of(
                CMD,
                IP,
                PORT,
                ENV_KEEP,
                ENVIRONMENT,
                IMAGE,
                IMAGE_PULL_POLICY,
                IMAGE_PULL_SECRETS,
                SLUG_SCHEME,
                POD_NAME_TEMPLATE,
                POD_NAME_PREFIX,
                SECRET_NAME_TEMPLATE,
                SERVICE_ACCOUNT,
                AUTOMOUNT_TOKEN,
                WORKING_DIR,
                RESTART_POLICY,
                RESTART_LIMIT,
                DELETE_GRACE_PERIOD,
                FORCE_DELETE_AFTER,
                COMMON_LABELS,
                COMPONENT_LABEL,
                EXTRA_LABELS,
                EXTRA_ANNOTATIONS,
                SecuritySettings.UID,
                SecuritySettings.GID,
                SecuritySettings.FS_GID,
                SecuritySettings.SUPPLEMENTAL_GIDS,
                SecuritySettings.PRIVILEGED,
                SecuritySettings.ALLOW_ESCALATION,
                SecuritySettings.POD_SECURITY,
                SecuritySettings.CONTAINER_CONTEXT,
                SecuritySettings.POD_CONTEXT);
    }

    private static List<Setting<?>> placing() {
        return List.of(
                NODE_SELECTOR,
                TOLERATIONS,
                NODE_AFFINITY_PREFERRED,
                NODE_AFFINITY_REQUIRED,
                POD_AFFINITY_PREFERRED,
                POD_AFFINITY_REQUIRED,
                POD_ANTI_AFFINITY_PREFERRED,
                POD_ANTI_AFFINITY_REQUIRED,
                PRIORITY_CLASS,
                SCHEDULER,
                EXTRA_GUARANTEES,
                EXTRA_LIMITS,
                LIFECYCLE_HOOKS,
                INIT_CONTAINERS,
                EXTRA_CONTAINERS,
                EXTRA_CONTAINER_CONFIG,
                EXTRA_POD_CONFIG,
                MODIFY_POD_HOOK,
                Profiles.LIST);
    }

    private static List<Setting<?>> storage() {
        return List.of(
                StorageSettings.PVC_ENSURE,
                StorageSettings.CAPACITY,
                StorageSettings.CLASS,
                StorageSettings.ACCESS_MODES,
                StorageSettings.SELECTOR,
                StorageSettings.EXTRA_LABELS,
                StorageSettings.EXTRA_ANNOTATIONS,
                StorageSettings.PVC_NAME_TEMPLATE,
                StorageSettings.REMEMBER_PVC_NAME,
                StorageSettings.HANDLE_LEGACY_NAMES,
                StorageSettings.DELETE_PVC,
                StorageSettings.VOLUMES,
                StorageSettings.VOLUME_MOUNTS,
                StorageSettings.HOME_MOUNT_PATH);
    }
}
