package dev.hubwright.hub.scopes;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which scopes there are, and which of them bring others along. Immutable. */
public final class ScopeTree {

    private static final Map<String, List<String>> PARENTS = Map.ofEntries(
            Map.entry("admin:users", List.of("admin:auth_state", "users", "read:roles:users", "delete:users")),
            Map.entry("users", List.of("read:users", "list:users", "users:activity")),
            Map.entry("read:users", List.of("read:users:name", "read:users:groups", "read:users:activity")),
            Map.entry("list:users", List.of("read:users:name")),
            Map.entry("users:activity", List.of("read:users:activity")),
            Map.entry("read:roles", List.of("read:roles:users", "read:roles:services", "read:roles:groups")),
            Map.entry("admin:servers", List.of("admin:server_state", "servers")),
            Map.entry("servers", List.of("read:servers", "start:servers", "delete:servers")),
            Map.entry("read:servers", List.of("read:users:name")),
            Map.entry("tokens", List.of("read:tokens")),
            Map.entry("admin:groups", List.of("groups", "read:roles:groups", "delete:groups")),
            Map.entry("groups", List.of("read:groups", "list:groups")),
            Map.entry("read:groups", List.of("read:groups:name")),
            Map.entry("list:groups", List.of("read:groups:name")),
            Map.entry("admin:services", List.of("list:services", "read:services", "read:roles:services")),
            Map.entry("list:services", List.of("read:services:name")),
            Map.entry("read:services", List.of("read:services:name")),
            Map.entry("shares", List.of("access:servers", "read:shares", "users:shares", "groups:shares")),
            Map.entry("users:shares", List.of("read:users:shares")),
            Map.entry("groups:shares", List.of("read:groups:shares")));
    private static final List<String> ALONE = List.of(
            "(no_scope)",
            "self",
            "inherit",
            "access:services",
            "admin-ui",
            "read:hub",
            "proxy",
            "shutdown",
            "read:metrics");
    private static final ScopeTree STANDARD = new ScopeTree(Map.of());

    private final Map<String, Set<String>> closures = new HashMap<>();

    private ScopeTree(Map<String, List<String>> custom) {
        Map<String, List<String>> children = new HashMap<>(PARENTS);
        children.putAll(custom);
        Stream.of(
                        ALONE.stream(),
                        children.keySet().stream(),
                        children.values().stream().flatMap(List::stream))
                .flatMap(names -> names)
                .distinct()
                .forEach(name -> closures.put(name, closure(name, children, new LinkedHashSet<>())));
    }

    /** JupyterHub's own. */
    public static ScopeTree standard() {
        return STANDARD;
    }

    /**
     * JupyterHub's own, and those of an operator.
     *
     * @param custom names that begin with {@code custom:}, and which of them each brings along
     */
    public static ScopeTree with(Map<String, List<String>> custom) {
        return custom.isEmpty() ? STANDARD : new ScopeTree(custom);
    }

    /** All names. */
    public Set<String> names() {
        return new TreeSet<>(closures.keySet());
    }

    /** Whether there is a scope of this name, without a filter. */
    public boolean isKnown(String name) {
        return closures.containsKey(name);
    }

    /** Whether this is the name of a scope, perhaps with a filter that there is. */
    public boolean isScope(String text) {
        int mark = text.indexOf('!');
        return mark < 0
                ? isKnown(text)
                : isKnown(text.substring(0, mark)) && Scope.Filter.isWellFormed(text.substring(mark + 1));
    }

    /** The scope itself and everything that it brings along; of an unknown one just itself. */
    Set<String> closure(String name) {
        return closures.getOrDefault(name, Set.of(name));
    }

    private static Set<String> closure(String name, Map<String, List<String>> children, Set<String> all) {
        if (all.add(name)) {
            children.getOrDefault(name, List.of()).forEach(child -> closure(child, children, all));
        }
        return all;
    }
}
