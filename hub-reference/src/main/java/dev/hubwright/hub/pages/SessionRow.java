package dev.hubwright.hub.pages;

import java.time.Instant;

/**
 * A browser in which somebody is logged in.
 *
 * @param user who it is
 * @param userHref the page about them
 * @param authenticator by which it began; may be empty
 * @param endAction where a form is posted to that ends it
 */
public record SessionRow(
        String user,
        String userHref,
        String authenticator,
        Instant created,
        Instant lastUsed,
        Instant expires,
        String endAction) {}
