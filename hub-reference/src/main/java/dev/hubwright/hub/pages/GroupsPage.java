package dev.hubwright.hub.pages;

import java.util.List;
import java.util.Optional;

/**
 * The groups of the hub, for administrators.
 *
 * @param groups by name, those on this page of the list
 * @param managed whether groups come from authenticators alone
 * @param createAction where a form is posted to that makes one: {@code name}; absent where that may not be done
 * @param name what the field of that form holds at first
 * @param error why it was not made
 */
public record GroupsPage(
        Chrome chrome,
        List<GroupRow> groups,
        Paging paging,
        boolean managed,
        Optional<String> createAction,
        String name,
        Optional<String> error)
        implements Page {

    /** Copies the list. */
    public GroupsPage {
        groups = List.copyOf(groups);
    }

    /**
     * One group.
     *
     * @param href the page about it, where that may be seen
     * @param members how many are in it, where that may be seen
     */
    public record GroupRow(String name, Optional<String> href, Optional<Integer> members) {}
}
