package dev.hubwright.auth.oidc;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads groups in the shapes that providers give them: a list, a single text, or an object whose names they are. */
final class GroupClaims {

    private GroupClaims() {}

    static Set<String> groups(Optional<Object> claim) {
        Set<String> groups = new HashSet<>();
        Object value = claim.orElse(null);
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(name -> add(groups, name));
        } else if (value instanceof Collection<?> list) {
            list.forEach(element -> add(groups, element instanceof Map<?, ?> map ? map.get("name") : element));
        } else {
            add(groups, value);
        }
        return groups;
    }

    private static void add(Set<String> groups, Object name) {
        if (name instanceof String text && !text.isBlank()) {
            groups.add(text);
        }
    }
}
