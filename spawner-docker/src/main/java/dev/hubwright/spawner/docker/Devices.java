package dev.hubwright.spawner.docker;

import java.util.List;
import java.util.Map;

/** Typed settings in the engine's words. */
final class Devices {

    private Devices() {}

    /** {@code all}, a number, or {@code device=0,1}. */
    static Map<String, Object> gpus(String value) {
        List<List<String>> capabilities = List.of(List.of("gpu"));
        if (value.startsWith("device=")) {
            List<String> ids = List.of(value.substring("device=".length()).split(","));
            return Map.of("Driver", "", "DeviceIDs", ids, "Capabilities", capabilities);
        }
        int count = value.equals("all") ? -1 : Integer.parseInt(value);
        return Map.of("Driver", "", "Count", count, "Capabilities", capabilities);
    }

    static boolean isGpus(String value) {
        return value.matches("all|[1-9]\\d{0,3}|device=[A-Za-z0-9,_-]+");
    }

    /** {@code 1024}, or {@code 1024:65536} for soft and hard. */
    static Map<String, Object> ulimit(String name, String value) {
        String[] limits = value.split(":");
        return Map.of("Name", name, "Soft", Long.valueOf(limits[0]), "Hard", Long.valueOf(limits[limits.length - 1]));
    }

    static boolean isUlimit(String value) {
        return value.matches("-?\\d{1,18}(:-?\\d{1,18})?");
    }
}
