package dev.hubwright.hub.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Hands received bytes to Vert.x in memory that the garbage collector frees.
 *
 * <p>Vert.x copies them to such memory anyway, but only when it hands them out. Until then, while a connection is paused
 * or answers an earlier request, they wait in buffers of the pool, and Vert.x forgets to give those back when the
 * connection ends meanwhile.
 */
@ChannelHandler.Sharable
final class HeapCopies extends ChannelInboundHandlerAdapter {

    private static final HeapCopies INSTANCE = new HeapCopies();

    private HeapCopies() {}

    /** To be called before the connection has received anything. */
    static void receiveOn(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelHandlerContext vertx = base.channelHandlerContext();
            vertx.pipeline().addBefore(vertx.name(), HeapCopies.class.getName(), INSTANCE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Object passed = message;
        if (message instanceof HttpContent content) {
            if (content.content().isReadable() && content.decoderResult().isSuccess()) {
                passed = content.replace(copy(content.content()));
            }
        } else if (message instanceof ByteBuf bytes) {
            passed = copy(bytes);
        }
        if (passed != message) {
            ReferenceCountUtil.release(message);
        }
        context.fireChannelRead(passed);
    }

    /** Received bytes in memory of the heap. */
    static Buffer of(ByteBuf bytes) {
        return BufferInternal.buffer(copy(bytes));
    }

    private static ByteBuf copy(ByteBuf bytes) {
        return Unpooled.buffer(bytes.readableBytes()).writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }
}
