package dev.hubwright.hub.proxy;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes of a proxy in another process, by the REST API of configurable-http-proxy, which {@code hubwright proxy}
 * has too. Thread-safe; calls block.
 *
 * <p>A proxy that cannot be reached, or that answers with a fault of its own, is asked again until the patience ends.
 */
public final class RemoteRoutes implements Routes, AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final URI api;
    private final Target target;
    private final Optional<Secret> token;
    private final Duration patience;
    private Vertx vertx;
    private HttpClient client;

    /**
     * Connects to nothing yet.
     *
     * @param api the address of the proxy's API, such as {@code http://127.0.0.1:8001} or
     *     {@code http+unix://%2Frun%2Fproxy-api.sock}
     * @param token what the proxy was given as {@code CONFIGPROXY_AUTH_TOKEN}, if anything
     * @param patience how long one call goes on trying; JupyterHub's is 30 seconds
     * @throws IllegalArgumentException if {@link #isAddress} says no
     */
    public RemoteRoutes(URI api, Optional<Secret> token, Duration patience) {
        this.api = requireNonNull(api, "api");
        this.token = requireNonNull(token, "token");
        this.patience = requireNonNull(patience, "patience");
        try {
            this.target = Target.of(api);
        } catch (ProviderException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whether an API may be at this address: {@code http}, {@code https} or {@code http+unix}, with a host or file. */
    public static boolean isAddress(URI address) {
        try {
            return !Target.of(address).place().isEmpty();
        } catch (ProviderException e) {
            return false;
        }
    }

    @Override
    public void put(String path, URI destination, Map<String, Object> data) throws ProviderException {
        JsonObject body = new JsonObject();
        data.forEach(body::put);
        body.put("target", destination.toString());
        call(HttpMethod.POST, path, body.toBuffer());
    }

    @Override
    public void remove(String path) throws ProviderException {
        call(HttpMethod.DELETE, path, Buffer.buffer());
    }

    @Override
    public Map<String, Route> all() throws ProviderException {
        Buffer body = call(HttpMethod.GET, "/", Buffer.buffer());
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

    /** Ends its thread. A call in progress fails. */
    @Override
    public synchronized void close() {
        if (vertx != null) {
            vertx.close();
            vertx = null;
        }
    }

    private record Answer(int status, Buffer body) {}

    private Buffer call(HttpMethod method, String path, Buffer body) throws ProviderException {
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (true) {
                ProviderException failure;
                try {
                    Answer answer = ask(method, path, body);
                    if (answer.status() < 500) {
                        return accepted(method, answer);
                    }
                    failure = trouble("answers with status " + answer.status(), null);
                } catch (ExecutionException e) {
                    failure = trouble("cannot be reached (" + e.getCause() + "); is the proxy running?", e.getCause());
                } catch (IOException | TimeoutException e) {
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

    private Answer ask(HttpMethod method, String path, Buffer body)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        RequestOptions options = TargetRequests.to(target)
                .setMethod(method)
                .setURI(target.path() + "/api/routes" + encoded(path))
                .setTimeout(CALL_TIMEOUT.toMillis())
                .setIdleTimeout(CALL_TIMEOUT.toMillis());
        token.ifPresent(secret -> options.putHeader(HttpHeaders.AUTHORIZATION, "token " + secret.reveal()));
        if (body.length() > 0) {
            options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        return TargetRequests.open(client(), target, options)
                .compose(request -> request.send(body).compose(RemoteRoutes::read))
                .toCompletionStage()
                .toCompletableFuture()
                .get(2 * CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Future<Answer> read(HttpClientResponse answer) {
        return answer.body().map(body -> new Answer(answer.statusCode(), body));
    }

    private static String encoded(String path) {
        return Stream.of(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment ->
                        "/" + URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining());
    }

    private synchronized HttpClient client() throws IOException {
        if (vertx == null) {
            vertx = Vertx.vertx(new VertxOptions()
                    .setAddressResolverOptions(TargetRequests.names())
                    .setUseDaemonThread(true)
                    .setEventLoopPoolSize(1)
                    .setFileSystemOptions(ProxyServer.noFiles()));
            // Calls are rare, and a connection that is kept may lead past rules that a network has got since:
            // it went on to answer 404 for a service of Kubernetes that new connections reached.
            client = vertx.httpClientBuilder()
                    .with(new HttpClientOptions().setKeepAlive(false).setConnectTimeout((int) CALL_TIMEOUT.toMillis()))
                    .with(TlsFiles.builder().build().client(false))
                    .build();
        }
        return client;
    }

    private Buffer accepted(HttpMethod method, Answer answer) throws ProviderException {
        int status = answer.status();
        boolean gone = status == 404 && method == HttpMethod.DELETE;
        if (status >= 200 && status < 300 || gone) {
            return answer.body();
        }
        String remedy = status == 403
                ? "; ConfigurableHTTPProxy.auth_token has to be the proxy's CONFIGPROXY_AUTH_TOKEN"
                : "; check ConfigurableHTTPProxy.api_url";
        throw trouble("refuses " + method + " with status " + status + remedy, null);
    }

    private ProviderException trouble(String what, Throwable cause) {
        return ProviderException.retryable(
                "The proxy cannot be reached; try again in a minute",
                "The proxy's API at " + api + "/api/routes " + what,
                cause);
    }
}
