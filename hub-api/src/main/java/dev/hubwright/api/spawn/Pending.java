package dev.hubwright.api.spawn;

/** What is under way for a server. */
public enum Pending {
    /** It is being started. */
    SPAWN,
    /** It is being stopped. */
    STOP,
    /** After a restart of the hub: whether it still lives is being found out. */
    CHECK
}
