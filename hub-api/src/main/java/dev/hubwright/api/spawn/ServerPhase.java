package dev.hubwright.api.spawn;

/** Where a server is in its life. */
public enum ServerPhase {
    /** There is none; its record keeps what the next start needs. */
    STOPPED,
    /** A start is under way: something may exist outside. */
    STARTING,
    /** It answered, and has a route. */
    READY,
    /** A stop is under way. */
    STOPPING
}
