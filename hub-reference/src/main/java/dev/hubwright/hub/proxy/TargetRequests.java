package dev.hubwright.hub.proxy;

import io.vertx.core.Future;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.core.net.SocketAddress;

/** Requests of the proxy's own, which are nobody's passed on, and where targets are found. */
final class TargetRequests {

    private TargetRequests() {}

    /** The beginning of a request that goes to a target. */
    static RequestOptions to(Target target) {
        if (!target.socket().isEmpty()) {
            return new RequestOptions().setHost(target.authority()).setServer(address(target));
        }
        return new RequestOptions()
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.secure());
    }

    /** Opens a request that begins as above. */
    static Future<HttpClientRequest> open(HttpClient client, Target target, RequestOptions options) {
        if (!target.named()) {
            return client.request(options);
        }
        return lookUp(((HttpClientInternal) client).vertx(), target)
                .compose(address -> client.request(options.setServer(address)));
    }

    /** Where a target is that needs no looking up. */
    static SocketAddress address(Target target) {
        return target.socket().isEmpty()
                ? SocketAddress.inetSocketAddress(target.port(), target.host())
                : SocketAddress.domainSocketAddress(target.socket());
    }

    /**
     * Where a named target is now. A client of Vert.x keeps the first address of a name for ever, and by then a new
     * container may have the name, and somebody else the address.
     */
    static Future<SocketAddress> lookUp(VertxInternal vertx, Target target) {
        return vertx.nameResolver()
                .resolve(target.host())
                .map(address -> SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()));
    }

    /** How names are looked up: anew after a second, however long the name server lets their addresses be kept. */
    static AddressResolverOptions names() {
        return new AddressResolverOptions().setCacheMaxTimeToLive(1);
    }
}
