package dev.hubwright.hub.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code load_groups}: lists of members, or JupyterHub 4's maps with a list below {@code users}. */
final class Groups {

    private Groups() {}

    static boolean areGroups(Object value) {
        return value instanceof Map<?, ?> groups && groups.values().stream().allMatch(Groups::areMembers);
    }

    static Map<String, List<String>> read(Object value) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, members) -> {
            List<String> users = new ArrayList<>();
            list(members).forEach(member -> users.add(String.valueOf(member)));
            groups.put(String.valueOf(name), List.copyOf(users));
        });
        return groups;
    }

    private static boolean areMembers(Object members) {
        return members == null || members instanceof List || (members instanceof Map<?, ?> map && onlyUsers(map));
    }

    private static boolean onlyUsers(Map<?, ?> map) {
        return map.isEmpty() || (map.size() == 1 && map.get("users") instanceof List);
    }

    private static List<?> list(Object members) {
        if (members instanceof Map<?, ?> map) {
            return list(map.get("users"));
        }
        return members instanceof List<?> list ? list : List.of();
    }
}
