package dev.hubwright.hub.pages;

/**
 * Stands where a server is that is being stopped. The browser loads it again every few seconds, so its address must
 * lead on by itself as soon as the server has stopped.
 *
 * @param serverName empty for the default server
 */
public record StoppingPage(Chrome chrome, String serverName) implements Page {}
