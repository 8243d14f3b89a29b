package dev.hubwright.hub.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connections of one event loop to all targets. Vert.x opens them, with TLS where it has to be; what passes on them
 * is the affair of {@link TargetConnection}.
 */
final class Targets {

    private static final int RECEIVE_CHUNK = 64 * 1024;

    private final VertxInternal vertx;
    private final NetClient client;
    private final Shared shared;
    private final Map<String, Deque<TargetConnection>> idle = new HashMap<>();

    /** To be created on its event loop. */
    Targets(Vertx vertx, Shared shared, ClientSSLOptions tls) {
        this.vertx = (VertxInternal) vertx;
        this.shared = shared;
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) shared.limits().connectTimeout().toMillis())
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true);
        this.client = vertx.createNetClient(options);
        client.updateSSLOptions(tls);
    }

    /** Hands out a connection that nobody uses, or a new one. */
    void take(Target target, Completable<TargetConnection> then) {
        String key = target.secure() ? target.place() + " with TLS" : target.place();
        if (!target.named()) {
            take(target, key, () -> TargetRequests.address(target), then);
            return;
        }
        TargetRequests.lookUp(vertx, target).onComplete((address, failure) -> {
            if (failure == null) {
                take(target, key + " at " + address.hostAddress(), () -> address, then);
            } else {
                then.fail(failure);
            }
        });
    }

    private void take(Target target, String key, Supplier<SocketAddress> address, Completable<TargetConnection> then) {
        Optional<TargetConnection> kept = newest(key);
        if (kept.isPresent()) {
            then.succeed(kept.get());
        } else {
            connect(target, key, address.get(), then);
        }
    }

    private Optional<TargetConnection> newest(String key) {
        Deque<TargetConnection> kept = idle.get(key);
        TargetConnection found = kept == null ? null : kept.pollFirst();
        while (found != null && !found.isUsable()) {
            found.close();
            found = kept.pollFirst();
        }
        return Optional.ofNullable(found);
    }

    /** Takes back a connection whose exchange has its whole answer. */
    void giveBack(TargetConnection connection) {
        if (connection.finish(shared.limits().targetKeepAlive())) {
            idle.computeIfAbsent(connection.key(), key -> new ArrayDeque<>()).addFirst(connection);
        }
    }

    /** Closes what nobody has used for a while. */
    void sweep() {
        // Closing one takes it out of what is looked through.
        List<TargetConnection> over = idle.values().stream()
                .flatMap(Deque::stream)
                .filter(connection -> !connection.isUsable())
                .toList();
        over.forEach(TargetConnection::close);
        idle.values().removeIf(Deque::isEmpty);
    }

    Future<?> updateTls(ClientSSLOptions tls) {
        return client.updateSSLOptions(tls, true);
    }

    Future<Void> close() {
        return client.close();
    }

    private void connect(Target target, String key, SocketAddress address, Completable<TargetConnection> then) {
        ConnectOptions options = new ConnectOptions().setRemoteAddress(address).setSsl(target.secure());
        if (target.secure()) {
            options.setHost(target.host()).setPort(target.port());
        }
        client.connect(options).onComplete((socket, failure) -> {
            if (failure == null) {
                then.succeed(opened(socket, key));
            } else {
                then.fail(failure);
            }
        });
    }

    private TargetConnection opened(NetSocket socket, String key) {
        SocketAddress from = socket.localAddress();
        SocketAddress to = socket.remoteAddress();
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        ProxyLimits limits = shared.limits();
        AnswerDecoder decoder = new AnswerDecoder(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.headBytes())
                .setMaxHeaderSize(limits.headBytes())
                .setMaxChunkSize(RECEIVE_CHUNK));
        TargetConnection connection = new TargetConnection(key, decoder);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.removeLast();
        pipeline.addLast(decoder);
        pipeline.addLast(new HttpRequestEncoder());
        limits.targetTimeout().map(Targets::silence).ifPresent(pipeline::addLast);
        pipeline.addLast(connection);
        shared.targetOpened(from, to);
        channel.closeFuture().addListener(closed -> {
            forget(connection);
            shared.targetClosed(from, to);
        });
        return connection;
    }

    private static IdleStateHandler silence(Duration most) {
        return new IdleStateHandler(0, 0, most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void forget(TargetConnection connection) {
        Deque<TargetConnection> kept = idle.get(connection.key());
        if (kept != null) {
            kept.remove(connection);
        }
    }
}
