package dev.hubwright.auth.oidc;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.DenialReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept with a person, under the keys of oauthenticator, which spawners read: {@code access_token},
 * {@code refresh_token}, {@code id_token}, {@code scope}, {@code token_response} and {@code oauth_user}; and beside them
 * {@code expires_at}, in seconds since 1970.
 */
final class AuthStates {

    static final String ACCESS_TOKEN = "access_token";
    static final String REFRESH_TOKEN = "refresh_token";
    static final String ID_TOKEN = "id_token";
    static final String USER = "oauth_user";

    private static final String SCOPE = "scope";
    private static final String TOKEN_RESPONSE = "token_response";
    private static final String EXPIRES_AT = "expires_at";
    private static final int VERSION = 1;
    private static final int DEEPEST = 20;

    private AuthStates() {}

    /** @param older where the provider gave no new ID token, the state with the old one */
    static Map<String, Object> values(Tokens tokens, Map<String, Object> user, Opaque older) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(ACCESS_TOKEN, tokens.accessToken());
        values.put(REFRESH_TOKEN, tokens.refreshToken().orElse(null));
        values.put(ID_TOKEN, tokens.idToken().or(() -> older.text(ID_TOKEN)).orElse(null));
        values.put(SCOPE, tokens.scope());
        values.put(TOKEN_RESPONSE, plain(tokens.response(), 0));
        values.put(USER, plain(user, 0));
        values.put(EXPIRES_AT, tokens.expires().map(Instant::getEpochSecond).orElse(null));
        return values;
    }

    /** @throws Refusal if it is more than can be kept */
    static Opaque of(Map<String, Object> values) throws Refusal {
        try {
            return Opaque.of(VERSION, values);
        } catch (IllegalArgumentException e) {
            return withoutResponse(values);
        }
    }

    /** It repeats the tokens, so it is what can be spared. */
    private static Opaque withoutResponse(Map<String, Object> values) throws Refusal {
        Map<String, Object> smaller = new LinkedHashMap<>(values);
        smaller.remove(TOKEN_RESPONSE);
        try {
            return Opaque.of(VERSION, smaller);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    DenialReason.NOT_PERMITTED,
                    "Your account cannot be used here. Ask the administrator of this hub.",
                    "What the provider says about the person cannot be kept: " + e.getMessage()
                            + "; ask for less in GenericOAuthenticator.scope");
        }
    }

    /** The same with some values changed. */
    static Opaque with(Opaque state, Map<String, Object> changes) throws Refusal {
        Map<String, Object> values = new LinkedHashMap<>(state.values());
        values.putAll(changes);
        return of(values);
    }

    /** What is known of the end of the access token; empty if the provider did not say. */
    static Optional<Instant> expires(Opaque state) {
        return state.number(EXPIRES_AT).isPresent()
                ? Optional.of(Instant.ofEpochSecond(state.number(EXPIRES_AT).getAsLong()))
                : Optional.empty();
    }

    /** The access token as it was given, for asking with it again. */
    static Optional<Tokens> tokens(Opaque state) {
        return state.text(ACCESS_TOKEN)
                .map(token -> new Tokens(
                        token,
                        tokenType(state),
                        state.text(REFRESH_TOKEN),
                        state.text(ID_TOKEN),
                        scope(state),
                        expires(state),
                        response(state)));
    }

    private static String tokenType(Opaque state) {
        return response(state).get("token_type") instanceof String type ? type : "Bearer";
    }

    private static List<String> scope(Opaque state) {
        return state.values().get(SCOPE) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Object> response(Opaque state) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (state.values().get(TOKEN_RESPONSE) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }

    /** JSON knows null, and the library knows dates; what is kept knows neither. */
    private static Object plain(Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, element) -> {
                if (element != null && depth < DEEPEST) {
                    copy.put(String.valueOf(name), plain(element, depth + 1));
                }
            });
            return copy;
        }
        if (value instanceof Collection<?> list) {
            List<Object> copy = new ArrayList<>();
            list.stream()
                    .filter(element -> element != null && depth < DEEPEST)
                    .forEach(element -> copy.add(plain(element, depth + 1)));
            return copy;
        }
        if (value instanceof Date date) {
            return date.getTime() / 1000;
        }
        boolean known = value instanceof Long || value instanceof Integer || value instanceof Boolean;
        return known || value instanceof Double number && Double.isFinite(number) ? value : String.valueOf(value);
    }
}
