package dev.hubwright.api.auth;

/**
 * What stays the same about a person when their name changes: issuer and {@code sub}, {@code tid} and {@code oid},
 * {@code objectGUID}, {@code entryUUID}, a uid.
 *
 * @param issuer who gives out the ids: an issuer URL, a directory's naming context, {@code uid@host}
 * @param id the id, unique and never given to another person by that issuer
 */
public record Subject(String issuer, String id) {

    /** Refuses an empty id, which would pin a name to nobody. */
    public Subject {
        if (issuer.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("A subject needs an issuer and an id");
        }
    }
}
