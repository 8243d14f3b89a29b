package dev.hubwright.auth.azuread;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Microsoft gave.
 *
 * @param fresh whether it was given now, as against found in the cache
 * @param cache what to keep for the next time
 */
record Tokens(
        String accessToken,
        Instant expires,
        Optional<String> idToken,
        List<String> scopes,
        boolean fresh,
        String cache) {

    Tokens withCache(String newer) {
        return new Tokens(accessToken, expires, idToken, scopes, fresh, newer);
    }

    @Override
    public String toString() {
        return "Tokens[expires=" + expires + ", scopes=" + scopes + "]";
    }
}
