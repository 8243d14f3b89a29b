package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.scopes.ScopeTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code JupyterHub.custom_scopes}: scopes that say something to services alone. */
final class CustomScopes {

    private static final String SETTING = "JupyterHub.custom_scopes";
    private static final String NAME = "custom:[a-z0-9][a-z0-9_\\-*:]+[a-z0-9_*]";

    private CustomScopes() {}

    /** All scopes that there are then; what is wrong is added to {@code problems}. */
    static ScopeTree read(Object value, Origin origin, List<Problem> problems) {
        Map<String, List<String>> scopes = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> all)) {
            problems.add(new Problem(SETTING, "must be a map of names to maps with a description", origin));
            return ScopeTree.standard();
        }
        all.forEach((key, definition) -> {
            String name = String.valueOf(key);
            String path = SETTING + "[" + name + "]";
            if (!name.matches(NAME)) {
                problems.add(new Problem(
                        path,
                        "must begin with \"custom:\", followed by three or more of a-z, 0-9 and _-*: such as"
                                + " custom:grades:read",
                        origin));
            } else if (!isDefinition(definition)) {
                problems.add(new Problem(
                        path, "must be a map with a description and, where it brings others along, subscopes", origin));
            } else {
                scopes.put(name, children((Map<?, ?>) definition));
            }
        });
        scopes.forEach((name, children) -> children.stream()
                .filter(child -> !scopes.containsKey(child))
                .forEach(child -> problems.add(new Problem(
                        SETTING + "[" + name + "].subscopes",
                        "has \"" + child + "\", which is none of custom_scopes; only those can be brought along",
                        origin))));
        return ScopeTree.with(scopes);
    }

    private static boolean isDefinition(Object definition) {
        return definition instanceof Map<?, ?> map
                && map.get("description") instanceof String
                && map.keySet().stream()
                        .allMatch(key -> List.of("description", "subscopes").contains(key))
                && (map.get("subscopes") == null
                        || map.get("subscopes") instanceof List<?> list
                                && list.stream().allMatch(String.class::isInstance));
    }

    private static List<String> children(Map<?, ?> definition) {
        return definition.get("subscopes") instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }
}
