package dev.hubwright.hub.web;

import dev.hubwright.api.ProviderException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that hands whole requests to a {@link Handler} on threads that may block. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MAX_BODY = 1024 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int SECONDS_TO_BIND = 10;

    private final HttpServer server;
    private final Executor executor;
    private final BiPredicate<SocketAddress, SocketAddress> ownProxy;
    private final Handler handler;

    private WebServer(
            Vertx vertx, Executor executor, BiPredicate<SocketAddress, SocketAddress> ownProxy, Handler handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(MAX_HEADERS)
                .setMaxHeaderSize(MAX_HEADERS)
                .setIdleTimeout(120);
        this.server = vertx.createHttpServer(options);
        this.executor = executor;
        this.ownProxy = ownProxy;
        this.handler = handler;
    }

    /**
     * Binds and begins to serve.
     *
     * @param host a name or address
     * @param port 0 for any free one
     * @param setting the setting to name if that fails
     * @param executor where the handler runs; may block
     * @param ownProxy whether the hub's own proxy has opened the connection between these two
     * @throws ProviderException if the address cannot be bound
     */
    public static WebServer start(
            Vertx vertx,
            String host,
            int port,
            String setting,
            Executor executor,
            BiPredicate<SocketAddress, SocketAddress> ownProxy,
            Handler handler)
            throws ProviderException, InterruptedException {
        WebServer web = new WebServer(vertx, executor, ownProxy, handler);
        web.server.requestHandler(web::receive);
        try {
            web.server
                    .listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS_TO_BIND, TimeUnit.SECONDS);
            return web;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            String why = cause instanceof IOException
                    ? "cannot be bound (" + cause.getMessage() + "); stop what uses it, or choose another"
                    : "cannot be bound: " + cause;
            throw ProviderException.permanent(
                    "The hub cannot start", setting + ": " + host + " port " + port + " " + why, cause);
        }
    }

    /** The port that was bound. */
    public int port() {
        return server.actualPort();
    }

    /** Stops to serve. */
    @Override
    public void close() {
        server.close();
    }

    private void receive(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        boolean[] refused = {false};
        request.handler(chunk -> {
            if (!refused[0] && body.length() + chunk.length() > MAX_BODY) {
                refused[0] = true;
                refuse(request);
            } else if (!refused[0]) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!refused[0]) {
                dispatch(request, body.getBytes());
            }
        });
        request.exceptionHandler(e -> LOG.debug("A client broke off: {}", e.toString()));
    }

    private static void refuse(HttpServerRequest request) {
        Response refusal = Response.jsonError(413, "The body has more than " + MAX_BODY + " bytes");
        new ResponseWriter(request)
                .write(refusal.with("connection", "close").with("x-content-type-options", "nosniff"));
    }

    private void dispatch(HttpServerRequest request, byte[] body) {
        String peer = request.remoteAddress().hostAddress();
        boolean fromOwnProxy = ownProxy.test(request.remoteAddress(), request.localAddress());
        List<Map.Entry<String, String>> headers = request.headers().entries();
        ResponseWriter writer = new ResponseWriter(request);
        try {
            executor.execute(() -> writer.write(answer(request, headers, body, peer, fromOwnProxy)));
        } catch (RejectedExecutionException e) {
            writer.write(Response.status(503));
        }
    }

    private Response answer(
            HttpServerRequest request,
            List<Map.Entry<String, String>> headers,
            byte[] body,
            String peer,
            boolean fromOwnProxy) {
        try {
            Request known = Request.of(request.method().name(), request.uri(), headers, body, peer);
            return handler.handle(fromOwnProxy ? known.throughTheOwnProxy() : known);
        } catch (HttpError e) {
            return Response.of(
                    e.status(), "text/plain; charset=utf-8", (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.status(503);
        } catch (Exception e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return Response.status(500);
        }
    }
}
