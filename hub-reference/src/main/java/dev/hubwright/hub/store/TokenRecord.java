package dev.hubwright.hub.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a token; not the token.
 *
 * @param id never given to another token
 * @param owner the name of the user who may do with it what the user may do
 * @param clientId the OAuth client that it was issued through; {@code jupyterhub} for the hub itself
 * @param scopes what it allows at most
 * @param note what a person reads
 * @param sessionId the browser session that it ends with; empty if with none
 * @param created when it was made
 * @param expires when it ends; empty if never
 * @param lastActivity when it was last used, to the minute; empty if never
 */
public record TokenRecord(
        long id,
        String owner,
        String clientId,
        Set<String> scopes,
        String note,
        Optional<String> sessionId,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> lastActivity) {

    /** Copies the scopes. */
    public TokenRecord {
        scopes = Set.copyOf(scopes);
    }
}
