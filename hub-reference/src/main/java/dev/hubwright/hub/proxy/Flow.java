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

        /** Everything has been handed to the receiver. */
        void ended();
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

    private final ReadStream<Buffer> source;
    private final Tap tap;
    private final WriteStream<Buffer> sink;
    private final Listener listener;
    private boolean paused;
    private boolean stopped;

    Flow(ReadStream<Buffer> source, Tap tap, WriteStream<Buffer> sink, Listener listener) {
        this.source = source;
        this.tap = tap;
        this.sink = sink;
        this.listener = listener;
    }

    /** The tap has to be shut until now. */
    void start() {
        sink.drainHandler(drained -> resume());
        source.endHandler(end -> end());
        source.handler(this::copy);
        tap.open();
    }

    /** Copies nothing more; what still arrives is dropped. */
    void stop() {
        stopped = true;
    }

    private void copy(Buffer data) {
        if (stopped) {
            return;
        }
        sink.write(data);
        listener.copied(data.length());
        if (!stopped && sink.writeQueueFull()) {
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

    // The last data may have shut the tap, and others may be given the source's connection.
    private void end() {
        if (!stopped) {
            stopped = true;
            listener.ended();
            if (paused) {
                tap.open();
            }
        }
    }
}
