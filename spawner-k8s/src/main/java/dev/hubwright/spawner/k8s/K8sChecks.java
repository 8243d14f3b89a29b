package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.SpawnerSettings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be wrong with settings that are well-formed one by one, and with those of any shape. */
final class K8sChecks {

    private static final Map<Setting<Object>, Class<?>> LISTS = Map.ofEntries(
            Map.entry(StorageSettings.VOLUMES, Volume.class),
            Map.entry(StorageSettings.VOLUME_MOUNTS, VolumeMount.class),
            Map.entry(K8sSettings.INIT_CONTAINERS, Container.class),
            Map.entry(K8sSettings.EXTRA_CONTAINERS, Container.class),
            Map.entry(K8sSettings.TOLERATIONS, Toleration.class),
            Map.entry(K8sSettings.NODE_AFFINITY_PREFERRED, PreferredSchedulingTerm.class),
            Map.entry(K8sSettings.NODE_AFFINITY_REQUIRED, NodeSelectorTerm.class),
            Map.entry(K8sSettings.POD_AFFINITY_PREFERRED, WeightedPodAffinityTerm.class),
            Map.entry(K8sSettings.POD_AFFINITY_REQUIRED, PodAffinityTerm.class),
            Map.entry(K8sSettings.POD_ANTI_AFFINITY_PREFERRED, WeightedPodAffinityTerm.class),
            Map.entry(K8sSettings.POD_ANTI_AFFINITY_REQUIRED, PodAffinityTerm.class));

    private static final Map<Setting<Object>, Class<?>> OBJECTS = new LinkedHashMap<>(Map.of(
            K8sSettings.EXTRA_POD_CONFIG, PodSpec.class,
            K8sSettings.EXTRA_CONTAINER_CONFIG, Container.class,
            K8sSettings.LIFECYCLE_HOOKS, Lifecycle.class,
            K8sSettings.NODE_SELECTOR, Map.class,
            K8sSettings.EXTRA_LIMITS, Map.class,
            K8sSettings.EXTRA_GUARANTEES, Map.class,
            StorageSettings.SELECTOR, LabelSelector.class,
            SecuritySettings.POD_CONTEXT, PodSecurityContext.class,
            SecuritySettings.CONTAINER_CONTEXT, SecurityContext.class));

    private static final List<Setting<String>> TEMPLATES = List.of(
            K8sSettings.POD_NAME_TEMPLATE,
            K8sSettings.SECRET_NAME_TEMPLATE,
            StorageSettings.PVC_NAME_TEMPLATE,
            ApiSettings.USER_NAMESPACE_TEMPLATE);

    private final Settings settings;
    private final List<Problem> problems = new ArrayList<>();

    private K8sChecks(Settings settings) {
        this.settings = settings;
    }

    static List<Problem> problems(Settings settings) {
        K8sChecks checks = new K8sChecks(settings);
        LISTS.forEach(checks::checkList);
        OBJECTS.forEach(checks::checkObject);
        checks.checkEnvironment();
        checks.checkTemplates();
        checks.checkCapacity();
        checks.checkHook();
        Profiles.problems(settings.get(Profiles.LIST)).forEach(problem -> checks.wrong(Profiles.LIST, problem));
        return List.copyOf(checks.problems);
    }

    /** What the operator should know, though it may be meant. */
    static List<Problem> warnings(Settings settings) {
        K8sChecks checks = new K8sChecks(settings);
        if (settings.get(SecuritySettings.PRIVILEGED)) {
            checks.wrong(SecuritySettings.PRIVILEGED, "= true gives servers the rights of the node's own root");
        }
        if (settings.find(SecuritySettings.UID).filter(uid -> uid == 0).isPresent()) {
            checks.wrong(SecuritySettings.UID, "= 0 runs servers as root");
        }
        if (settings.find(ApiSettings.VERIFY_SSL).filter(verify -> !verify).isPresent()) {
            checks.wrong(
                    ApiSettings.VERIFY_SSL,
                    "= false lets anybody on the way pose as the API server and read the hub's token");
        }
        boolean noCommand = settings.find(K8sSettings.CMD).orElse(List.of()).isEmpty();
        if (noCommand && !settings.get(SpawnerSettings.ARGS).isEmpty()) {
            checks.wrong(SpawnerSettings.ARGS, "has no effect without KubeSpawner.cmd");
        }
        return List.copyOf(checks.problems);
    }

    private void wrong(Setting<?> setting, String message) {
        problems.add(settings.problem(setting, message));
    }

    private void checkList(Setting<Object> setting, Class<?> type) {
        Object value = settings.get(setting);
        if (!(value instanceof List<?>) && !(value instanceof Map<?, ?>)) {
            wrong(setting, "must be a list, or a map whose values are taken in the order of its keys");
            return;
        }
        for (Object element : Trees.values(value)) {
            if (element instanceof Map<?, ?>) {
                checkFields(setting, element, type);
            } else {
                wrong(setting, "has an element that is not a map of fields");
            }
        }
    }

    private void checkObject(Setting<Object> setting, Class<?> type) {
        if (!(settings.get(setting) instanceof Map<?, ?> map)) {
            wrong(setting, "must be a map");
        } else if (type != Map.class) {
            checkFields(setting, map, type);
        }
    }

    private void checkFields(Setting<?> setting, Object tree, Class<?> type) {
        for (String field : Shape.unknownFields(tree, type)) {
            wrong(setting, "has no field " + field);
        }
    }

    private void checkEnvironment() {
        if (!(settings.get(K8sSettings.ENVIRONMENT) instanceof Map<?, ?> map)) {
            wrong(K8sSettings.ENVIRONMENT, "must be a map from names to texts, or to objects such as {valueFrom: ...}");
            return;
        }
        map.forEach((name, value) -> {
            if (value instanceof Map<?, ?> object) {
                checkFields(K8sSettings.ENVIRONMENT, object, EnvVar.class);
            } else if (value instanceof List<?>) {
                wrong(K8sSettings.ENVIRONMENT, "has a list as " + name + "; give a text");
            }
        });
    }

    private void checkTemplates() {
        for (Setting<String> setting : TEMPLATES) {
            String template = settings.get(setting);
            for (String field : Template.unknownFields(template)) {
                wrong(
                        setting,
                        "has {" + field + "} in \"" + template + "\"; known are "
                                + String.join(
                                        ", ", Template.FIELDS.stream().sorted().toList()));
            }
        }
        for (Setting<String> setting : List.of(K8sSettings.POD_NAME_TEMPLATE, StorageSettings.PVC_NAME_TEMPLATE)) {
            if (!Template.isPersonal(settings.get(setting))) {
                wrong(setting, "= \"" + settings.get(setting) + "\" has no {user_server} or {username} in it");
            }
        }
    }

    private void checkCapacity() {
        String capacity = settings.get(StorageSettings.CAPACITY);
        try {
            Quantity.getAmountInBytes(new Quantity(capacity));
        } catch (IllegalArgumentException e) {
            wrong(StorageSettings.CAPACITY, "= \"" + capacity + "\" must be a size such as 10Gi");
        }
    }

    private void checkHook() {
        settings.find(K8sSettings.MODIFY_POD_HOOK)
                .filter(name -> PodModifiers.named(Optional.of(name)).isEmpty())
                .ifPresent(name -> wrong(
                        K8sSettings.MODIFY_POD_HOOK,
                        "= \"" + name
                                + "\" is no PodModifier that ServiceLoader finds; put its jar on the class path"));
    }
}
