package dev.hubwright.hub.settings;

import dev.hubwright.api.Nearest;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeTree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code JupyterHub.load_roles}; what is wrong names the role and the field. Used once. */
final class RoleReader {

    private static final String SETTING = "JupyterHub.load_roles";
    private static final List<String> FIELDS = List.of("name", "description", "scopes", "users", "groups", "services");
    private static final Set<String> FILTERS = Set.of("user", "server", "group", "service");

    private final ScopeTree tree;
    private final Origin origin;
    private final List<Problem> problems;
    private final Map<String, Role> roles = new LinkedHashMap<>();

    private RoleReader(ScopeTree tree, Origin origin, List<Problem> problems) {
        this.tree = tree;
        this.origin = origin;
        this.problems = problems;
    }

    /** Reads all of them; what is wrong is added to {@code problems}. */
    static List<Role> readAll(Object value, ScopeTree tree, Origin origin, List<Problem> problems) {
        RoleReader reader = new RoleReader(tree, origin, problems);
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                reader.read(list.get(i), SETTING + "[" + i + "]");
            }
        } else {
            reader.wrong(SETTING, "must be a list of roles, each a map with a name and scopes");
        }
        return List.copyOf(reader.roles.values());
    }

    private void read(Object entry, String place) {
        if (!(entry instanceof Map<?, ?> fields) || !(fields.get("name") instanceof String name)) {
            wrong(place, "must be a map with a name and scopes");
            return;
        }
        String path = SETTING + "[" + name + "]";
        if (!Role.isName(name)) {
            wrong(
                    path + ".name",
                    "must be 3 to 255 of a-z, 0-9 and -_~. with a letter first, and a letter or digit last");
        } else if (roles.containsKey(name)) {
            wrong(path, "is there twice; put what both say into one");
        } else {
            fields.keySet().forEach(field -> checkField(String.valueOf(field), path));
            roles.put(
                    name,
                    new Role(
                            name,
                            fields.get("description") instanceof String text ? text : "",
                            scopes(name, fields, path),
                            texts(fields, "users", path),
                            texts(fields, "groups", path),
                            texts(fields, "services", path)));
        }
    }

    private Set<String> scopes(String name, Map<?, ?> fields, String path) {
        boolean said = fields.get("scopes") != null;
        Optional<Set<String>> usual = Roles.usual(name);
        if (!said) {
            return usual.orElse(Set.of());
        }
        Set<String> scopes = texts(fields, "scopes", path);
        if (name.equals(Role.ADMIN) && !scopes.equals(usual.orElseThrow())) {
            wrong(path + ".scopes", "cannot be changed: give the other scopes to a role of another name");
        }
        scopes.forEach(scope -> checkScope(scope, path + ".scopes"));
        return scopes;
    }

    private void checkScope(String scope, String path) {
        String[] parts = scope.split("!", 2);
        if (!tree.isKnown(parts[0])) {
            wrong(
                    path,
                    "has \"" + scope + "\", which is not known"
                            + Nearest.to(parts[0], tree.names())
                                    .map(nearest -> "; did you mean " + nearest + "?")
                                    .orElse("; scopes of one's own stand in custom_scopes"));
        } else if (parts.length > 1 && !isFilter(parts[1])) {
            wrong(
                    path,
                    "has \"" + scope + "\"; after \"!\" there may be user, server, group or service and = with a name,"
                            + " a server as owner/name");
        }
    }

    private static boolean isFilter(String text) {
        String[] parts = text.split("=", 2);
        if (!FILTERS.contains(parts[0])) {
            return false;
        }
        if (parts.length == 1) {
            return !parts[0].equals("group");
        }
        return !parts[1].isEmpty() && (!parts[0].equals("server") || parts[1].indexOf('/') > 0);
    }

    private void checkField(String field, String path) {
        if (field.equals("tokens")) {
            wrong(path + ".tokens", "is not supported: tokens have scopes, which are given when they are made");
        } else if (!FIELDS.contains(field)) {
            wrong(
                    path + "." + field,
                    "is not known"
                            + Nearest.to(field, FIELDS)
                                    .map(nearest -> "; did you mean " + nearest + "?")
                                    .orElse("; there are " + String.join(", ", FIELDS)));
        }
    }

    private Set<String> texts(Map<?, ?> fields, String field, String path) {
        Object value = fields.get(field);
        if (value == null) {
            return Set.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            wrong(path + "." + field, "must be a list of names");
            return texts;
        }
        list.forEach(text -> texts.add((String) text));
        return texts;
    }

    private void wrong(String path, String message) {
        problems.add(new Problem(path, message, origin));
    }
}
