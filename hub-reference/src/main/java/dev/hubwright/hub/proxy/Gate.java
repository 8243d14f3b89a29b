package dev.hubwright.hub.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds what a target sends, in front of Vert.x, while a client reads no further. Belongs to one event loop.
 *
 * <p>Vert.x can pause a connection too, but when the target closes it then, Vert.x tells of the end at once and forgets
 * what was to come before it, and the memory of that. Here the end comes last.
 */
final class Gate extends ChannelInboundHandlerAdapter implements Flow.Tap {

    private static final AttributeKey<Gate> KEY = AttributeKey.valueOf(Gate.class.getName());
    private static final int MANY = 8;

    private final Queue<Object> waiting = new ArrayDeque<>(2);
    private ChannelHandlerContext context;
    private boolean shut;
    private boolean dropping;

    private Gate() {}

    /** Puts a gate into a connection that has received nothing yet. */
    static void into(HttpConnection connection) {
        ChannelHandlerContext vertx = context(connection);
        Gate gate = new Gate();
        vertx.channel().attr(KEY).set(gate);
        vertx.pipeline().addBefore(vertx.name(), Gate.class.getName(), gate);
    }

    static Gate of(HttpConnection connection) {
        return context(connection).channel().attr(KEY).get();
    }

    private static ChannelHandlerContext context(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext();
    }

    @Override
    public void shut() {
        shut = true;
    }

    @Override
    public void open() {
        shut = false;
        if (passOn(false)) {
            context.fireChannelReadComplete();
        }
        if (waiting.isEmpty() && context.channel().isActive()) {
            context.channel().config().setAutoRead(true);
        }
    }

    /** Gives back the memory of what waits; whatever still comes is dropped. */
    void drop() {
        dropping = true;
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (dropping) {
            ReferenceCountUtil.release(message);
        } else if (shut || !waiting.isEmpty()) {
            waiting.add(message);
        } else {
            from.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        from.fireChannelReadComplete();
        if (waiting.size() >= MANY) {
            from.channel().config().setAutoRead(false);
        }
    }

    // The pipeline ends with this event, so that nothing can wait any longer; what does has left the kernel's memory
    // already.
    @Override
    public void channelInactive(ChannelHandlerContext from) {
        passOn(true);
        from.fireChannelInactive();
    }

    private boolean passOn(boolean all) {
        boolean some = false;
        while ((all || !shut) && !waiting.isEmpty()) {
            context.fireChannelRead(waiting.remove());
            some = true;
        }
        return some;
    }
}
