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

    private final ReadStream<Buffer> source;
    private final WriteStream<Buffer> sink;
    private final Listener listener;
    private boolean paused;
    private boolean sourceEnded;
    private boolean stopped;

    Flow(ReadStream<Buffer> source, WriteStream<Buffer> sink, Listener listener) {
        this.source = source;
        this.sink = sink;
        this.listener = listener;
    }

    /** The source has to be paused until now. */
    void start() {
        sink.drainHandler(drained -> resume());
        source.endHandler(end -> {
            sourceEnded = true;
            endUnlessPaused();
        });
        source.handler(this::copy);
        source.resume();
    }

    /** Copies nothing more; what still arrives is dropped. */
    void stop() {
        stopped = true;
    }

    /**
     * The same for a source whose connection is about to be closed. What has arrived and waits there is read and dropped:
     * a connection that is closed while it is paused never gives the memory of it back.
     */
    void discard() {
        stop();
        if (paused) {
            paused = false;
            source.resume();
        }
    }

    private void copy(Buffer data) {
        if (stopped) {
            return;
        }
        sink.write(data);
        listener.copied(data.length());
        if (!stopped && sink.writeQueueFull()) {
            paused = true;
            source.pause();
            listener.paused();
        }
    }

    private void resume() {
        if (paused && !stopped) {
            paused = false;
            listener.resumed();
            source.resume();
            endUnlessPaused();
        }
    }

    // A closed tunnel reports its end at once, even while data from it still waits here.
    private void endUnlessPaused() {
        if (sourceEnded && !paused && !stopped) {
            stopped = true;
            listener.ended();
        }
    }
}
