package dev.hubwright.hub.store;

import dev.hubwright.api.spawn.ServerRef;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a code that people get a share by; not the code.
 *
 * @param id never given to another code
 * @param server whose owner, or somebody for them, has made it
 * @param scopes what it gives, each with the filter of the server
 * @param created when it was made
 * @param expires when it ends
 * @param exchanges how often somebody has used it
 * @param lastExchanged when somebody last did
 */
public record ShareCode(
        long id,
        ServerRef server,
        Set<String> scopes,
        Instant created,
        Instant expires,
        int exchanges,
        Optional<Instant> lastExchanged) {

    /** Copies the scopes. */
    public ShareCode {
        scopes = Set.copyOf(scopes);
    }
}
