package dev.hubwright.hub.pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who tried to log in since the hub was started, for administrators.
 *
 * @param logins the last ones; the latest comes first
 */
public record LoginsPage(Chrome chrome, List<Attempt> logins) implements Page {

    /** Copies the list. */
    public LoginsPage {
        logins = List.copyOf(logins);
    }

    /**
     * One try.
     *
     * @param outcome {@code in}, {@code refused} or {@code unavailable}
     * @param user the name, as it was typed if it was refused
     * @param userHref the page about the person, where the hub knows one of this name
     * @param authenticator which one was asked; may be empty
     * @param source the address of the browser; may be empty
     * @param detail the rule that refused, or why nobody could tell; empty if the person is in
     */
    public record Attempt(
            Instant time,
            String outcome,
            String user,
            Optional<String> userHref,
            String authenticator,
            String source,
            String detail) {}
}
