package dev.hubwright.hub.settings.python;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map: compared by identity, as names that share one see each other's changes. */
final class MapValue {

    private final Map<Object, Object> entries = new LinkedHashMap<>();

    MapValue(Map<?, ?> entries) {
        this.entries.putAll(entries);
    }

    Map<Object, Object> entries() {
        return entries;
    }
}
