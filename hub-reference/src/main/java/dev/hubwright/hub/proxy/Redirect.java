package dev.hubwright.hub.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;

/** Leads browsers that come without TLS to the same address with it. */
final class Redirect {

    private static final int HTTPS_PORT = 443;

    private final HttpServer server;
    private final Listener listener;
    private final int port;

    /** To an {@code https} port; does not listen yet. */
    Redirect(Vertx vertx, Listener listener, int port) throws IOException {
        this.listener = listener;
        this.port = port;
        this.server = listener.create(vertx, new HttpServerOptions().setIdleTimeout(30));
    }

    Future<HttpServer> listen() {
        return listener.listen(server.requestHandler(this::answer), listener.port());
    }

    private void answer(HttpServerRequest request) {
        try {
            String host = UriRules.name(UriRules.host(request.headers().getAll(HttpHeaders.HOST), true));
            String uri = UriRules.resolve(request.uri(), host).uri();
            String place = port == HTTPS_PORT ? host : host + ":" + port;
            request.response()
                    .setStatusCode(301)
                    .putHeader(HttpHeaders.LOCATION, "https://" + place + uri)
                    .end();
        } catch (BadRequest e) {
            request.response().setStatusCode(e.status()).end();
        }
    }
}
