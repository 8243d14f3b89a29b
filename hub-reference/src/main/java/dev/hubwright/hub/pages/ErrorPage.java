package dev.hubwright.hub.pages;

/**
 * Says what went wrong.
 *
 * @param status the HTTP status, such as 404
 * @param title the same in a few words
 * @param message what it means and what to do, for the person; never the address that was asked for
 */
public record ErrorPage(Chrome chrome, int status, String title, String message) implements Page {}
