package dev.hubwright.hub.admin;

import dev.hubwright.hub.scopes.ScopeSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whom somebody finds in the pages for administrators: the people who may be listed, and those whose servers may be seen. */
record Sight(ScopeSet scopes) {

    /** Any of them is enough. */
    static final List<String> SCOPES = List.of("list:users", "read:servers");

    /** The names of all; empty for everybody. */
    Optional<Set<String>> people() {
        Set<String> all = new TreeSet<>();
        for (String scope : SCOPES) {
            Optional<Set<String>> some = scopes.usersWith(scope);
            if (some.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(some.get());
        }
        return Optional.of(all);
    }

    /** Whether this one is among them. */
    boolean includes(String person) {
        return SCOPES.stream().anyMatch(scope -> scopes.allows(scope, person));
    }

    /** What there is to see for those who have the scope for this person. */
    <T> Optional<T> of(String person, String scope, T value) {
        return scopes.allows(scope, person) ? Optional.of(value) : Optional.empty();
    }
}
