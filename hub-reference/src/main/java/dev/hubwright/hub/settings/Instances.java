package dev.hubwright.hub.settings;

import dev.hubwright.api.RawSettings;
import java.util.List;
import java.util.Map;

/**
 * Instances of providers that settings name: {@code JupyterHub.authenticators: {corp: {class: ldap, …}}}.
 *
 * <p>Each becomes a section of its own, {@code JupyterHub.authenticators.corp}, so that its keys are checked, merged
 * and traced to their lines like all others.
 */
final class Instances {

    static final String AUTHENTICATORS = "JupyterHub.authenticators";
    static final String SPAWNERS = "JupyterHub.spawners";

    private Instances() {}

    static boolean isListOfInstances(String section, String key) {
        return List.of(AUTHENTICATORS, SPAWNERS).contains(section + "." + key);
    }

    static boolean isInstance(String section) {
        return section.startsWith(AUTHENTICATORS + ".") || section.startsWith(SPAWNERS + ".");
    }

    /** The names of the instances in {@code list}. */
    static List<String> names(RawSettings raw, String list) {
        return raw.sections().stream()
                .filter(section -> section.startsWith(list + "."))
                .map(section -> section.substring(list.length() + 1))
                .toList();
    }

    /** Makes sections of instances that were given as one value, by code. */
    static RawSettings unfold(RawSettings raw) {
        RawSettings result = raw;
        for (String list : List.of(AUTHENTICATORS, SPAWNERS)) {
            String key = list.substring(list.indexOf('.') + 1);
            var entry = raw.find("JupyterHub", key);
            if (entry.isPresent() && entry.get().value() instanceof Map<?, ?> instances) {
                result = result.with("JupyterHub", key, null, entry.get().origin());
                result = unfold(result, list, instances, entry.get());
            }
        }
        return result;
    }

    private static RawSettings unfold(RawSettings raw, String list, Map<?, ?> instances, RawSettings.Entry entry) {
        RawSettings result = raw;
        for (var instance : instances.entrySet()) {
            String section = list + "." + instance.getKey();
            result = result.with(section, "", null, entry.origin());
            if (instance.getValue() instanceof Map<?, ?> settings) {
                for (var setting : settings.entrySet()) {
                    result = result.with(section, String.valueOf(setting.getKey()), setting.getValue(), entry.origin());
                }
            }
        }
        return result;
    }
}
