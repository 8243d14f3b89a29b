/** Numbers about a hub, in the format of Prometheus. */
package dev.hubwright.hub.metrics;
