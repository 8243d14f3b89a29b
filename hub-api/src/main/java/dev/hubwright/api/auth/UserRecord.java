package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a hub keeps about a person.
 *
 * @param name the hub name, which stands in URLs
 * @param admin whether an administrator
 * @param groups the groups of the hub that the person is in
 * @param instance the name of the authenticator instance that the person last logged in by; empty if never
 * @param subject the id that the name is pinned to; empty if nothing is known that never changes
 * @param identity what the authenticator said last; empty if the person was made by an administrator
 * @param authState what the authenticator wants kept; stores encrypt it
 * @param created when the hub first knew the person
 * @param authenticated when the authenticator was last asked about the person
 * @param lastActivity when the person last did something
 */
public record UserRecord(
        String name,
        boolean admin,
        Set<String> groups,
        String instance,
        Optional<Subject> subject,
        Optional<Identity> identity,
        Opaque authState,
        Instant created,
        Optional<Instant> authenticated,
        Optional<Instant> lastActivity) {

    static final Comparator<UserRecord> LAST_SEEN =
            Comparator.comparing(user -> user.authenticated().orElse(Instant.MIN));

    /** Copies the groups. */
    public UserRecord {
        groups = Set.copyOf(groups);
    }

    /** Somebody whom an administrator has made and who has not logged in yet. */
    public static UserRecord created(String name, boolean admin, Instant now) {
        return new UserRecord(
                name,
                admin,
                Set.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                Opaque.empty(),
                now,
                Optional.empty(),
                Optional.empty());
    }

    /** An administrator, or none. */
    public UserRecord withAdmin(boolean value) {
        return new UserRecord(
                name, value, groups, instance, subject, identity, authState, created, authenticated, lastActivity);
    }

    /** In these groups, and no others. */
    public UserRecord withGroups(Set<String> value) {
        return new UserRecord(
                name, admin, value, instance, subject, identity, authState, created, authenticated, lastActivity);
    }

    /** In one more group. */
    public UserRecord withGroup(String group) {
        Set<String> more = new TreeSet<>(groups);
        more.add(group);
        return withGroups(more);
    }

    /** With something else to keep for the authenticator. */
    public UserRecord withAuthState(Opaque value) {
        return new UserRecord(
                name, admin, groups, instance, subject, identity, value, created, authenticated, lastActivity);
    }

    /** With a later activity; an earlier one changes nothing. */
    public UserRecord withLastActivity(Instant value) {
        if (lastActivity.isPresent() && !value.isAfter(lastActivity.get())) {
            return this;
        }
        return new UserRecord(
                name,
                admin,
                groups,
                instance,
                subject,
                identity,
                authState,
                created,
                authenticated,
                Optional.of(value));
    }
}
