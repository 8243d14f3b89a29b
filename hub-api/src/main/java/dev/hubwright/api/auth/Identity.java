package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who somebody is, in the words of an authenticator. Immutable; {@code with} methods give changed copies.
 *
 * <p>The name is the authenticator's canonical one, not what was typed; the hub still normalises and maps it.
 */
public final class Identity {

    private final String name;
    private final Optional<Subject> subject;
    private final Optional<Set<String>> groups;
    private final Optional<Boolean> admin;
    private final Optional<String> displayName;
    private final Set<String> allowedBy;

    private Identity(
            String name,
            Optional<Subject> subject,
            Optional<Set<String>> groups,
            Optional<Boolean> admin,
            Optional<String> displayName,
            Set<String> allowedBy) {
        this.name = requireNonNull(name, "name");
        this.subject = subject;
        this.groups = groups;
        this.admin = admin;
        this.displayName = displayName;
        this.allowedBy = allowedBy;
    }

    /** Somebody of whom nothing but the name is known. */
    public static Identity of(String name) {
        return new Identity(name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    /** The same person under another name. */
    public Identity withName(String value) {
        return new Identity(value, subject, groups, admin, displayName, allowedBy);
    }

    /** With the id that never changes. */
    public Identity withSubject(Subject value) {
        return new Identity(name, Optional.of(value), groups, admin, displayName, allowedBy);
    }

    /** With all the groups that the authenticator knows of, possibly none. */
    public Identity withGroups(Set<String> values) {
        return new Identity(name, subject, Optional.of(Set.copyOf(values)), admin, displayName, allowedBy);
    }

    /** With the authenticator's own verdict on whether this is an administrator. */
    public Identity withAdmin(boolean value) {
        return new Identity(name, subject, groups, Optional.of(value), displayName, allowedBy);
    }

    /** With a name to show. */
    public Identity withDisplayName(String value) {
        return new Identity(name, subject, groups, admin, Optional.of(value), allowedBy);
    }

    /** Let in by a setting of the authenticator itself too, see {@link AuthResult.Granted#allowedBy}. */
    public Identity withAllowedBy(String rule) {
        Set<String> rules = new HashSet<>(allowedBy);
        rules.add(rule);
        return new Identity(name, subject, groups, admin, displayName, Set.copyOf(rules));
    }

    /** The canonical name. */
    public String name() {
        return name;
    }

    /** The id that never changes; empty if the authenticator has none, and then nothing is pinned. */
    public Optional<Subject> subject() {
        return subject;
    }

    /** All groups; empty if the authenticator does not know groups, which differs from being in none. */
    public Optional<Set<String>> groups() {
        return groups;
    }

    /** Whether this is an administrator; empty if the authenticator leaves that to the hub. */
    public Optional<Boolean> admin() {
        return admin;
    }

    /** A name to show. */
    public Optional<String> displayName() {
        return displayName;
    }

    /** The settings of the authenticator itself that let this person in. */
    public Set<String> allowedBy() {
        return allowedBy;
    }

    @Override
    public String toString() {
        return "Identity[" + name
                + groups.map(set -> ", groups=" + new TreeSet<>(set)).orElse("") + "]";
    }
}
