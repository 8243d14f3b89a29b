package dev.hubwright.hub.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections of one event loop to all targets. Web sockets have a pool of their own: they keep their connections,
 * and many of them must not leave a target's requests without any.
 */
final class Targets {

    private static final int SEND_CHUNK = 64 * 1024;

    private final HttpClientAgent requests;
    private final HttpClientAgent tunnels;
    private final Set<HttpConnection> used = new HashSet<>();
    private final Shared shared;
    private final Thread eventLoop = Thread.currentThread();

    /** To be created on its event loop. */
    Targets(Vertx vertx, Shared shared, ClientSSLOptions tls) {
        this.shared = shared;
        ProxyLimits limits = shared.limits();
        this.requests = client(vertx, limits, tls, limits.requestsPerTarget());
        this.tunnels = client(vertx, limits, tls, limits.tunnelsPerTarget());
    }

    HttpClient forRequests() {
        return requests;
    }

    HttpClient forTunnels() {
        return tunnels;
    }

    /** The beginning of a request that goes to a target. */
    static RequestOptions request(Target target) {
        if (!target.socket().isEmpty()) {
            return new RequestOptions()
                    .setHost("localhost")
                    .setServer(SocketAddress.domainSocketAddress(target.socket()));
        }
        return new RequestOptions()
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.secure());
    }

    /**
     * Opens a request that begins as above. A client of Vert.x keeps the first address of a name for ever, and by then a new
     * container may have the name, and somebody else the address.
     */
    static Future<HttpClientRequest> open(HttpClient client, Target target, RequestOptions options) {
        if (!target.isNamed()) {
            return client.request(options);
        }
        return ((HttpClientInternal) client)
                .vertx()
                .nameResolver()
                .resolve(target.host())
                .compose(address -> client.request(
                        options.setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))));
    }

    /** How names are looked up: anew after a second, however long the name server lets their addresses be kept. */
    static AddressResolverOptions names() {
        return new AddressResolverOptions().setCacheMaxTimeToLive(1);
    }

    /** Whether a connection has carried a request before; from now on it has. */
    boolean isReused(HttpConnection connection) {
        assert Thread.currentThread() == eventLoop : "a target's connection belongs to another event loop";
        return !used.add(connection);
    }

    Future<?> updateTls(ClientSSLOptions tls) {
        return Future.join(requests.updateSSLOptions(tls, true), tunnels.updateSSLOptions(tls, true));
    }

    Future<Void> close() {
        return Future.join(requests.close(), tunnels.close()).mapEmpty();
    }

    private HttpClientAgent client(Vertx vertx, ProxyLimits limits, ClientSSLOptions tls, int most) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) limits.connectTimeout().toMillis())
                .setKeepAliveTimeout((int) Math.max(1, limits.targetKeepAlive().toSeconds()))
                .setMaxInitialLineLength(limits.headBytes())
                .setMaxHeaderSize(limits.headBytes())
                .setMaxChunkSize(SEND_CHUNK)
                .setTcpKeepAlive(true);
        // The limits for each target are kept elsewhere, for all event loops together; connections about to close may
        // still count here.
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(2 * most).setMaxWaitQueueSize(most);
        return vertx.httpClientBuilder()
                .with(options)
                .with(tls)
                .with(pool)
                .withConnectHandler(this::connected)
                .build();
    }

    private void connected(HttpConnection connection) {
        assert Thread.currentThread() == eventLoop : "a target's connection belongs to another event loop";
        Gate.into(connection);
        shared.targetOpened(connection);
        connection.closeHandler(closed -> {
            used.remove(connection);
            shared.targetClosed(connection);
        });
        // Each exchange hears of its failure itself; without this, Vert.x logs it as an error too.
        connection.exceptionHandler(failure -> {});
    }
}
