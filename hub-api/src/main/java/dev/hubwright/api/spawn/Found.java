package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;

/**
 * Something outside the hub that it has started. What a stop has kept need not be among it.
 *
 * @param server whose it is
 * @param spawnId of which start, see {@link SpawnRequest#spawnId()}; for something that was kept and taken up again, of
 *     any start that it has seen
 * @param state what {@link Spawner#poll} and {@link Spawner#stop} need for it; for something that was kept, the very
 *     state that {@code start} or {@code stop} has given
 */
public record Found(ServerRef server, String spawnId, Opaque state) {}
