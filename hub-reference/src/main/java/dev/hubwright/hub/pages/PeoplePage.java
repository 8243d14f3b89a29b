package dev.hubwright.hub.pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The people of the hub and their servers, for administrators.
 *
 * @param search the form that narrows and sorts the list
 * @param people who is on this page of the list
 * @param addForm the form that makes people known; absent for those who may not
 * @param notice what has just been done
 */
public record PeoplePage(
        Chrome chrome,
        Search search,
        List<PersonRow> people,
        Paging paging,
        Optional<AddForm> addForm,
        Optional<String> notice)
        implements Page {

    /** Copies the list. */
    public PeoplePage {
        people = List.copyOf(people);
    }

    /** Whether a server of any of them is about to be in another state. */
    public boolean changes() {
        return people.stream().flatMap(person -> person.servers().stream()).anyMatch(server -> server.state()
                .passes());
    }

    /**
     * What is looked for.
     *
     * @param action where the form leads: {@code search}, {@code running}, which is {@code 1} or not sent, and {@code sort}
     * @param text what stands in names; may be empty
     * @param running only those whose servers run
     * @param orders what the list can be sorted by
     */
    public record Search(String action, String text, boolean running, List<Order> orders) {

        /** Copies the list. */
        public Search {
            orders = List.copyOf(orders);
        }
    }

    /**
     * One way to sort.
     *
     * @param value what is sent
     * @param label what the person reads
     * @param chosen whether it is that way now
     */
    public record Order(String value, String label, boolean chosen) {}

    /**
     * Somebody.
     *
     * @param href the page about them
     * @param active whether {@code lastActivity} may be seen
     * @param lastActivity when they were there; empty if they never were
     * @param servers the default server, and further ones that there are, as far as they may be seen
     */
    public record PersonRow(
            String name,
            String href,
            boolean admin,
            boolean active,
            Optional<Instant> lastActivity,
            List<HomePage.ServerRow> servers) {

        /** Copies the list. */
        public PersonRow {
            servers = List.copyOf(servers);
        }
    }

    /**
     * The form for new people.
     *
     * @param action where it is posted to: {@code names}, one a line, and {@code admin}, which is {@code 1} or not sent
     * @param names what its field holds at first
     * @param administrators whether they may be made administrators at once
     * @param error why nobody was added
     */
    public record AddForm(String action, String names, boolean administrators, Optional<String> error) {}
}
