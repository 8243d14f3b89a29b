package dev.hubwright.hub.pages;

/**
 * Tells somebody who has just logged in what they should know before they go on.
 *
 * @param message such as that the password ends soon
 * @param continueHref where they were going
 */
public record NoticePage(Chrome chrome, String message, String continueHref) implements Page {}
