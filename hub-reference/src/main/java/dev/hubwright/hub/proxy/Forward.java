package dev.hubwright.hub.proxy;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Set;

/** An ordinary request. */
final class Forward extends Exchange {

    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private Flow body;
    private boolean reused;
    private boolean retried;

    Forward(Worker worker, ClientSide client, RouteTable.Entry route, UriRules.Location location) {
        super(worker, client, route, location, "request");
    }

    @Override
    int most() {
        return worker().shared().limits().requestsPerTarget();
    }

    @Override
    HttpClient pool() {
        return worker().targets().forRequests();
    }

    @Override
    boolean isTunnel() {
        return false;
    }

    @Override
    void send(HttpClientRequest request) {
        reused = worker().targets().isReused(request.connection());
        copyHead(request, "http");
        if (!client().hasBody()) {
            request.end();
            return;
        }
        request.setChunked(client().request().headers().contains(HttpHeaders.TRANSFER_ENCODING));
        request.continueHandler(go -> {
            if (!isOver() && !client().response().headWritten()) {
                client().response().writeContinue();
            }
        });
        request.writeHead();
        client().patience().awaitSending(worker().shared().limits().stallTimeout());
        body = new Flow(client().request(), Flow.Tap.of(client().request()), request, new BodyListener(request));
        body.start();
    }

    @Override
    boolean mayRetry(Throwable failure) {
        // The server may have closed an idle connection at the very moment when it was chosen.
        boolean stale = reused && (failure instanceof HttpClosedException || failure instanceof IOException);
        boolean may = stale
                && !retried
                && !client().hasBody()
                && IDEMPOTENT.contains(client().request().method());
        retried |= may;
        return may;
    }

    @Override
    boolean leavesTargetReusable() {
        return !client().bodyOutstanding();
    }

    @Override
    void stop() {
        if (body != null) {
            body.stop();
        }
    }

    private final class BodyListener implements Flow.Listener {

        private final HttpClientRequest request;

        BodyListener(HttpClientRequest request) {
            this.request = request;
        }

        @Override
        public void copied(int bytes) {
            ProxyLimits limits = worker().shared().limits();
            client().patience().received(bytes, limits.bodyRate(), limits.stallTimeout());
        }

        @Override
        public void paused() {
            client().patience().sendingDone();
        }

        @Override
        public void resumed() {
            client().patience().awaitSending(worker().shared().limits().stallTimeout());
        }

        @Override
        public void ended() {
            client().patience().sendingDone();
            request.end();
        }
    }
}
