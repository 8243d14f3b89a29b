package dev.hubwright.auth.azuread;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.OAuthSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out which groups somebody is in: by the token, or by Graph where they are too many for a token. */
final class Groups {

    private final AzureAdConfig config;
    private final GraphTokens graphTokens;
    private final Graph graph;
    private final List<String> path;

    Groups(AzureAdConfig config, GraphTokens graphTokens, Graph graph) {
        this.config = config;
        this.graphTokens = graphTokens;
        this.graph = graph;
        String key = config.find(OAuthSettings.AUTH_STATE_GROUPS_KEY)
                .filter(text -> !text.isBlank())
                .orElse(AuthStates.USER + "." + config.get(AzureAdSettings.USER_GROUPS_CLAIM));
        this.path = List.of(key.substring(AuthStates.USER.length() + 1).split("\\."));
    }

    /** The claims with all groups in them, and what to keep after that. */
    record Resolved(Map<String, Object> claims, Tokens tokens) {}

    /** Asks Graph where the token only says that there are many, and anything depends on it. */
    Resolved resolved(Map<String, Object> claims, Tokens tokens) throws ProviderException, InterruptedException {
        if (!isOverage(claims) || !config.needsGroups()) {
            return new Resolved(claims, tokens);
        }
        GraphTokens.Given given = graphTokens.given(tokens);
        Map<String, Object> full = new LinkedHashMap<>(claims);
        // Its address is of a service that was shut down, so nobody should follow it.
        full.remove("_claim_sources");
        full.remove("_claim_names");
        full.remove("hasgroups");
        full.put(path.get(0), new ArrayList<>(graph.groups(given.token())));
        return new Resolved(full, given.tokens());
    }

    private boolean isOverage(Map<String, Object> claims) {
        boolean named = claims.get("_claim_names") instanceof Map<?, ?> names && names.containsKey(path.get(0));
        return path.size() == 1 && (named || Boolean.parseBoolean(String.valueOf(claims.get("hasgroups"))));
    }

    /** The names of the groups in resolved claims; empty if they are not known. */
    Optional<Set<String>> of(Map<String, Object> claims) {
        if (isOverage(claims)) {
            return Optional.empty();
        }
        Object value = claims;
        for (String name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        Collection<?> list =
                value instanceof Collection<?> several ? several : value == null ? List.of() : List.of(value);
        return Optional.of(list.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank())
                .map(this::named)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private String named(String group) {
        String id = AzureAdSettings.isId(group) ? group.toLowerCase(Locale.ROOT) : group;
        return config.groupNames().getOrDefault(id, id);
    }
}
