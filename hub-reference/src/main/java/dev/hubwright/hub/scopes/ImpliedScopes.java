package dev.hubwright.hub.scopes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which scopes bring others along. */
final class ImpliedScopes {

    private static final Map<String, List<String>> CHILDREN = Map.ofEntries(
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

    private ImpliedScopes() {}

    /** The scope itself and everything that it brings along. */
    static Set<String> closure(String name) {
        Set<String> all = new LinkedHashSet<>();
        collect(name, all);
        return all;
    }

    private static void collect(String name, Set<String> all) {
        if (all.add(name)) {
            CHILDREN.getOrDefault(name, List.of()).forEach(child -> collect(child, all));
        }
    }
}
