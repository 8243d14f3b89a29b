/** The reference hub: composes authenticators, spawners and the proxy. */
package dev.hubwright.hub;
