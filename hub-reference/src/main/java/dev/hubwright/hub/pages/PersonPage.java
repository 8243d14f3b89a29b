package dev.hubwright.hub.pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One person, for administrators.
 *
 * @param person who it is
 * @param letIn whether the rules as they are now let them in
 * @param rules what each rule says
 * @param servers the default server, and further ones that there are
 * @param sessions the browsers in which they are logged in
 * @param logOutAction where a form is posted to that ends all these
 * @param deleteAction where a form is posted to that deletes the person; absent for oneself
 * @param error why something could not be done
 */
public record PersonPage(
        Chrome chrome,
        Person person,
        boolean letIn,
        List<Rule> rules,
        List<HomePage.ServerRow> servers,
        List<SessionRow> sessions,
        String logOutAction,
        Optional<String> deleteAction,
        Optional<String> error)
        implements Page {

    /** Copies the lists. */
    public PersonPage {
        rules = List.copyOf(rules);
        servers = List.copyOf(servers);
        sessions = List.copyOf(sessions);
    }

    /** Whether a server is about to be in another state. */
    public boolean changes() {
        return servers.stream().anyMatch(server -> server.state().passes());
    }

    /**
     * What is known of the person.
     *
     * @param authenticator by which they last logged in; empty if they never have
     * @param tokens how many tokens they have
     */
    public record Person(
            String name,
            boolean admin,
            List<String> groups,
            String authenticator,
            Instant created,
            Optional<Instant> lastActivity,
            int tokens) {

        /** Copies the groups. */
        public Person {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What one rule says.
     *
     * @param authenticator whose rule it is
     * @param name what it is about
     * @param passed whether it lets the person pass
     * @param detail the setting that says so, or what to do
     */
    public record Rule(String authenticator, String name, boolean passed, String detail) {}
}
