/** The web side of serving: pages around servers, their tokens and environment, and the question whether they answer. */
package dev.hubwright.hub.servers;
