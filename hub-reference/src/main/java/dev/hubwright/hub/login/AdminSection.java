package dev.hubwright.hub.login;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The parts of the pages for administrators; who sees which is a question of scopes. */
public enum AdminSection {
    /** Those whom one may see. */
    PEOPLE(visitor -> true),
    /** Those that one may see. */
    GROUPS(visitor -> visitor.scopes().mentions("list:groups")),
    /** Those that one may see. */
    SERVICES(visitor -> visitor.scopes().mentions("list:services")),
    /** Everybody's, so that it takes power over everybody. */
    SESSIONS(visitor -> visitor.scopes().allows("admin:users")),
    /** Everybody's, and of those whom nobody knows. */
    LOGINS(visitor -> visitor.scopes().allows("admin:users")),
    /** They are for everybody. */
    NOTICES(Visitor::isAdministrator),
    /** They are the hub's own. */
    SETTINGS(Visitor::isAdministrator);

    /** The scope without which there are no such pages. */
    public static final String SCOPE = "admin-ui";

    private final Predicate<Visitor> open;

    AdminSection(Predicate<Visitor> open) {
        this.open = open;
    }

    /** Whether this person sees it. */
    public boolean isOpenTo(Visitor visitor) {
        return visitor.scopes().allows(SCOPE) && open.test(visitor);
    }

    /** The names of all that this person sees, for the menu. */
    static List<String> openTo(Visitor visitor) {
        return Arrays.stream(values())
                .filter(section -> section.isOpenTo(visitor))
                .map(section -> section.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
