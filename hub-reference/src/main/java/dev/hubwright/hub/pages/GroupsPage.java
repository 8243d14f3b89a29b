package dev.hubwright.hub.pages;

import java.util.List;
import java.util.Optional;

/**
 * The groups of the hub, for administrators.
 *
 * @param groups by name
 * @param createAction where a form is posted to that makes one: {@code name}
 * @param name what the field of that form holds at first
 * @param error why it was not made
 */
public record GroupsPage(Chrome chrome, List<GroupRow> groups, String createAction, String name, Optional<String> error)
        implements Page {

    /** Copies the list. */
    public GroupsPage {
        groups = List.copyOf(groups);
    }

    /**
     * One group.
     *
     * @param href the page about it
     * @param members how many are in it
     */
    public record GroupRow(String name, String href, int members) {}
}
