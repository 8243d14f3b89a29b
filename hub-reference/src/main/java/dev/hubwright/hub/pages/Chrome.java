package dev.hubwright.hub.pages;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What frames every page: who is looking at it, and the token that its forms send along.
 *
 * @param userName who is logged in; empty if nobody is, and then there is no menu
 * @param xsrfToken the value of the field {@code _xsrf} of every form; kept out of {@link #toString()}
 * @param services what the menu leads to beside the hub's own pages
 * @param sections which of the pages for administrators they may see, such as {@code people}; none for most
 */
public record Chrome(Optional<String> userName, String xsrfToken, List<Service> services, List<String> sections) {

    /** Refuses null. */
    public Chrome {
        services = List.copyOf(services);
        sections = List.copyOf(sections);
        requireNonNull(userName, "userName");
        requireNonNull(xsrfToken, "xsrfToken");
    }

    /** For somebody who is not logged in. */
    public static Chrome anonymous(String xsrfToken) {
        return new Chrome(Optional.empty(), xsrfToken, List.of(), List.of());
    }

    /** For somebody who is logged in. */
    public static Chrome of(String userName, String xsrfToken) {
        return new Chrome(Optional.of(userName), xsrfToken, List.of(), List.of());
    }

    /** With these services in the menu. */
    public Chrome with(List<Service> others) {
        return new Chrome(userName, xsrfToken, others, sections);
    }

    /** With these pages for administrators. */
    public Chrome withSections(List<String> names) {
        return new Chrome(userName, xsrfToken, services, names);
    }

    /** Whether the menu leads to the pages for administrators. */
    public boolean admin() {
        return !sections.isEmpty();
    }

    /** A service that people open in their browsers. */
    public record Service(String name, String href) {}

    @Override
    public String toString() {
        return "Chrome[" + userName.orElse("anonymous") + "]";
    }
}
