package dev.hubwright.hub.pages;

import java.util.List;

/**
 * The browsers in which people are logged in, for administrators.
 *
 * @param sessions those on this page of the list; the one that was used last comes first
 */
public record SessionsPage(Chrome chrome, List<SessionRow> sessions, Paging paging) implements Page {

    /** Copies the list. */
    public SessionsPage {
        sessions = List.copyOf(sessions);
    }
}
