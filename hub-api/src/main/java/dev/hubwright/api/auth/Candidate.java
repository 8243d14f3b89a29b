package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom an authenticator knows, on the way through the rules.
 *
 * @param proof what the authenticator said; hooks cannot change who was proved to be there
 * @param result the same under the hub name, or what hooks made of it
 */
record Candidate(String instance, LoginRules rules, AuthResult.Granted proof, AuthResult.Granted result) {

    static Candidate of(String instance, LoginRules rules, AuthResult.Granted proof) {
        Identity identity = proof.identity();
        return new Candidate(instance, rules, proof, named(proof, rules.hubName(identity.name())));
    }

    /** Somebody as the hub keeps them. */
    static Candidate ofKept(UserRecord user, LoginRules rules) {
        return ofKept(user.instance(), user, rules);
    }

    /** The same, as if they had come by this instance. */
    static Candidate ofKept(String instance, UserRecord user, LoginRules rules) {
        AuthResult.Granted said = AuthResult.granted(said(user), user.authState());
        return new Candidate(instance, rules, said, named(said, user.name()));
    }

    /** What an authenticator said last about somebody; a store from elsewhere may not have kept it. */
    static Identity said(UserRecord user) {
        return user.identity().orElseGet(() -> {
            Identity identity = Identity.of(user.name());
            return user.subject().map(identity::withSubject).orElse(identity);
        });
    }

    /** As a user of another name, whose they are. */
    Candidate as(String user) {
        return new Candidate(instance, rules, proof, named(proof, user));
    }

    /** Whether an operator keeps them out, be it by the name that the authenticator uses now. */
    boolean isBlocked() {
        return rules.block(name()) || rules.block(saidName());
    }

    /** What the rules make of the name that the authenticator uses now; another one than the user's after a rename. */
    String saidName() {
        return rules.hubName(proof.identity().name());
    }

    /** After a hook, which speaks in hub names: neither prefix nor map are applied again. */
    Candidate changedTo(AuthResult.Granted granted) {
        String name = UserNames.spelled(granted.identity().name());
        return new Candidate(instance, rules, proof, named(granted, name));
    }

    String name() {
        return result.identity().name();
    }

    Optional<Subject> subject() {
        return proof.identity().subject();
    }

    /** What is kept from now on about somebody whom {@link Admission} lets in. */
    UserRecord record(Optional<UserRecord> kept, Instant now, Optional<Instant> lastActivity) {
        return new UserRecord(
                name(),
                adminBy(kept).isPresent(),
                hubGroups(kept),
                instance,
                subject().or(() -> kept.flatMap(UserRecord::subject)),
                Optional.of(proof.identity()),
                rules.enableAuthState() ? result.authState() : Opaque.empty(),
                kept.map(UserRecord::created).orElse(now),
                Optional.of(now),
                lastActivity);
    }

    /** What makes them an administrator; empty if nothing does. */
    Optional<String> adminBy(Optional<UserRecord> kept) {
        return rules.adminBy(
                name(),
                groups(kept),
                result.identity().admin(),
                kept.map(UserRecord::admin).orElse(false));
    }

    /** The groups by which somebody is let in or made an administrator. */
    Set<String> groups(Optional<UserRecord> kept) {
        Set<String> groups = new HashSet<>(hubGroups(kept));
        result.identity().groups().ifPresent(groups::addAll);
        return groups;
    }

    private Set<String> hubGroups(Optional<UserRecord> kept) {
        Set<String> before = kept.map(UserRecord::groups).orElse(Set.of());
        return rules.manageGroups() ? result.identity().groups().orElse(before) : before;
    }

    private static AuthResult.Granted named(AuthResult.Granted granted, String name) {
        return AuthResult.granted(granted.identity().withName(name), granted.authState());
    }
}
