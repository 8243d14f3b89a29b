/** Stops servers that nobody uses. */
package dev.hubwright.hub.culling;
