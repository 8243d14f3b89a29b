package dev.hubwright.hub.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to a target, which carries one exchange at a time. Belongs to one event loop.
 *
 * <p>While it is shut, what the target sends waits here. When the target closes then, all of that is still passed on, and
 * the end comes last.
 */
final class TargetConnection extends ChannelInboundHandlerAdapter implements Flow.Tap, Flow.Sink {

    /** Hears what the target says in one exchange. Nothing is called any more after an end or a failure. */
    interface Listener {

        /** The target asks for the body of the request. */
        void continues();

        void head(HttpResponse head);

        /** A part of the body, or what comes through a tunnel. */
        void data(Buffer data);

        /** Everything that had arrived so far has been told. */
        void caughtUp();

        /** The answer is complete, or the tunnel closed. */
        void ended(Buffer last);

        void failed(Throwable failure);
    }

    private static final Set<HttpVersion> VERSIONS = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);
    private static final Buffer NOTHING = Buffer.buffer();
    private static final int MANY_MESSAGES = 8;
    private static final long FLUSH_MILLIS = 2_000;

    private final Queue<Object> waiting = new ArrayDeque<>(2);
    private final String key;
    private final AnswerDecoder decoder;
    private ChannelHandlerContext context;
    private Listener listener;
    private Runnable drained = () -> {};
    private boolean shut;
    private boolean used;
    private boolean asked;
    private boolean informational;
    private boolean keptAlive;
    private boolean tunnel;
    private boolean closing;
    private boolean wasShut;
    private Duration hint = Duration.ofDays(1);
    private long usableUntil;

    /**
     * A connection that is handed to a pipeline behind its codec.
     *
     * @param key what the pool knows it by
     * @param decoder what stands in front of it
     */
    TargetConnection(String key, AnswerDecoder decoder) {
        this.key = key;
        this.decoder = decoder;
    }

    String key() {
        return key;
    }

    /** Begins an exchange, and says whether there has been one before. */
    boolean begin(Listener hears) {
        boolean reused = used;
        listener = hears;
        used = true;
        asked = false;
        keptAlive = false;
        return reused;
    }

    /** Sends a request, whole or the head of it. */
    void send(HttpRequest request) {
        asked = request instanceof LastHttpContent;
        decoder.expect(request.method().equals(HttpMethod.HEAD));
        context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    public void write(Buffer data) {
        ByteBuf bytes = ((BufferInternal) data).getByteBuf();
        context.writeAndFlush(tunnel ? bytes : new DefaultHttpContent(bytes), context.voidPromise());
    }

    /** Ends the body of a request. */
    void endRequest() {
        asked = true;
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
    }

    @Override
    public boolean isFull() {
        return !context.channel().isWritable();
    }

    @Override
    public void onDrain(Runnable action) {
        drained = action;
    }

    /** From now on bytes pass as they are; to be called when the target has agreed. */
    void becomeTunnel() {
        tunnel = true;
        context.pipeline().remove(HttpRequestEncoder.class);
        context.pipeline().remove(decoder);
        if (context.pipeline().get(IdleStateHandler.class) != null) {
            context.pipeline().remove(IdleStateHandler.class);
        }
    }

    @Override
    public void shut() {
        shut = true;
        wasShut = true;
    }

    @Override
    public void open() {
        shut = false;
        passOn(false);
        if (waiting.isEmpty() && context.channel().isActive()) {
            context.channel().config().setAutoRead(true);
        }
    }

    /**
     * Ends the exchange after its answer, and says whether there may be another one.
     *
     * @param most how long the connection may be kept until then
     */
    boolean finish(Duration most) {
        boolean clean = waiting.isEmpty() && !decoder.hasMore();
        boolean reusable = keptAlive && asked && !tunnel && clean && isOpen();
        listener = null;
        drained = () -> {};
        if (reusable) {
            usableUntil = System.nanoTime() + (hint.compareTo(most) < 0 ? hint : most).toNanos();
            open();
        } else {
            close();
        }
        return reusable;
    }

    /** Whether another exchange may begin, which it may not when a while has passed since the last one. */
    boolean isUsable() {
        return isOpen() && usableUntil - System.nanoTime() > 0;
    }

    private boolean isOpen() {
        return !closing && context.channel().isActive();
    }

    /** Lets written bytes leave for a moment, then closes. Whatever still comes is dropped. */
    void close() {
        listener = null;
        closing = true;
        waiting.clear();
        if (context.channel().isActive()) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        if (context.channel().isOpen()) {
            // A peer that reads nothing would keep the socket for ever.
            context.executor().schedule(() -> context.close(), FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    // What comes when nobody has asked for anything must not become the answer to what is asked next.
    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        try {
            if (closing) {
                return;
            }
            if (listener == null) {
                close();
            } else if (message instanceof ByteBuf bytes) {
                pass(HeapCopies.of(bytes));
            } else {
                read((HttpObject) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject message) {
        if (message.decoderResult().isFailure()) {
            fail(message.decoderResult().cause());
        } else if (message instanceof HttpResponse head) {
            readHead(head);
        } else if (message instanceof HttpContent content) {
            readContent(content);
        }
    }

    private void readHead(HttpResponse head) {
        int status = head.status().code();
        informational = status == 100 || status == 103;
        if (!VERSIONS.contains(head.protocolVersion())) {
            fail(new IllegalStateException("The server answers with " + head.protocolVersion()));
        } else if (!informational) {
            keptAlive = HttpUtil.isKeepAlive(head);
            hint = HeaderRules.keptFor(head.headers().getAll("Keep-Alive"));
            pass(head);
        } else if (status == 100) {
            listener.continues();
        }
    }

    private void readContent(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (!informational && !tunnel) {
            Buffer data = content.content().isReadable() ? HeapCopies.of(content.content()) : NOTHING;
            if (last) {
                pass(new Last(data));
            } else {
                pass(data);
            }
        }
        informational &= !last;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        if (waiting.size() >= MANY_MESSAGES) {
            from.channel().config().setAutoRead(false);
        }
        if (listener == null) {
            if (!closing && decoder.hasMore()) {
                close();
            }
        } else if (!shut) {
            listener.caughtUp();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        if (from.channel().isWritable()) {
            drained.run();
        }
    }

    // The pipeline ends with this event, so that nothing can wait any longer; what does has left the kernel's memory
    // already.
    @Override
    public void channelInactive(ChannelHandlerContext from) {
        passOn(true);
        if (tunnel) {
            tell(new Last(NOTHING));
        } else {
            fail(new ClosedChannelException());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (tunnel && cause instanceof IOException) {
            from.close();
        } else {
            passOn(true);
            fail(cause);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof IdleStateEvent && listener != null) {
            // While it was shut the target could do nothing.
            if (!wasShut) {
                fail(new TimeoutException("The server neither reads nor answers"));
            }
            wasShut = shut;
        }
        ReferenceCountUtil.release(event);
    }

    private void fail(Throwable cause) {
        Listener told = listener;
        close();
        if (told != null) {
            told.failed(cause);
        }
    }

    private void pass(Object event) {
        if (shut || !waiting.isEmpty()) {
            waiting.add(event);
        } else {
            tell(event);
        }
    }

    private void passOn(boolean all) {
        while ((all || !shut) && !waiting.isEmpty()) {
            tell(waiting.remove());
        }
    }

    private void tell(Object event) {
        if (listener == null) {
            return;
        }
        if (event instanceof HttpResponse head) {
            listener.head(head);
        } else if (event instanceof Last last) {
            listener.ended(last.data());
        } else {
            listener.data((Buffer) event);
        }
    }

    private record Last(Buffer data) {}
}
