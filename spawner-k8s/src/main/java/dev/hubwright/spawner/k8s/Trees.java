package dev.hubwright.spawner.k8s;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values as a settings file gives them: maps, lists and plain ones. */
final class Trees {

    private Trees() {}

    /** The elements of a list, or the values of a map in the order of its keys: so several files can add to one. */
    static List<Object> values(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            TreeMap<String, Object> sorted = new TreeMap<>();
            map.forEach((key, value) -> {
                if (value != null) {
                    sorted.put(String.valueOf(key), value);
                }
            });
            return List.copyOf(sorted.values());
        }
        return tree instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    static Map<String, Object> map(Object tree) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }

    /** Puts {@code changes} over {@code target}: maps are merged, lists are joined, all else is replaced. */
    static void merge(Map<String, Object> target, Map<String, Object> changes) {
        changes.forEach((key, value) -> {
            Object there = target.get(key);
            if (there instanceof Map<?, ?> && value instanceof Map<?, ?>) {
                Map<String, Object> inner = map(there);
                merge(inner, map(value));
                target.put(key, inner);
            } else if (there instanceof List<?> before && value instanceof List<?> more) {
                List<Object> joined = new ArrayList<>(before);
                joined.addAll(more);
                target.put(key, joined);
            } else {
                target.put(key, value);
            }
        });
    }
}
