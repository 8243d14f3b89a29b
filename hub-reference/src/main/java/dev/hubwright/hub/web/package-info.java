/** The hub's HTTP plumbing: a listener, requests and responses as plain values, and a router. Knows nothing of hubs. */
package dev.hubwright.hub.web;
