package dev.hubwright.hub.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.ProtocolVersion;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.UrlEncoding;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener: hands requests to the site on threads that may block, and moves bytes of files on those that may not. */
final class WorkspaceServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_MESSAGE = 1024 * 1024;
    private static final int SECONDS_TO_BIND = 10;
    private static final long PING_MILLIS = 25_000;

    private final Vertx vertx;
    private final WorkspaceSite site;
    private final HttpServer server;

    private WorkspaceServer(Vertx vertx, WorkspaceSite site) {
        this.vertx = vertx;
        this.site = site;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setMaxInitialLineLength(MAX_HEADERS)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxWebSocketMessageSize(MAX_MESSAGE)
                .setMaxWebSocketFrameSize(MAX_MESSAGE));
        server.requestHandler(this::receive);
    }

    static WorkspaceServer start(Vertx vertx, WorkspaceSite site, String host, int port)
            throws ProviderException, InterruptedException {
        WorkspaceServer started = new WorkspaceServer(vertx, site);
        try {
            started.server
                    .listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS_TO_BIND, TimeUnit.SECONDS);
            return started;
        } catch (ExecutionException | TimeoutException e) {
            throw ProviderException.permanent(
                    "The workspace cannot start",
                    "JUPYTERHUB_SERVICE_URL: " + host + " port " + port + " cannot be bound (" + e.getMessage() + ")",
                    e);
        }
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close();
    }

    private void receive(HttpServerRequest request) {
        request.pause();
        blocking(() -> site.answer(Request.of(
                        request.method().name(),
                        request.uri(),
                        request.headers().entries(),
                        new byte[0],
                        request.remoteAddress().hostAddress())))
                .compose(reply -> perform(request, reply))
                .onFailure(e -> refuse(request, e));
    }

    private Future<?> perform(HttpServerRequest request, Reply reply) {
        if (reply instanceof Reply.Whole whole) {
            write(request, whole.response());
        } else if (reply instanceof Reply.Sending sending) {
            return send(request, sending);
        } else if (reply instanceof Reply.Receiving receiving) {
            return save(request, receiving);
        } else {
            return request.toWebSocket().onSuccess(this::talk);
        }
        return Future.succeededFuture();
    }

    private Future<?> send(HttpServerRequest request, Reply.Sending sending) {
        HttpServerResponse out = request.response();
        secure(out);
        out.putHeader("content-type", "application/octet-stream")
                // Whatever is in it, it must not run as a page of this origin.
                .putHeader("content-disposition", "attachment; filename*=UTF-8''" + UrlEncoding.encode(sending.name()))
                .putHeader("content-security-policy", "sandbox; default-src 'none'");
        if (request.method() == HttpMethod.HEAD) {
            return out.end();
        }
        return out.sendFile(sending.file().toString());
    }

    private Future<?> save(HttpServerRequest request, Reply.Receiving receiving) {
        return blocking(() -> site.files().beside(receiving.path())).compose(unfinished -> vertx.fileSystem()
                .open(unfinished.toString(), new OpenOptions().setRead(false).setCreateNew(true))
                // Closes the file in any case.
                .compose(request::pipeTo)
                .compose(
                        done -> blocking(() -> site.files().replace(receiving.path(), unfinished, receiving.version())))
                .onSuccess(version -> write(request, Response.status(204).with("etag", "\"" + version + "\"")))
                .onFailure(e -> discard(unfinished)));
    }

    private void discard(Path unfinished) {
        vertx.fileSystem().delete(unfinished.toString()).onFailure(e -> LOG.debug("Nothing to discard", e));
    }

    private void talk(ServerWebSocket socket) {
        SocketWindow window = new SocketWindow(socket);
        // Keeps proxies from giving up on a quiet socket.
        long ping = vertx.setPeriodic(PING_MILLIS, timer -> socket.writePing(Buffer.buffer("1")));
        // In the order in which they came.
        socket.textMessageHandler(text -> vertx.getOrCreateContext()
                .executeBlocking(
                        () -> {
                            hear(text);
                            return null;
                        },
                        true)
                .onFailure(e -> LOG.warn("The console failed", e)));
        socket.closeHandler(any -> {
            vertx.cancelTimer(ping);
            site.console().close(window);
        });
        blocking(() -> {
            site.console().open(window);
            return null;
        });
    }

    private void hear(String text) throws JsonProcessingException, InterruptedException {
        site.touch();
        JsonNode message = JSON.readTree(text);
        Console console = site.console();
        switch (message.path("do").asText()) {
            case "run" -> console.run(message.path("code").asText());
            case "stop" -> console.stop();
            case "restart" -> console.restart();
            default -> console.warmUp();
        }
    }

    private void refuse(HttpServerRequest request, Throwable trouble) {
        if (request.response().headWritten()) {
            LOG.debug("A client broke off", trouble);
            request.response().reset();
            return;
        }
        Response answer;
        if (trouble instanceof HttpError error) {
            answer = Trouble.answer(request, error.status(), error.getMessage());
        } else if (trouble instanceof ProviderException outage) {
            LOG.warn("{}", outage.getMessage());
            answer = Trouble.answer(request, 503, outage.publicMessage());
        } else {
            LOG.error("{} {} failed", request.method(), request.path(), trouble);
            answer = Trouble.answer(request, 500, "Something went wrong; the server's log has the details");
        }
        // What of the body has not been read is not worth it.
        request.response().putHeader("connection", "close");
        write(request, answer);
    }

    private static void write(HttpServerRequest request, Response response) {
        HttpServerResponse out = request.response();
        out.setStatusCode(response.status());
        secure(out);
        response.headers().forEach(header -> out.headers().add(header.getKey(), header.getValue()));
        request.resume();
        if (request.method() == HttpMethod.HEAD) {
            out.end();
        } else {
            out.end(Buffer.buffer(response.body()));
        }
    }

    private static void secure(HttpServerResponse out) {
        out.putHeader(
                        "content-security-policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "same-origin")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("cache-control", "no-store")
                .putHeader("x-jupyterhub-version", ProtocolVersion.SPOKEN);
    }

    private <T> Future<T> blocking(Callable<T> work) {
        Context context = vertx.getOrCreateContext();
        return context.executeBlocking(work, false);
    }
}
