package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings over settings, as {@code kubespawner_override} means it: maps are merged, and all else is replaced. */
final class Overrides {

    private Overrides() {}

    static Settings over(Settings below, Map<String, Object> override) {
        Settings written = read(override, new ArrayList<>());
        Settings merged = below;
        for (Setting<?> setting : K8sSettings.SCHEMA.settings().values()) {
            merged = laid(merged, setting, written);
        }
        return merged;
    }

    static List<String> problems(Map<String, Object> override) {
        List<Problem> problems = new ArrayList<>();
        Settings settings = read(override, problems);
        if (problems.isEmpty()) {
            problems.addAll(K8sChecks.problems(settings));
        }
        return problems.stream().map(Problem::toString).toList();
    }

    private static Settings read(Map<String, Object> override, List<Problem> problems) {
        return Settings.read(K8sSettings.SCHEMA, RawSettings.of(Map.of("KubeSpawner", override)), Map.of(), problems);
    }

    private static <T> Settings laid(Settings below, Setting<T> setting, Settings above) {
        if (!above.isSet(setting) || above.find(setting).isEmpty()) {
            return below;
        }
        T value = above.get(setting);
        return below.with(setting, value instanceof Map<?, ?> map ? merged(below, setting, map) : value);
    }

    /** The values of both are of the setting's own type, which merging keeps. */
    @SuppressWarnings("unchecked")
    private static <T> T merged(Settings below, Setting<T> setting, Map<?, ?> above) {
        Map<String, Object> tree = Trees.map(below.find(setting).orElse(null));
        deepen(tree, Trees.map(above));
        return (T) tree;
    }

    /** A written null takes a key away. */
    private static void deepen(Map<String, Object> target, Map<String, Object> changes) {
        changes.forEach((key, value) -> {
            if (value == null) {
                target.remove(key);
            } else if (value instanceof Map<?, ?> map && target.get(key) instanceof Map<?, ?> there) {
                Map<String, Object> inner = new LinkedHashMap<>(Trees.map(there));
                deepen(inner, Trees.map(map));
                target.put(key, inner);
            } else {
                target.put(key, value);
            }
        });
    }
}
