/** Providers for trying a hub out. Not for hubs that strangers can reach. */
package dev.hubwright.hub.demo;
