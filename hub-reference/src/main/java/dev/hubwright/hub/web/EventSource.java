package dev.hubwright.hub.web;

/** Sends events to one client until one of them ends it. */
@FunctionalInterface
public interface EventSource {

    /**
     * Begins to send.
     *
     * @param sink where to; may be used from any thread
     * @return what to close when the client has left
     * @throws Exception if it cannot be opened; the stream then ends
     */
    AutoCloseable open(Sink sink) throws Exception;

    /** Takes events. Thread-safe; after the end nothing happens any more. */
    interface Sink {

        /** Sends one event with this data, which must be one line. */
        void send(String data);

        /** Ends the stream. */
        void end();
    }
}
