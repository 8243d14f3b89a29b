package dev.hubwright.hub.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One request on its way to a target, and the answer on its way back. Belongs to one event loop.
 *
 * <p>The client may leave at any moment, also between any two steps here: every step first asks whether it is over.
 */
abstract class Exchange implements TargetConnection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int UNAVAILABLE = 503;

    private final Worker worker;
    private final ClientSide client;
    private final RouteTable.Entry route;
    private final UriRules.Location location;
    private final String place;
    private TargetConnection target;
    private Flow flow;
    private int status;
    private boolean reused;
    private boolean retried;
    private boolean over;

    Exchange(Worker worker, ClientSide client, RouteTable.Entry route, UriRules.Location location, String kind) {
        this.worker = worker;
        this.client = client;
        this.route = route;
        this.location = location;
        this.place = kind + ' ' + route.target().place();
    }

    /** How many of this kind one target gets at a time. */
    abstract int most();

    /** Sends the request. */
    abstract void send(TargetConnection connection);

    /** Whether the target may get the same twice. */
    abstract boolean isRepeatable();

    /** Stops what is still being copied. */
    abstract void stop();

    final void begin() {
        client.response().closeHandler(closed -> clientLeft());
        if (worker.shared().take(place, most())) {
            connect();
        } else {
            over = true;
            client.busy();
        }
    }

    private void connect() {
        worker.targets().take(route.target(), this::connected);
    }

    final ClientSide client() {
        return client;
    }

    final Vertx vertx() {
        return worker.vertx();
    }

    final Worker worker() {
        return worker;
    }

    final RouteTable.Entry route() {
        return route;
    }

    /** The connection that it goes on, if there is one. */
    final Optional<TargetConnection> target() {
        return Optional.ofNullable(target);
    }

    final boolean isOver() {
        return over;
    }

    private String uriForTarget() {
        Forwarding forwarding = worker.shared().forwarding();
        int host = forwarding.hostRouting() ? 1 : 0;
        String uri =
                forwarding.includePrefix() ? location.uri() : location.uriBehind(Math.max(0, route.depth() - host));
        return forwarding.prependPath() ? route.target().path() + uri : uri;
    }

    /** What may cross of the request's fields, and what the proxy adds. */
    final HttpHeaders fields(String scheme) {
        HttpServerRequest from = client.request();
        String host = Objects.requireNonNullElse(from.getHeader(HttpHeaderNames.HOST), "");
        String address = from.remoteAddress().hostAddress();
        boolean secure = from.isSSL();
        HeaderRules.Received received = new HeaderRules.Received(
                address, UriRules.port(host, secure ? "443" : "80"), secure ? scheme + "s" : scheme, host);
        Forwarding forwarding = worker.shared().forwarding();
        List<Map.Entry<String, String>> told = HeaderRules.read(from.headers());
        List<Map.Entry<String, String>> sent = forwarding.believes(address) ? told : HeaderRules.withoutForwarded(told);
        List<Map.Entry<String, String>> crossing =
                forwarding.forwardedFields() ? HeaderRules.forTarget(sent, received) : HeaderRules.endToEnd(sent);
        Set<String> hidden = hiddenHeaders();
        HttpHeaders headers = new DefaultHttpHeaders();
        for (Map.Entry<String, String> field : crossing) {
            if (hidden.isEmpty() || !hidden.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                headers.add(field.getKey(), field.getValue());
            }
        }
        headers.set(HeaderRules.HOPS, Integer.toString(client.hops() + 1));
        if (forwarding.changeOrigin() || host.isEmpty()) {
            headers.set(HttpHeaderNames.HOST, route.target().authority());
        }
        client.requestId().ifPresent(id -> headers.set(RequestId.HEADER, id));
        forwarding.customHeaders().forEach(field -> headers.set(field.getKey(), field.getValue()));
        return headers;
    }

    /** A request without a body. */
    final HttpRequest whole(HttpHeaders headers) {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                client.request().method().toNetty(),
                uriForTarget(),
                Unpooled.EMPTY_BUFFER,
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    /** A request whose body follows. */
    final HttpRequest beginning(HttpHeaders headers) {
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, client.request().method().toNetty(), uriForTarget(), headers);
    }

    private Set<String> hiddenHeaders() {
        return Boolean.TRUE.equals(route.data().get("hub"))
                ? Set.of()
                : worker.shared().hidden();
    }

    @Override
    public final void head(HttpResponse answer) {
        guarded(() -> answer(answer));
    }

    /** Relays an answer. */
    void answer(HttpResponse answer) {
        status = answer.status().code();
        if (status < 200 || !HeaderRules.isPlainlyFramed(answer.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING))) {
            targetFailed(new IllegalStateException("unexpected status or encoding in " + status));
            return;
        }
        HttpServerResponse response = client.response();
        copyFields(answer, response);
        response.setStatusCode(status);
        response.setStatusMessage(answer.status().reasonPhrase());
        client.announceClose();
        boolean unframed = !response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        if (unframed && isVersion10()) {
            client.closeAfterResponse();
        }
        flow = new Flow(target, Flow.Sink.of(response), new AnswerListener());
    }

    final boolean isVersion10() {
        return client.request().version() == io.vertx.core.http.HttpVersion.HTTP_1_0;
    }

    @Override
    public void data(Buffer data) {
        flow.copy(data);
    }

    @Override
    public void ended(Buffer last) {
        flow.end(last);
    }

    // An event stream begins long before its first event, but a short answer should leave in one packet.
    @Override
    public final void caughtUp() {
        HttpServerResponse response = client.response();
        if (flow != null && !over && mayHaveBody() && !isVersion10() && !response.headWritten()) {
            response.writeHead();
        }
    }

    @Override
    public final void failed(Throwable failure) {
        target = null;
        targetFailed(failure);
    }

    final void copyFields(HttpResponse answer, HttpServerResponse response) {
        LocationRules locations = worker.shared().locationRules();
        for (Map.Entry<String, String> field : HeaderRules.endToEnd(HeaderRules.read(answer.headers()))) {
            String value = field.getValue();
            if (field.getKey().equalsIgnoreCase("Location")) {
                String host = Objects.requireNonNullElse(client.request().getHeader(HttpHeaderNames.HOST), "");
                value = locations.apply(answer.status().code(), value, route.target(), host);
            }
            response.headers().add(field.getKey(), value);
        }
    }

    /** Ends an exchange that nothing can be relayed for any more. */
    private void targetFailed(Throwable failure) {
        if (over) {
            return;
        }
        if (mayRetry(failure)) {
            retried = true;
            dropTarget();
            connect();
            return;
        }
        try (MDC.MDCCloseable ignored =
                MDC.putCloseable(RequestId.KEY, client.requestId().orElse(null))) {
            LOG.info("Request to {} failed: {}", route.target().place(), String.valueOf(failure.getMessage()));
        }
        finish();
        dropTarget();
        client.error(UNAVAILABLE);
    }

    // The server may have closed an idle connection at the very moment when it was chosen.
    private boolean mayRetry(Throwable failure) {
        boolean stale = reused && failure instanceof IOException && flow == null;
        return stale && !retried && isRepeatable();
    }

    /** The last step of an exchange, whichever way it ends; later ones do nothing. */
    final boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        stop();
        worker.shared().giveBack(place);
        return true;
    }

    /** Frees the connection to the target without regard to what is still under way on it. */
    final void dropTarget() {
        if (target != null) {
            TargetConnection dropped = target;
            target = null;
            dropped.close();
        }
        if (flow != null) {
            flow.stop();
        }
    }

    private void connected(TargetConnection connection, Throwable failure) {
        if (failure != null) {
            targetFailed(failure);
        } else if (over) {
            worker.targets().giveBack(connection);
        } else {
            target = connection;
            reused = connection.begin(this);
            guarded(() -> send(connection));
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            targetFailed(e);
        }
    }

    private void clientLeft() {
        if (finish()) {
            dropTarget();
        }
    }

    private boolean mayHaveBody() {
        return client.request().method() != HttpMethod.HEAD && status != 204 && status != 205 && status != 304;
    }

    private void answerEnded(Buffer last) {
        TargetConnection done = target;
        target = null;
        if (finish()) {
            if (status < 300) {
                route.activity().touch();
            }
            client.end(last);
            worker.targets().giveBack(done);
        }
    }

    private final class AnswerListener implements Flow.Listener {

        @Override
        public void copied(int bytes) {}

        @Override
        public void paused() {
            client.patience().awaitReading(worker.shared().limits().stallTimeout());
        }

        @Override
        public void resumed() {
            client.patience().readingDone();
        }

        @Override
        public void ended(Buffer last) {
            answerEnded(last);
        }
    }
}
