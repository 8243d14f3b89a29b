package dev.hubwright.hub.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * Copies one direction and reads no further while the receiver is full, so that neither side can fill the memory.
 * Belongs to one event loop.
 */
final class Flow {

    /** Hears what happens, for time limits and activity. */
    interface Listener {

        void copied(int bytes);

        /** The receiver is full; nothing more is read until {@link #resumed}. */
        void paused();

        void resumed();

        /** Everything has been handed to the receiver but this, which may be empty. */
        void ended(Buffer last);
    }

    /** Stops a source and lets it go on. */
    interface Tap {

        void shut();

        void open();

        /** What the stream offers itself. */
        static Tap of(ReadStream<?> stream) {
            return new Tap() {
                @Override
                public void shut() {
                    stream.pause();
                }

                @Override
                public void open() {
                    stream.resume();
                }
            };
        }
    }

    /** What receives. */
    interface Sink {

        void write(Buffer data);

        /** Whether it has more than it should; it takes more nevertheless. */
        boolean isFull();

        /** Takes what to do when it is no longer full. */
        void onDrain(Runnable action);

        /** What the stream offers itself. */
        static Sink of(WriteStream<Buffer> stream) {
            return new Sink() {
                @Override
                public void write(Buffer data) {
                    stream.write(data);
                }

                @Override
                public boolean isFull() {
                    return stream.writeQueueFull();
                }

                @Override
                public void onDrain(Runnable action) {
                    stream.drainHandler(drained -> action.run());
                }
            };
        }
    }

    private final Tap tap;
    private final Sink sink;
    private final Listener listener;
    private boolean paused;
    private boolean stopped;

    /** Copies what {@link #copy} is told. */
    Flow(Tap tap, Sink sink, Listener listener) {
        this.tap = tap;
        this.sink = sink;
        this.listener = listener;
        sink.onDrain(this::resume);
    }

    /** Copies a stream that has been paused until now. */
    void start(ReadStream<Buffer> source) {
        source.endHandler(end -> end(Buffer.buffer()));
        source.handler(this::copy);
        tap.open();
    }

    /** Copies nothing more; what still arrives is dropped. */
    void stop() {
        stopped = true;
    }

    void copy(Buffer data) {
        if (stopped) {
            return;
        }
        sink.write(data);
        listener.copied(data.length());
        if (!stopped && sink.isFull()) {
            paused = true;
            tap.shut();
            listener.paused();
        }
    }

    private void resume() {
        if (paused && !stopped) {
            paused = false;
            listener.resumed();
            tap.open();
        }
    }

    /**
     * Ends it with the last bytes, which may be none. The data before them may have shut the tap, and others may be given
     * the source's connection.
     */
    void end(Buffer last) {
        if (!stopped) {
            stopped = true;
            listener.ended(last);
            if (paused) {
                tap.open();
            }
        }
    }
}
