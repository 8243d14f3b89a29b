package dev.hubwright.hub.store;

import java.time.Instant;

/**
 * A browser in which somebody is logged in.
 *
 * @param id the value of the cookie {@code jupyterhub-session-id}, which servers read too; no credential
 * @param user the hub name
 * @param created when the person logged in
 * @param lastUsed when the browser last asked for something, to the minute
 * @param expires when the person must log in again
 */
public record LoginSession(String id, String user, Instant created, Instant lastUsed, Instant expires) {}
