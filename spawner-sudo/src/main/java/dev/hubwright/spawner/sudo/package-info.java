/**
 * Starts servers as processes of the machine that the hub runs on.
 *
 * <p>{@link dev.hubwright.spawner.sudo.SimpleSpawnerFactory} starts them as the hub's own user. Needs Linux.
 */
package dev.hubwright.spawner.sudo;
