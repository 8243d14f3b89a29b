package dev.hubwright.api.oauth;

import java.util.List;
import java.util.Set;

/** The scopes of which one lets somebody in. */
record AccessScopes(List<String> accepted) {

    AccessScopes {
        accepted = List.copyOf(accepted);
    }

    /** Whether scopes that the hub has expanded contain one of these, with the same filter or a wider one. */
    boolean contain(Set<String> held) {
        return accepted.stream().anyMatch(scope -> isHeld(scope, held));
    }

    private static boolean isHeld(String scope, Set<String> held) {
        int mark = scope.indexOf('!');
        if (held.contains(scope) || mark > 0 && held.contains(scope.substring(0, mark))) {
            return true;
        }
        // Whoever may use all servers of a user may use this one.
        int server = scope.indexOf("!server=");
        int slash = scope.indexOf('/', server);
        return server > 0
                && slash > 0
                && held.contains(
                        scope.substring(0, server) + "!user=" + scope.substring(server + "!server=".length(), slash));
    }
}
