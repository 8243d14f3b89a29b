package dev.hubwright.hub.scopes;

import java.util.Set;

/**
 * Scopes under one name, and who has them.
 *
 * @param name 3 to 255 of {@code a-z}, {@code 0-9} and {@code -_~.}, a letter first and no sign last
 * @param description what a person reads
 * @param scopes what it allows
 * @param users people who have it
 * @param groups groups whose members have it
 * @param services services that have it
 */
public record Role(
        String name,
        String description,
        Set<String> scopes,
        Set<String> users,
        Set<String> groups,
        Set<String> services) {

    /** Of every user. */
    public static final String USER = "user";

    /** Of administrators. */
    public static final String ADMIN = "admin";

    /** Of the tokens of servers. */
    public static final String SERVER = "server";

    /** Of tokens that are made without a word about their scopes. */
    public static final String TOKEN = "token";

    /** Copies. */
    public Role {
        scopes = Set.copyOf(scopes);
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
        services = Set.copyOf(services);
    }

    /** One that nobody has yet. */
    public static Role of(String name, String description, Set<String> scopes) {
        return new Role(name, description, scopes, Set.of(), Set.of(), Set.of());
    }

    /** The same for these people. */
    public Role withUsers(Set<String> others) {
        return new Role(name, description, scopes, others, groups, services);
    }

    /** Whether a role may be called so. */
    public static boolean isName(String text) {
        return text.matches("[a-z][a-z0-9_~.-]{1,253}[a-z0-9]");
    }
}
