package dev.hubwright.hub.pages;

import java.util.List;
import java.util.Optional;

/**
 * Who is in a group, for administrators.
 *
 * @param name the group's name
 * @param members those on this page of the list
 * @param managed whether groups come from authenticators alone
 * @param addAction where a form is posted to that puts people into it: {@code names}, one a line; absent, as the other
 *     two are, where that may not be done
 * @param names what the field of that form holds at first
 * @param error why nobody was put into it
 * @param removeAction where a form is posted to that takes somebody out: {@code name}
 * @param deleteAction where a form is posted to that deletes the group
 */
public record GroupPage(
        Chrome chrome,
        String name,
        List<Member> members,
        Paging paging,
        boolean managed,
        Optional<String> addAction,
        String names,
        Optional<String> error,
        Optional<String> removeAction,
        Optional<String> deleteAction)
        implements Page {

    /** Copies the list. */
    public GroupPage {
        members = List.copyOf(members);
    }

    /**
     * Somebody who is in it.
     *
     * @param href the page about them, where that may be seen
     */
    public record Member(String name, Optional<String> href) {}
}
