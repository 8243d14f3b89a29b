package dev.hubwright.hub.pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One person, for administrators. What whoever looks at it may neither see nor do is absent.
 *
 * @param person who it is
 * @param verdict what the rules say of them
 * @param servers the default server, and further ones that there are, as far as they may be seen
 * @param sessions the browsers in which they are logged in
 * @param logOutAction where a form is posted to that ends all these
 * @param adminAction where a form is posted to that makes an administrator of them, or no more: {@code admin}, which is
 *     {@code 1} or {@code 0}; absent for oneself
 * @param deleteAction where a form is posted to that deletes the person; absent for oneself
 * @param error why something could not be done
 */
public record PersonPage(
        Chrome chrome,
        Person person,
        Optional<Verdict> verdict,
        List<HomePage.ServerRow> servers,
        List<SessionRow> sessions,
        Optional<String> logOutAction,
        Optional<String> adminAction,
        Optional<String> deleteAction,
        Optional<String> error)
        implements Page {

    /** Copies the lists. */
    public PersonPage {
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
     * @param authenticator by which they last logged in; empty text if they never have
     * @param active whether {@code lastActivity} may be seen
     * @param lastActivity when they were there; empty if they never were
     * @param tokens how many tokens they have
     */
    public record Person(
            String name,
            boolean admin,
            Optional<List<String>> groups,
            Optional<String> authenticator,
            Optional<Instant> created,
            boolean active,
            Optional<Instant> lastActivity,
            Optional<Integer> tokens) {

        /** Copies the groups. */
        public Person {
            groups = groups.map(List::copyOf);
        }
    }

    /**
     * What the rules say.
     *
     * @param letIn whether the rules as they are now let them in
     * @param rules what each rule says
     */
    public record Verdict(boolean letIn, List<Rule> rules) {

        /** Copies the list. */
        public Verdict {
            rules = List.copyOf(rules);
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
