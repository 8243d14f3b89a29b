package dev.hubwright.hub.pages;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What frames every page: who is looking at it, and the token that its forms send along.
 *
 * @param userName who is logged in; empty if nobody is, and then there is no menu
 * @param admin whether the menu leads to the pages for administrators
 * @param xsrfToken the value of the field {@code _xsrf} of every form; kept out of {@link #toString()}
 * @param services what the menu leads to beside the hub's own pages
 */
public record Chrome(Optional<String> userName, boolean admin, String xsrfToken, List<Service> services) {

    /** Refuses null. */
    public Chrome {
        services = List.copyOf(services);
        requireNonNull(userName, "userName");
        requireNonNull(xsrfToken, "xsrfToken");
    }

    /** For somebody who is not logged in. */
    public static Chrome anonymous(String xsrfToken) {
        return new Chrome(Optional.empty(), false, xsrfToken, List.of());
    }

    /** For somebody who is logged in. */
    public static Chrome of(String userName, boolean admin, String xsrfToken) {
        return new Chrome(Optional.of(userName), admin, xsrfToken, List.of());
    }

    /** With these services in the menu. */
    public Chrome with(List<Service> others) {
        return new Chrome(userName, admin, xsrfToken, others);
    }

    /** A service that people open in their browsers. */
    public record Service(String name, String href) {}

    @Override
    public String toString() {
        return "Chrome[" + userName.orElse("anonymous") + "]";
    }
}
