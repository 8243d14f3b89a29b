package dev.hubwright.api.oauth;

import java.util.List;
import java.util.Set;

/**
 * Whoever a token belongs to, as the hub tells it.
 *
 * @param kind {@code user} or {@code service}
 * @param name the hub's name of them
 * @param admin whether the hub has them as an administrator
 * @param groups names of groups, where the token may see them
 * @param scopes what the token may do
 */
public record HubUser(String kind, String name, boolean admin, List<String> groups, Set<String> scopes) {

    /** Copies the collections. */
    public HubUser {
        groups = List.copyOf(groups);
        scopes = Set.copyOf(scopes);
    }
}
