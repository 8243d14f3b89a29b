package dev.hubwright.hub.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A browser in which somebody is logged in.
 *
 * @param id the value of the cookie {@code jupyterhub-session-id}, which servers read too; no credential
 * @param user the hub name
 * @param created when the person logged in
 * @param lastUsed when the browser last asked for something, to the minute
 * @param expires when the person must log in again
 * @param instance the authenticator by which the session began; empty if that is not known
 * @param providerSession the id by which its identity provider may end the session
 */
public record LoginSession(
        String id,
        String user,
        Instant created,
        Instant lastUsed,
        Instant expires,
        String instance,
        Optional<String> providerSession) {

    /** A session that no identity provider knows of. */
    public LoginSession(String id, String user, Instant created, Instant lastUsed, Instant expires) {
        this(id, user, created, lastUsed, expires, "", Optional.empty());
    }
}
