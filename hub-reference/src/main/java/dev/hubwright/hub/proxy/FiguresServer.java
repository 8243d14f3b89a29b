package dev.hubwright.hub.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.function.Supplier;

/** Shows what a proxy counts to Prometheus, at {@code /metrics} and nowhere else. */
final class FiguresServer {

    private final HttpServer server;
    private final Listener listener;
    private final Supplier<String> text;

    FiguresServer(Vertx vertx, Listener listener, Supplier<String> text) throws IOException {
        this.server = listener.create(vertx, new HttpServerOptions().setIdleTimeout(120));
        this.listener = listener;
        this.text = text;
    }

    Future<HttpServer> listen() {
        return listener.listen(server.requestHandler(this::answer), listener.port());
    }

    private void answer(HttpServerRequest request) {
        if ("/metrics".equals(request.path())) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .end(text.get());
        } else {
            request.response().setStatusCode(404).end();
        }
    }
}
