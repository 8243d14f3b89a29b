package dev.hubwright.spawner.docker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Mounts in the words of docker-py and of the engine's API. */
final class Mounts {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("target", "Target"),
            Map.entry("source", "Source"),
            Map.entry("type", "Type"),
            Map.entry("read_only", "ReadOnly"),
            Map.entry("consistency", "Consistency"),
            Map.entry("propagation", "BindOptions.Propagation"),
            Map.entry("no_copy", "VolumeOptions.NoCopy"),
            Map.entry("labels", "VolumeOptions.Labels"),
            Map.entry("subpath", "VolumeOptions.Subpath"),
            Map.entry("driver_config", "VolumeOptions.DriverConfig"),
            Map.entry("tmpfs_size", "TmpfsOptions.SizeBytes"),
            Map.entry("tmpfs_mode", "TmpfsOptions.Mode"),
            Map.entry("Target", "Target"),
            Map.entry("Source", "Source"),
            Map.entry("Type", "Type"),
            Map.entry("ReadOnly", "ReadOnly"),
            Map.entry("Consistency", "Consistency"),
            Map.entry("BindOptions", "BindOptions"),
            Map.entry("VolumeOptions", "VolumeOptions"),
            Map.entry("TmpfsOptions", "TmpfsOptions"));

    private Mounts() {}

    static Optional<String> key(Object key) {
        return Optional.ofNullable(WORDS.get(String.valueOf(key)));
    }

    static String hint(Object key) {
        return Words.near(key, WORDS.keySet());
    }

    /** Puts a value where the engine wants it; the key must be known. */
    @SuppressWarnings("unchecked") // only this method puts the maps in between
    static void put(Map<String, Object> mount, String key, Object value) {
        String[] path = WORDS.get(key).split("\\.");
        Map<String, Object> place = mount;
        if (path.length > 1) {
            place = (Map<String, Object>) mount.computeIfAbsent(path[0], name -> new LinkedHashMap<String, Object>());
        }
        place.put(path[path.length - 1], value);
    }
}
