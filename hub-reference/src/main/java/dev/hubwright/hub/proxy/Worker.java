package dev.hubwright.hub.proxy;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's share of a proxy: a server on the common port and connections to targets of its own, so that both
 * halves of an exchange live on one thread.
 */
final class Worker implements Deployable {

    private static final String HEALTH_PATH = "/_chp_healthz";
    private static final int RECEIVE_CHUNK = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int MOST_HOPS = 10;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int SERVER_ERROR = 500;

    private final Shared shared;
    private final Listener listener;
    private final int listenPort;
    private final Map<HttpConnection, Patience> clients = new HashMap<>();
    private Vertx vertx;
    private Targets targets;
    private HttpServer server;
    private Optional<ErrorTarget> errorTarget = Optional.empty();

    Worker(Shared shared, Listener listener, int listenPort) {
        this.shared = shared;
        this.listener = listener;
        this.listenPort = listenPort;
    }

    @Override
    public Future<?> deploy(Context context) throws IOException {
        vertx = context.owner();
        ClientSSLOptions targetTls = shared.targetTls();
        targets = new Targets(vertx, shared, targetTls);
        errorTarget = shared.errorTarget().map(target -> new ErrorTarget(vertx, target, targetTls));
        server = listener.create(vertx, serverOptions())
                .connectionHandler(this::opened)
                .invalidRequestHandler(this::unreadable)
                .requestHandler(this::handle);
        vertx.setPeriodic(sweepMillis(), sweep -> closeOverdue());
        return listener.listen(server, listenPort);
    }

    @Override
    public Future<?> undeploy(Context context) {
        return server.shutdown(shared.limits().drain()).eventually(targets::close);
    }

    HttpServer server() {
        return server;
    }

    Future<Boolean> updateTls(ServerSSLOptions options) {
        return server.updateSSLOptions(options, true);
    }

    Future<?> updateTargetTls(ClientSSLOptions options) {
        return Future.join(
                targets.updateTls(options),
                errorTarget.map(target -> target.updateTls(options)).orElseGet(Future::succeededFuture));
    }

    /** What to answer where no server does, by this proxy itself. */
    Future<ErrorPages.Page> errorPage(int status, String uri) {
        return Future.succeededFuture(shared.errorPage(status, uri));
    }

    /** The same, fetched from the server for error pages if there is one. */
    Future<ErrorPages.Page> fetchedErrorPage(int status, String uri, int hops) {
        Future<ErrorPages.Page> own = errorPage(status, uri);
        return errorTarget
                .map(target -> target.page(status, uri, hops).otherwise(failure -> own.result()))
                .orElse(own);
    }

    Shared shared() {
        return shared;
    }

    Vertx vertx() {
        return vertx;
    }

    Targets targets() {
        return targets;
    }

    /** Forgets a client's connection, however often it is told so. */
    void closed(HttpConnection connection) {
        if (clients.remove(connection) != null) {
            shared.closed(connection.remoteAddress());
        }
    }

    // Vert.x must not offer extensions of web sockets that it will never see the frames of.
    private HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(shared.limits().headBytes())
                .setMaxHeaderSize(shared.limits().headBytes())
                .setMaxChunkSize(RECEIVE_CHUNK)
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpKeepAlive(true);
    }

    private void opened(HttpConnection connection) {
        HeapCopies.receiveOn(connection);
        clients.put(
                connection,
                new Patience(
                        shared.opened(connection.remoteAddress()),
                        shared.limits().headTimeout()));
        connection.closeHandler(closed -> closed(connection));
        // What a client sends wrong is answered, not logged.
        connection.exceptionHandler(failure -> {});
    }

    private long sweepMillis() {
        ProxyLimits limits = shared.limits();
        long shortest = Math.min(
                limits.headTimeout().toMillis(),
                Math.min(
                        Math.min(
                                limits.keepAlive().toMillis(),
                                limits.targetKeepAlive().toMillis()),
                        limits.stallTimeout().toMillis()));
        return Math.max(10, Math.min(1_000, shortest / 4));
    }

    private void closeOverdue() {
        targets.sweep();
        clients.entrySet().stream()
                .filter(client -> client.getValue().isOver())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(Sockets::closeNow);
    }

    private void unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = BAD_REQUEST;
        if (cause instanceof TooLongHttpLineException) {
            status = 414;
        } else if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            status = 431;
        }
        ErrorPages.Page page = shared.errorPage(status, "/");
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(page.body());
        request.connection().close();
    }

    private void handle(HttpServerRequest request) {
        Patience patience = clients.get(request.connection());
        patience.exchangeBegins();
        ClientSide client = new ClientSide(this, request, patience);
        try {
            if (patience.admitted()) {
                dispatch(client, request);
            } else {
                client.closeAfterResponse();
                client.busy();
            }
        } catch (BadRequest e) {
            client.closeAfterResponse();
            client.error(e.status());
        } catch (RuntimeException e) {
            client.error(SERVER_ERROR);
        }
    }

    private void dispatch(ClientSide client, HttpServerRequest request) throws BadRequest {
        String hostName =
                UriRules.host(request.headers().getAll(HttpHeaders.HOST), request.version() == HttpVersion.HTTP_1_1);
        if (!HeaderRules.isPlainlyFramed(request.headers().getAll(HttpHeaders.TRANSFER_ENCODING))) {
            throw new BadRequest(BAD_REQUEST, "has a transfer encoding other than chunked");
        }
        if (request.method() == HttpMethod.CONNECT || request.method() == HttpMethod.TRACE) {
            throw new BadRequest(NOT_ALLOWED, "has a method that is not forwarded");
        }
        if (request.method() == HttpMethod.OPTIONS && request.uri().equals("*")) {
            request.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, "GET, HEAD, POST, PUT, PATCH, DELETE");
            client.end();
        } else if (request.uri().equals(HEALTH_PATH)) {
            healthy(client, request);
        } else if (client.hops() > MOST_HOPS) {
            LOG.warn(
                    "A request for {} has passed {} proxies of this kind: a route leads back here",
                    hostName,
                    MOST_HOPS);
            client.loop();
        } else {
            route(client, UriRules.resolve(request.uri(), hostName), hostName);
        }
    }

    private static void healthy(ClientSide client, HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        client.end("{\"status\":\"OK\"}");
    }

    private void route(ClientSide client, UriRules.Location location, String hostName) {
        List<String> segments = location.segments();
        if (shared.forwarding().hostRouting()) {
            segments = new ArrayList<>(segments);
            segments.add(0, UriRules.name(hostName).toLowerCase(Locale.ROOT));
        }
        long start = System.nanoTime();
        Optional<RouteTable.Entry> route = shared.routes().find(segments);
        shared.figures().lookup(System.nanoTime() - start);
        shared.figures().request(client.wantsWebSocket());
        if (route.isEmpty()) {
            client.error(NOT_FOUND);
        } else if (client.wantsWebSocket()) {
            new Tunnel(this, client, route.get(), location).begin();
        } else {
            new Forward(this, client, route.get(), location).begin();
        }
    }
}
