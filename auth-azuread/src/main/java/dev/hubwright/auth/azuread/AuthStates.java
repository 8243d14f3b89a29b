package dev.hubwright.auth.azuread;

import dev.hubwright.api.Opaque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept with a person, under the keys of oauthenticator, which spawners read: {@code access_token}, {@code id_token},
 * {@code scope} and {@code user}, which are the claims; and beside them {@code expires_at}, in seconds since 1970, and
 * MSAL4J's cache, in which the refresh token is.
 */
final class AuthStates {

    static final String USER = "user";
    static final String ID_TOKEN = "id_token";

    private static final String CACHE = "msal_cache";
    private static final int VERSION = 1;

    private AuthStates() {}

    /**
     * The state of a person.
     *
     * @param resolved the claims with all groups in them
     * @param claims the same as they came, for where all groups are too many to be kept
     */
    static Opaque of(
            Tokens tokens, Optional<String> idToken, Map<String, Object> resolved, Map<String, Object> claims) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("access_token", tokens.accessToken());
        values.put(ID_TOKEN, idToken.orElse(null));
        values.put("scope", tokens.scopes());
        values.put("expires_at", tokens.expires().getEpochSecond());
        values.put(CACHE, tokens.cache());
        values.put(USER, resolved);
        try {
            return Opaque.of(VERSION, values);
        } catch (IllegalArgumentException e) {
            values.put(USER, claims);
            return Opaque.of(VERSION, values);
        }
    }

    /** The same with a newer cache. */
    static Opaque with(Opaque state, String cache) {
        Map<String, Object> values = new LinkedHashMap<>(state.values());
        values.put(CACHE, cache);
        return Opaque.of(VERSION, values);
    }

    /** MSAL4J's cache; empty where the operator keeps nothing. */
    static Optional<String> cache(Opaque state) {
        return state.text(CACHE);
    }

    static Map<String, Object> claims(Opaque state) {
        Map<String, Object> claims = new LinkedHashMap<>();
        if (state.values().get(USER) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> claims.put(String.valueOf(name), value));
        }
        return claims;
    }
}
