package dev.hubwright.auth.oidc;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the provider's token endpoint gives.
 *
 * @param scope what was granted; what was asked for, where the provider does not say
 * @param expires when the access token ends; empty where the provider does not say
 * @param response the whole answer, as it came
 */
record Tokens(
        String accessToken,
        String tokenType,
        Optional<String> refreshToken,
        Optional<String> idToken,
        List<String> scope,
        Optional<Instant> expires,
        Map<String, Object> response) {

    static Optional<Tokens> read(Map<String, Object> response, List<String> askedFor, Instant now) {
        return text(response, "access_token")
                .map(token -> new Tokens(
                        token,
                        text(response, "token_type").orElse("Bearer"),
                        text(response, "refresh_token"),
                        text(response, "id_token"),
                        scope(response).orElse(askedFor),
                        seconds(response).map(now::plusSeconds),
                        response));
    }

    /** The same with the older one's refresh token where there is no new one. */
    Tokens orRefreshToken(String older) {
        return refreshToken.isPresent()
                ? this
                : new Tokens(accessToken, tokenType, Optional.of(older), idToken, scope, expires, response);
    }

    Tokens withoutIdToken() {
        return new Tokens(accessToken, tokenType, refreshToken, Optional.empty(), scope, expires, response);
    }

    private static Optional<List<String>> scope(Map<String, Object> response) {
        if (response.get("scope") instanceof List<?> list) {
            return Optional.of(list.stream().map(String::valueOf).toList());
        }
        // GitHub separates them by commas.
        return text(response, "scope").map(text -> Arrays.asList(text.split("[\\s,]+")));
    }

    private static Optional<Long> seconds(Map<String, Object> response) {
        try {
            return Optional.ofNullable(response.get("expires_in"))
                    .map(String::valueOf)
                    .map(Double::parseDouble)
                    .map(Double::longValue);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Map<String, Object> response, String name) {
        return response.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String toString() {
        return "Tokens" + response.keySet();
    }
}
