/**
 * Serving people: the SPI that spawners implement, and the supervisor that carries every server through its life.
 */
package dev.hubwright.api.spawn;
