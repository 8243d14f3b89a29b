package dev.hubwright.api.spawn;

import java.util.Optional;

/**
 * One piece of news about a start.
 *
 * @param kind whether more will come
 * @param percent from 0 to 100, never less than before
 * @param message plain text for the person; escape it
 * @param url the server's path, percent-encoded, once it is ready
 */
public record ProgressEvent(Kind kind, int percent, String message, Optional<String> url) {

    /** Whether more will come. */
    public enum Kind {
        /** It goes on. */
        UNDER_WAY,
        /** The server is there; nothing more comes. */
        READY,
        /** There is no server; nothing more comes. */
        FAILED
    }

    /** Whether this is the last one. */
    public boolean isLast() {
        return kind != Kind.UNDER_WAY;
    }
}
