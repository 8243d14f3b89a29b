package dev.hubwright.hub.proxy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST API of a proxy that runs apart from its hub, which is configurable-http-proxy's: {@code /api/routes} lists,
 * adds and removes routes. Belongs to one event loop.
 */
final class RouteApi {

    private static final Logger LOG = LoggerFactory.getLogger(RouteApi.class);
    private static final int IDLE_SECONDS = 120;
    private static final int MAX_BODY = 1024 * 1024;
    private static final String ROUTES = "/api/routes";
    private static final Pattern CREDENTIAL = Pattern.compile("(?i:token|bearer)\\s+(\\S+)");

    private final HttpServer server;
    private final Listener listener;
    private final RouteTable routes;
    private final Optional<Secret> token;
    private final Predicate<Target> leadsBack;
    private final ProxyFigures figures;

    /**
     * An API that does not listen yet.
     *
     * @param token what every request has to bring; without one everybody may change routes
     * @param leadsBack tells targets that are this proxy itself
     */
    RouteApi(
            Vertx vertx,
            Listener listener,
            RouteTable routes,
            Optional<Secret> token,
            Predicate<Target> leadsBack,
            ProxyFigures figures)
            throws IOException {
        this.server = listener.create(vertx, new HttpServerOptions().setIdleTimeout(IDLE_SECONDS));
        this.listener = listener;
        this.routes = routes;
        this.token = token;
        this.leadsBack = leadsBack;
        this.figures = figures;
    }

    Future<HttpServer> listen() {
        return listener.listen(server.requestHandler(this::receive), listener.port());
    }

    Future<Boolean> updateTls(ServerSSLOptions options) {
        return server.updateSSLOptions(options, true);
    }

    private void receive(HttpServerRequest request) {
        request.response()
                .endHandler(sent -> figures.apiAnswered(request.response().getStatusCode()));
        if (!isAllowed(request.headers())) {
            refuse(request, 403);
            return;
        }
        Buffer body = Buffer.buffer();
        boolean[] refused = {false};
        request.handler(chunk -> {
            if (!refused[0] && body.length() + chunk.length() > MAX_BODY) {
                refused[0] = true;
                refuse(request, 413);
            } else if (!refused[0]) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!refused[0]) {
                answer(request, body);
            }
        });
    }

    // Nothing of a body is read for somebody who may not send one.
    private static void refuse(HttpServerRequest request, int status) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end()
                .onComplete(sent -> request.connection().close());
    }

    private boolean isAllowed(MultiMap headers) {
        if (token.isEmpty()) {
            return true;
        }
        String given = Objects.requireNonNullElse(headers.get(HttpHeaders.AUTHORIZATION), "");
        Matcher credential = CREDENTIAL.matcher(given.strip());
        return credential.matches()
                && MessageDigest.isEqual(
                        credential.group(1).getBytes(StandardCharsets.UTF_8),
                        token.get().reveal().getBytes(StandardCharsets.UTF_8));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        String path = Objects.requireNonNullElse(request.path(), "");
        try {
            if (!path.equals(ROUTES) && !path.startsWith(ROUTES + "/")) {
                text(request, 404, "Not Found");
                return;
            }
            String route = "/" + UriRules.decode(path.substring(Math.min(path.length(), ROUTES.length() + 1)));
            if (request.method() == HttpMethod.GET) {
                figures.operation("get");
                read(request, route);
            } else if (request.method() == HttpMethod.POST) {
                figures.operation("add");
                add(route, body);
                request.response().setStatusCode(201).end();
            } else if (request.method() == HttpMethod.DELETE) {
                figures.operation("delete");
                remove(request, route);
            } else {
                text(request, 405, "Method not supported");
            }
        } catch (BadRequest e) {
            text(request, e.status(), "The request " + e.getMessage());
        }
    }

    private void read(HttpServerRequest request, String route) throws BadRequest {
        if (!route.equals("/")) {
            Optional<Routes.Route> found = routes.get(route);
            if (found.isPresent()) {
                json(request, RouteJson.of(found.get()));
            } else {
                request.response().setStatusCode(404).end();
            }
            return;
        }
        Optional<Instant> since = since(request);
        JsonObject all = new JsonObject();
        routes.all().forEach((path, entry) -> {
            if (since.isEmpty() || entry.lastActivity().isBefore(since.get())) {
                all.put(path, RouteJson.of(entry));
            }
        });
        json(request, all);
    }

    private static Optional<Instant> since(HttpServerRequest request) throws BadRequest {
        String text = Optional.ofNullable(request.getParam("inactiveSince"))
                .orElseGet(() -> request.getParam("inactive_since"));
        try {
            return Optional.ofNullable(text).map(RouteJson::instant);
        } catch (DateTimeException e) {
            throw new BadRequest(400, "has an inactive_since that is no time such as 2026-01-31T12:00:00Z");
        }
    }

    private void add(String route, Buffer body) throws BadRequest {
        if (route.chars().anyMatch(Character::isISOControl)) {
            throw new BadRequest(400, "has a path with characters that cannot be seen");
        }
        try {
            JsonObject posted = new JsonObject(body);
            if (!(posted.getValue("target") instanceof String target)) {
                throw new BadRequest(400, "needs a \"target\", which is a text");
            }
            URI uri = URI.create(target);
            if (leadsBack.test(Target.of(uri))) {
                throw new BadRequest(400, "has this proxy itself as target");
            }
            Map<String, Object> data = posted.getMap();
            data.keySet().removeAll(Set.of("target", "last_activity"));
            data.values().removeIf(Objects::isNull);
            routes.put(route, uri, data);
            LOG.info("Route added {} -> {}", route, uri);
        } catch (DecodeException | ClassCastException e) {
            throw new BadRequest(400, "has a body that is no JSON object");
        } catch (IllegalArgumentException | ProviderException e) {
            throw new BadRequest(400, "has a target that cannot be reached: it has to be like http://127.0.0.1:8888");
        }
    }

    private void remove(HttpServerRequest request, String route) {
        boolean known = routes.get(route).isPresent();
        routes.remove(route);
        LOG.info("Route removed {}", route);
        request.response().setStatusCode(known ? 204 : 404).end();
    }

    private static void json(HttpServerRequest request, JsonObject value) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(value.toBuffer());
    }

    private static void text(HttpServerRequest request, int status, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                .end(message);
    }
}
