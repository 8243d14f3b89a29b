package dev.hubwright.hub.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** Fetches pages for errors from a server, which is asked for {@code /CODE?url=…} below its path. */
final class ErrorTarget {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BODY = 1024 * 1024;

    private final HttpClientAgent client;
    private final Target target;

    ErrorTarget(Vertx vertx, Target target, ClientSSLOptions tls) {
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS))
                .with(tls)
                .build();
        this.target = target;
    }

    Future<?> updateTls(ClientSSLOptions tls) {
        return client.updateSSLOptions(tls, true);
    }

    /**
     * A page; fails where the server gives none.
     *
     * @param hops how many proxies of this kind the request has passed, as this server may be behind one
     */
    Future<ErrorPages.Page> page(int status, String requestUri, int hops) {
        String uri = target.path() + "/" + status + "?url=" + URLEncoder.encode(requestUri, StandardCharsets.UTF_8);
        RequestOptions options = TargetRequests.to(target)
                .putHeader(HeaderRules.HOPS, Integer.toString(hops + 1))
                .setMethod(HttpMethod.GET)
                .setURI(uri)
                .setTimeout(TIMEOUT_MILLIS)
                .setIdleTimeout(TIMEOUT_MILLIS);
        return TargetRequests.open(client, target, options)
                .compose(request -> request.send().compose(ErrorTarget::read));
    }

    private static Future<ErrorPages.Page> read(HttpClientResponse answer) {
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean encoded = answer.headers().contains(HttpHeaders.CONTENT_ENCODING);
        if (answer.statusCode() != 200 || encoded || length != null && Long.parseLong(length) > MAX_BODY) {
            answer.exceptionHandler(expected -> {});
            answer.request().reset();
            return Future.failedFuture("no page");
        }
        String type =
                Optional.ofNullable(answer.getHeader(HttpHeaders.CONTENT_TYPE)).orElse("text/html; charset=utf-8");
        return answer.body().map(Buffer::toString).map(body -> new ErrorPages.Page(type, Objects.requireNonNull(body)));
    }
}
