package dev.hubwright.hub.store;

import dev.hubwright.api.spawn.ServerRef;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the hub gives tokens to: a server of a user, or a service.
 *
 * @param id its name to the hub and to browsers
 * @param description what a person is asked about
 * @param redirectUri the only place that a code is sent to
 * @param allowedScopes what its tokens may allow at most
 * @param server the server that it is; empty for a service
 */
public record OAuthClient(
        String id, String description, String redirectUri, Set<String> allowedScopes, Optional<ServerRef> server) {

    /** Copies the scopes. */
    public OAuthClient {
        allowedScopes = Set.copyOf(allowedScopes);
    }
}
