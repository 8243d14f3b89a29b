/**
 * The reverse proxy in front of hub and servers. It knows Vert.x and {@link dev.hubwright.api.spawn.Routes}, nothing of
 * the hub.
 */
package dev.hubwright.hub.proxy;
