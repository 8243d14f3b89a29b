package dev.hubwright.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Trees of plain maps. */
final class Maps {

    private Maps() {}

    /** What is there with changes in it, where both have maps at any depth; a {@code null} takes a key away. */
    static Map<Object, Object> merged(Object present, Map<?, ?> changes) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        if (present instanceof Map<?, ?> map) {
            merged.putAll(map);
        }
        changes.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, value instanceof Map<?, ?> map ? merged(merged.get(key), map) : value);
            }
        });
        return merged;
    }
}
