package dev.hubwright.hub.proxy;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The half of an exchange that faces the client: one request and its response. Belongs to one event loop. */
final class ClientSide {

    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final int UNAVAILABLE = 503;
    private static final int BAD_REQUEST = 400;

    private final Worker worker;
    private final Vertx vertx;
    private final Shared shared;
    private final HttpServerRequest request;
    private final Patience patience;
    private final boolean hasBody;
    private final Optional<String> requestId;
    private boolean closeAtEnd;
    private boolean busy;

    ClientSide(Worker worker, HttpServerRequest request, Patience patience) {
        this.worker = worker;
        this.vertx = worker.vertx();
        this.shared = worker.shared();
        this.request = request;
        this.patience = patience;
        this.hasBody = announcesBody(request.headers());
        if (hasBody) {
            request.pause();
        }
        this.requestId = shared.forwarding().requestIds() ? Optional.of(requestId(request)) : Optional.empty();
        request.response().headersEndHandler(end -> addOwnFields());
    }

    private String requestId(HttpServerRequest from) {
        String told = from.getHeader(RequestId.HEADER);
        boolean trusted = shared.forwarding().trusts(from.remoteAddress().hostAddress());
        return trusted && RequestId.isGood(told) ? told : RequestId.fresh();
    }

    /** By what name logs speak of this request, where it has one. */
    Optional<String> requestId() {
        return requestId;
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return request.response();
    }

    Patience patience() {
        return patience;
    }

    boolean hasBody() {
        return hasBody;
    }

    boolean bodyOutstanding() {
        return hasBody && !request.isEnded();
    }

    boolean wantsWebSocket() {
        List<String> upgrades = request.headers().getAll(HttpHeaders.UPGRADE);
        return request.method() == HttpMethod.GET
                && !hasBody
                && request.version() == HttpVersion.HTTP_1_1
                && upgrades.size() == 1
                && upgrades.get(0).strip().equalsIgnoreCase("websocket")
                && HeaderRules.hasToken("Connection", "upgrade", HeaderRules.read(request.headers()));
    }

    /** Announces that this response is the connection's last, if the rest of the request's body is to be dropped. */
    void announceClose() {
        if (bodyOutstanding()) {
            closeAfterResponse();
        }
    }

    /** Makes the end of the connection the end of the body, which is all that HTTP/1.0 has without a length. */
    void closeAfterResponse() {
        closeAtEnd = true;
    }

    /** Answers with a page, or cuts the connection where a response has begun. */
    void error(int status) {
        if (response().headWritten()) {
            reset();
        } else if (!response().closed()) {
            boolean mayFetch = !busy && status != BAD_REQUEST && !wantsWebSocket();
            Future<ErrorPages.Page> page = mayFetch
                    ? worker.fetchedErrorPage(status, request.uri(), hops())
                    : worker.errorPage(status, request.uri());
            page.onSuccess(found -> error(status, found));
        }
    }

    private void error(int status, ErrorPages.Page page) {
        if (response().closed()) {
            return;
        }
        response().headers().clear();
        // A failed answer may have left its own reason here.
        response().setStatusMessage(HttpResponseStatus.valueOf(status).reasonPhrase());
        response().setStatusCode(status);
        response().putHeader(HttpHeaders.CONTENT_TYPE, page.contentType());
        response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        announceClose();
        end(page.body());
    }

    /** How many proxies of this kind the request has passed before. */
    int hops() {
        return HeaderRules.hops(Objects.requireNonNullElse(request.getHeader(HeaderRules.HOPS), ""));
    }

    /** Answers that the request goes round in circles, without asking anybody for a page. */
    void loop() {
        worker.errorPage(UNAVAILABLE, request.uri()).onSuccess(page -> error(UNAVAILABLE, page));
    }

    /** Answers that a limit is reached. */
    void busy() {
        busy = true;
        error(UNAVAILABLE);
    }

    /** Ends a response with its whole body. */
    void end(String body) {
        ended(response().end(body));
    }

    /** Ends a response whose body has been written. */
    void end() {
        ended(response().end());
    }

    /** The same, with the last of its body, which may be empty. */
    void end(Buffer last) {
        if (last.length() == 0) {
            end();
        } else {
            ended(response().end(last));
        }
    }

    /** Cuts the connection, so that a client sees that something is missing. */
    void reset() {
        Sockets.close(vertx, request.connection());
    }

    // Vert.x has its own opinion about Connection until the head is about to leave.
    private void addOwnFields() {
        shared.figures().answered(response().getStatusCode());
        requestId.ifPresent(id -> response().headers().set(RequestId.HEADER, id));
        if (closeAtEnd) {
            response().headers().set(HttpHeaders.CONNECTION, "close");
        }
        if (busy) {
            response().headers().set(HttpHeaders.RETRY_AFTER, "5");
        }
    }

    private void ended(Future<Void> written) {
        patience.exchangeEnds(shared.limits().keepAlive());
        long awaited = patience.awaitReading(shared.limits().stallTimeout());
        written.onComplete(done -> patience.readingDone(awaited));
        if (bodyOutstanding()) {
            dropRest();
        } else if (closeAtEnd) {
            request.connection().close();
        }
    }

    // Closing with unread bytes would reset the connection and may take the response with it.
    private void dropRest() {
        patience.awaitSending(LINGER);
        request.handler(data -> {});
        request.endHandler(end -> request.connection().close());
        request.resume();
    }

    private static boolean announcesBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }
}
