package dev.hubwright.api.oauth;

import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The calls of the hub's API that an application needs. */
final class HubApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String TRY_AGAIN = "The hub cannot be reached; try again in a minute";

    private final HubOAuthConfig config;
    private final HttpClient client;

    HubApi(HubOAuthConfig config) {
        this.config = config;
        this.client = config.httpClient();
    }

    /** A token that a browser's login ended with. */
    record Grant(String token, Duration life) {

        @Override
        public String toString() {
            return "Grant[***]";
        }
    }

    /** Whose token it is; empty if the hub does not know it. */
    Optional<HubUser> user(String token) throws ProviderException, InterruptedException {
        URI address = operation("user");
        HttpResponse<String> answer = send(authorized(address, token).GET());
        if (answer.statusCode() == 403 || answer.statusCode() == 401) {
            return Optional.empty();
        }
        return Optional.of(read(address, answer, HubApi::toUser));
    }

    /** Turns a code into a token; empty if the code is wrong, used or over. */
    Optional<Grant> exchange(String code, String verifier) throws ProviderException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", config.clientId());
        form.put("client_secret", config.apiToken().reveal());
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", config.callbackUrl());
        form.put("code_verifier", verifier);
        URI address = operation("oauth2/token");
        HttpResponse<String> answer = send(authorized(address, config.apiToken().reveal())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Query.of(form))));
        if (answer.statusCode() == 400) {
            return Optional.empty();
        }
        return Optional.of(read(address, answer, HubApi::toGrant));
    }

    /** Tells the hub when this server was used last. */
    void reportActivity(URI address, Instant lastActivity) throws ProviderException, InterruptedException {
        String time = Json.quote(lastActivity.truncatedTo(ChronoUnit.MICROS).toString());
        String body = "{\"servers\":{" + Json.quote(config.serverName()) + ":{\"last_activity\":" + time
                + "}},\"last_activity\":" + time + "}";
        HttpResponse<String> answer = send(authorized(address, config.apiToken().reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() >= 300) {
            throw unexpected(address, answer.statusCode());
        }
    }

    private URI operation(String name) {
        return URI.create(config.apiUrl() + "/" + name);
    }

    private HttpRequest.Builder authorized(URI address, String token) throws ProviderException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TIMEOUT);
        try {
            return request.header("Authorization", "token " + token);
        } catch (IllegalArgumentException e) {
            throw ProviderException.permanent("This token cannot be a token", "A token has characters of no header");
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws ProviderException, InterruptedException {
        HttpRequest ready = request.build();
        try {
            return client.send(ready, BodyHandlers.ofString());
        } catch (IOException e) {
            throw ProviderException.retryable(
                    TRY_AGAIN, "Cannot ask " + ready.uri() + " (" + e + "); check JUPYTERHUB_API_URL", e);
        }
    }

    private static <T> T read(URI address, HttpResponse<String> answer, Function<Map<?, ?>, T> reading)
            throws ProviderException {
        if (answer.statusCode() != 200) {
            throw unexpected(address, answer.statusCode());
        }
        try {
            return reading.apply(Json.object(answer.body()));
        } catch (IllegalArgumentException e) {
            throw ProviderException.permanent(
                    TRY_AGAIN, address + " answers with something that is no hub's answer", e);
        }
    }

    private static ProviderException unexpected(URI address, int status) {
        if (status >= 500 || status == 429) {
            return ProviderException.retryable(TRY_AGAIN, address + " answers " + status);
        }
        return ProviderException.permanent(
                "The hub does not take this application; it may need to be started again",
                address + " answers " + status + "; check JUPYTERHUB_API_TOKEN and JUPYTERHUB_CLIENT_ID");
    }

    private static HubUser toUser(Map<?, ?> answer) {
        return new HubUser(
                text(answer, "kind").orElse("user"),
                text(answer, "name").orElseThrow(() -> new IllegalArgumentException("A user without a name")),
                Boolean.TRUE.equals(answer.get("admin")),
                texts(answer, "groups"),
                Set.copyOf(texts(answer, "scopes")));
    }

    private static Grant toGrant(Map<?, ?> answer) {
        String token = text(answer, "access_token").orElseThrow(() -> new IllegalArgumentException("No token"));
        long seconds = answer.get("expires_in") instanceof Number number ? number.longValue() : 0;
        return new Grant(token, seconds > 0 ? Duration.ofSeconds(seconds) : Duration.ofDays(14));
    }

    private static Optional<String> text(Map<?, ?> answer, String name) {
        return answer.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static List<String> texts(Map<?, ?> answer, String name) {
        return answer.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .distinct()
                        .toList()
                : List.of();
    }
}
