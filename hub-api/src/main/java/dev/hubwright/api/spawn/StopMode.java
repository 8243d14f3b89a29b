package dev.hubwright.api.spawn;

/** How hard to stop, and what to leave. */
public enum StopMode {
    /** Let the server save and end by itself first, then force it. */
    GRACEFUL,
    /** Force it at once. */
    NOW,
    /**
     * Force it, and delete what would outlive it and belongs to this server alone: its kept container, its volume. What
     * the owner's other servers use too stays. Comes with an empty state as well, long after the server has stopped;
     * then what there is must be found by the server's name. JupyterHub's {@code delete_forever}.
     */
    REMOVE
}
