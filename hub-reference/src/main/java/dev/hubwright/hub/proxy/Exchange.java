package dev.hubwright.hub.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One request on its way to a target, and the answer on its way back. Belongs to one event loop.
 *
 * <p>The client may leave at any moment, also between any two steps here: every step first asks whether it is over.
 */
abstract class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int UNAVAILABLE = 503;

    private final Worker worker;
    private final ClientSide client;
    private final RouteTable.Entry route;
    private final UriRules.Location location;
    private final String place;
    private HttpClientRequest toTarget;
    private Flow flow;
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

    abstract HttpClient pool();

    /** Whether it may stay silent for as long as it likes. */
    abstract boolean isTunnel();

    /** Sends the request. */
    abstract void send(HttpClientRequest request);

    /** Whether a failure before any byte of an answer may be met with a second try. */
    abstract boolean mayRetry(Throwable failure);

    /** Whether the connection to the target may serve others after a complete answer. */
    abstract boolean leavesTargetReusable();

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

    final void connect() {
        RequestOptions options = Targets.request(route.target())
                .setMethod(client.request().method())
                .setURI(uriForTarget());
        if (!isTunnel()) {
            worker.shared().limits().targetTimeout().ifPresent(time -> options.setIdleTimeout(time.toMillis()));
        }
        Targets.open(pool(), route.target(), options).onComplete(this::connected);
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

    /** Adds what may cross to a request for the target. */
    final void copyHead(HttpClientRequest request, String scheme) {
        HttpServerRequest from = client.request();
        String host = from.headers().contains(HttpHeaders.HOST) ? from.getHeader(HttpHeaders.HOST) : "";
        String address = from.remoteAddress().hostAddress();
        boolean secure = from.isSSL();
        HeaderRules.Received received = new HeaderRules.Received(
                address, UriRules.port(host, secure ? "443" : "80"), secure ? scheme + "s" : scheme, host);
        Forwarding forwarding = worker.shared().forwarding();
        Iterable<Map.Entry<String, String>> sent =
                forwarding.believes(address) ? from.headers() : HeaderRules.withoutForwarded(from.headers());
        List<Map.Entry<String, String>> fields =
                forwarding.forwardedFields() ? HeaderRules.forTarget(sent, received) : HeaderRules.endToEnd(sent);
        Set<String> hidden = hiddenHeaders();
        for (Map.Entry<String, String> field : fields) {
            if (hidden.isEmpty() || !hidden.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                request.headers().add(field.getKey(), field.getValue());
            }
        }
        request.headers().set(HeaderRules.HOPS, Integer.toString(client.hops() + 1));
        if (forwarding.changeOrigin()) {
            request.headers().set(HttpHeaders.HOST, route.target().authority());
        }
        client.requestId().ifPresent(id -> request.headers().set(RequestId.HEADER, id));
        forwarding.customHeaders().forEach(field -> request.headers().set(field.getKey(), field.getValue()));
    }

    private Set<String> hiddenHeaders() {
        return Boolean.TRUE.equals(route.data().get("hub"))
                ? Set.of()
                : worker.shared().hidden();
    }

    /** Relays an answer. */
    void answer(HttpClientResponse answer) {
        if (answer.statusCode() < 200 || !HeaderRules.isPlainlyFramed(answer.headers())) {
            targetFailed(new IllegalStateException("unexpected status or encoding in " + answer.statusCode()));
            return;
        }
        Gate gate = Gate.of(toTarget.connection());
        gate.shut();
        HttpServerResponse response = client.response();
        copyFields(answer, response);
        response.setStatusCode(answer.statusCode());
        response.setStatusMessage(answer.statusMessage());
        client.announceClose();
        boolean unframed = !response.headers().contains(HttpHeaders.CONTENT_LENGTH);
        if (unframed && client.request().version() == HttpVersion.HTTP_1_0) {
            client.closeAfterResponse();
        }
        flow = new Flow(answer, gate, response, new AnswerListener(answer.statusCode()));
        flow.start();
        if (client.request().version() == HttpVersion.HTTP_1_1 && mayHaveBody(answer.statusCode())) {
            sendHeadSoon(response);
        }
    }

    final void copyFields(HttpClientResponse answer, HttpServerResponse response) {
        LocationRules locations = worker.shared().locationRules();
        for (Map.Entry<String, String> field : HeaderRules.endToEnd(answer.headers())) {
            String value = field.getValue();
            if (field.getKey().equalsIgnoreCase("Location")) {
                String host = Objects.requireNonNullElse(client.request().getHeader(HttpHeaders.HOST), "");
                value = locations.apply(answer.statusCode(), value, route.target(), host);
            }
            response.headers().add(field.getKey(), value);
        }
    }

    /** Ends an exchange that nothing can be relayed for any more. */
    final void targetFailed(Throwable failure) {
        if (over) {
            return;
        }
        if (!client.response().headWritten() && mayRetry(failure)) {
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
        if (toTarget != null) {
            HttpClientRequest dropped = toTarget;
            toTarget = null;
            if (flow != null) {
                flow.stop();
            }
            drop(dropped);
        }
    }

    private void drop(HttpClientRequest request) {
        Gate.of(request.connection()).drop();
        request.reset();
        Sockets.close(vertx(), request.connection());
    }

    private void connected(HttpClientRequest request, Throwable failure) {
        if (over) {
            if (request != null) {
                request.exceptionHandler(expected -> {});
                drop(request);
            }
        } else if (failure != null) {
            targetFailed(failure);
        } else {
            toTarget = request;
            request.exceptionHandler(thrown -> failedOn(request, thrown));
            request.response().onComplete((answer, thrown) -> answered(request, answer, thrown));
            guarded(() -> send(request));
        }
    }

    private void answered(HttpClientRequest request, HttpClientResponse answer, Throwable failure) {
        if (failure != null) {
            failedOn(request, failure);
        } else if (!over && request == toTarget) {
            answer.exceptionHandler(thrown -> failedOn(request, thrown));
            guarded(() -> answer(answer));
        }
    }

    // The first of two tries may report its failure more than once.
    private void failedOn(HttpClientRequest request, Throwable failure) {
        if (request == toTarget) {
            targetFailed(failure);
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

    private boolean mayHaveBody(int status) {
        return client.request().method() != HttpMethod.HEAD && status != 204 && status != 205 && status != 304;
    }

    // An event stream begins long before its first event, but a short answer should leave in one packet.
    private void sendHeadSoon(HttpServerResponse response) {
        Context context = vertx().getOrCreateContext();
        context.runOnContext(later -> {
            if (!over && !response.headWritten() && !response.ended()) {
                response.writeHead();
            }
        });
    }

    private void answerEnded(int status) {
        boolean reusable = leavesTargetReusable();
        if (finish()) {
            if (status < 300) {
                route.activity().touch();
            }
            client.end();
            if (!reusable) {
                dropTarget();
            }
        }
    }

    private final class AnswerListener implements Flow.Listener {

        private final int status;

        AnswerListener(int status) {
            this.status = status;
        }

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
        public void ended() {
            answerEnded(status);
        }
    }
}
