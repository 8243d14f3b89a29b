/** Part of Hubwright; nothing is registered here until it works. */
package dev.hubwright.spawner.docker;
