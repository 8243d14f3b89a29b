/**
 * Keeps what the hub must not forget: people, servers, tokens, OAuth clients and codes, browser sessions, login flows.
 *
 * <p>{@link dev.hubwright.hub.store.HubStore} is the way in. All calls block and do their work on the calling thread,
 * so never call from an event loop. Everything is durable when a call returns.
 */
package dev.hubwright.hub.store;
