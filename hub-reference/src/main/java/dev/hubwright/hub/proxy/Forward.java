package dev.hubwright.hub.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** An ordinary request. */
final class Forward extends Exchange {

    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private Flow body;

    Forward(Worker worker, ClientSide client, RouteTable.Entry route, UriRules.Location location) {
        super(worker, client, route, location, "request");
    }

    @Override
    int most() {
        return worker().shared().limits().requestsPerTarget();
    }

    @Override
    void send(TargetConnection connection) {
        HttpHeaders headers = fields("http");
        if (!client().hasBody()) {
            connection.send(whole(headers));
            return;
        }
        if (client().request().headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        connection.send(beginning(headers));
        client().patience().awaitSending(worker().shared().limits().stallTimeout());
        body = new Flow(Flow.Tap.of(client().request()), connection, new BodyListener(connection));
        body.start(client().request());
    }

    @Override
    public void continues() {
        // HTTP/1.0 knows no answer before the answer (RFC 9110, 15.2).
        if (client().hasBody() && !isVersion10() && !client().response().headWritten()) {
            client().response().writeContinue();
        }
    }

    @Override
    boolean isRepeatable() {
        return !client().hasBody() && IDEMPOTENT.contains(client().request().method());
    }

    @Override
    void stop() {
        if (body != null) {
            body.stop();
        }
    }

    private final class BodyListener implements Flow.Listener {

        private final TargetConnection connection;

        BodyListener(TargetConnection connection) {
            this.connection = connection;
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
        public void ended(Buffer last) {
            client().patience().sendingDone();
            connection.endRequest();
        }
    }
}
