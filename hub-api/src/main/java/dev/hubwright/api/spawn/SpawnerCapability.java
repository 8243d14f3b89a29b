package dev.hubwright.api.spawn;

/** What a spawner can do beyond starting and stopping. */
public enum SpawnerCapability {
    /** {@link Spawner#recover} finds servers again. */
    RECOVER,
    /** {@link Spawner#discover} lists what was started. */
    DISCOVER,
    /** {@link Spawner#logs} works. */
    LOGS,
    /** {@code mem_limit} is enforced. */
    MEMORY_LIMIT,
    /** {@code cpu_limit} is enforced. */
    CPU_LIMIT,
    /** Something outlives a stop, which {@link StopMode#REMOVE} deletes. */
    PERSISTENT_STORAGE
}
