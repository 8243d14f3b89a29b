package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes of a proxy in another process, by the REST API of configurable-http-proxy, which {@code hubwright proxy}
 * has too. Thread-safe; calls block.
 *
 * <p>A proxy that cannot be reached, or that answers with a fault of its own, is asked again until the patience ends.
 */
public final class RemoteRoutes implements Routes {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final URI api;
    private final Optional<Secret> token;
    private final Duration patience;
    private volatile HttpClient client = newClient();

    /**
     * Connects to nothing yet.
     *
     * @param api the address of the proxy's API, such as {@code http://127.0.0.1:8001}
     * @param token what the proxy was given as {@code CONFIGPROXY_AUTH_TOKEN}, if anything
     * @param patience how long one call goes on trying; JupyterHub's is 30 seconds
     */
    public RemoteRoutes(URI api, Optional<Secret> token, Duration patience) {
        this.api = URI.create(requireNonNull(api, "api").toString().replaceAll("/+$", "") + "/api/routes");
        this.token = requireNonNull(token, "token");
        this.patience = requireNonNull(patience, "patience");
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CALL_TIMEOUT)
                .build();
    }

    @Override
    public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
        JsonObject body = new JsonObject();
        data.forEach(body::put);
        body.put("target", target.toString());
        call(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build());
    }

    @Override
    public void remove(String path) throws ProviderException {
        call(request(path).DELETE().build());
    }

    @Override
    public Map<String, Route> all() throws ProviderException {
        String body = call(request("/").GET().build()).body();
        try {
            JsonObject answer = new JsonObject(body);
            Map<String, Route> routes = new TreeMap<>();
            for (String path : answer.fieldNames()) {
                routes.put(path, RouteJson.read(answer.getJsonObject(path).getMap()));
            }
            return routes;
        } catch (DecodeException | ClassCastException | IllegalArgumentException | DateTimeException e) {
            throw trouble("answers something else than routes; is it configurable-http-proxy's API?", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        String encoded = Stream.of(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment ->
                        "/" + URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api + encoded)).timeout(CALL_TIMEOUT);
        token.ifPresent(secret -> request.header("Authorization", "token " + secret.reveal()));
        return request;
    }

    private HttpResponse<String> call(HttpRequest request) throws ProviderException {
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (true) {
                ProviderException failure;
                try {
                    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                    if (isExpected(request, answer)) {
                        return answer;
                    }
                    // A connection stays with whom it reached; a proxy that moved, or has only now an address, is met
                    // anew.
                    client = newClient();
                    if (answer.statusCode() < 500) {
                        throw refused(request, answer.statusCode());
                    }
                    failure = trouble("answers with status " + answer.statusCode(), null);
                } catch (IOException e) {
                    failure = trouble("cannot be reached (" + e + "); is the proxy running?", e);
                }
                if (System.nanoTime() - end > -TimeUnit.MILLISECONDS.toNanos(pause)) {
                    throw failure;
                }
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw trouble("was not asked to the end: interrupted", e);
        }
    }

    private static boolean isExpected(HttpRequest request, HttpResponse<String> answer) {
        int status = answer.statusCode();
        boolean gone = status == 404 && request.method().equals("DELETE");
        return status >= 200 && status < 300 || gone;
    }

    private ProviderException refused(HttpRequest request, int status) {
        String remedy = status == 403
                ? "; ConfigurableHTTPProxy.auth_token has to be the proxy's CONFIGPROXY_AUTH_TOKEN"
                : "; check ConfigurableHTTPProxy.api_url";
        return trouble("refuses " + request.method() + " with status " + status + remedy, null);
    }

    private ProviderException trouble(String what, Exception cause) {
        return ProviderException.retryable(
                "The proxy cannot be reached; try again in a minute", "The proxy's API at " + api + " " + what, cause);
    }
}
