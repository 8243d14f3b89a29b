package dev.hubwright.hub.scopes;

import dev.hubwright.api.spawn.ServerRef;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Everything that somebody may do, with all that it implies. Immutable. */
public final class ScopeSet {

    private static final List<String> OF_EVERY_USER = List.of(
            "read:users", "users:shares", "read:shares", "users:activity", "servers", "tokens", "access:servers");
    private static final List<String> OF_ADMINISTRATORS = List.of(
            "admin-ui",
            "admin:users",
            "admin:servers",
            "admin:services",
            "tokens",
            "admin:groups",
            "list:services",
            "read:services",
            "read:hub",
            "proxy",
            "shutdown",
            "access:services",
            "access:servers",
            "read:roles",
            "read:metrics",
            "shares");

    private final Set<Scope> scopes;

    private ScopeSet(Set<Scope> scopes) {
        this.scopes = Set.copyOf(scopes);
    }

    /** Nothing. */
    public static ScopeSet none() {
        return new ScopeSet(Set.of());
    }

    /** What a user may do by being one, and an administrator by being that. */
    public static ScopeSet ofUser(String user, boolean admin) {
        Set<Scope> all = new LinkedHashSet<>();
        OF_EVERY_USER.forEach(name -> add(all, new Scope(name, Scope.Filter.user(user))));
        if (admin) {
            OF_ADMINISTRATORS.forEach(name -> add(all, new Scope(name, Scope.Filter.NONE)));
        }
        return new ScopeSet(all);
    }

    /**
     * Reads scopes as a token of {@code owner} has them, with the short forms {@code self}, {@code inherit} and
     * {@code !user} spelt out, and {@code !server} where the token belongs to a server. What cannot be spelt out is
     * left out.
     *
     * @param ofOwner what the owner may do: {@code inherit} means all of it
     */
    public static ScopeSet read(Collection<String> texts, String owner, Optional<ServerRef> server, ScopeSet ofOwner) {
        Set<Scope> all = new LinkedHashSet<>();
        for (String text : texts) {
            if (text.equals("inherit") || text.equals("all")) {
                all.addAll(ofOwner.scopes);
            } else if (text.equals("self")) {
                OF_EVERY_USER.forEach(name -> add(all, new Scope(name, Scope.Filter.user(owner))));
            } else if (text.endsWith("!user")) {
                add(all, new Scope(shortened(text), Scope.Filter.user(owner)));
            } else if (text.endsWith("!server")) {
                server.ifPresent(ref -> add(all, new Scope(shortened(text), Scope.Filter.server(ref))));
            } else {
                Scope.parse(text).ifPresent(scope -> add(all, scope));
            }
        }
        return new ScopeSet(all);
    }

    /** What both allow, each as narrowly as the narrower one says. */
    public ScopeSet and(ScopeSet other) {
        Set<Scope> both = new LinkedHashSet<>();
        for (Scope left : scopes) {
            for (Scope right : other.scopes) {
                if (left.name().equals(right.name())) {
                    if (left.filter().includes(right.filter())) {
                        both.add(right);
                    } else if (right.filter().includes(left.filter())) {
                        both.add(left);
                    }
                }
            }
        }
        return new ScopeSet(both);
    }

    /** Everything that one of them allows. */
    public ScopeSet or(ScopeSet other) {
        Set<Scope> either = new LinkedHashSet<>(scopes);
        either.addAll(other.scopes);
        return new ScopeSet(either);
    }

    /** Whether {@code name} is allowed for everybody. */
    public boolean allows(String name) {
        return includes(name, Scope.Filter.NONE);
    }

    /** Whether {@code name} is allowed for this user. */
    public boolean allows(String name, String user) {
        return includes(name, Scope.Filter.user(user));
    }

    /** Whether {@code name} is allowed for this server. */
    public boolean allows(String name, ServerRef server) {
        return includes(name, Scope.Filter.server(server));
    }

    /** Whether {@code name} is allowed for anybody at all: then a missing permission is a 404, not a 403. */
    public boolean mentions(String name) {
        return scopes.stream().anyMatch(scope -> scope.name().equals(name));
    }

    /** Whether all of {@code other} is allowed. */
    public boolean includesAll(ScopeSet other) {
        return other.scopes.stream().allMatch(scope -> includes(scope.name(), scope.filter()));
    }

    /** All scopes as texts, spelt out, without those that a wider one makes superfluous. */
    public SortedSet<String> texts() {
        SortedSet<String> texts = new TreeSet<>();
        for (Scope scope : scopes) {
            boolean superfluous = scopes.stream()
                    .anyMatch(other -> !other.equals(scope)
                            && other.name().equals(scope.name())
                            && other.filter().includes(scope.filter()));
            if (!superfluous) {
                texts.add(scope.toString());
            }
        }
        return texts;
    }

    @Override
    public String toString() {
        return texts().toString();
    }

    private boolean includes(String name, Scope.Filter wanted) {
        return scopes.stream()
                .anyMatch(scope -> scope.name().equals(name) && scope.filter().includes(wanted));
    }

    private static String shortened(String text) {
        return text.substring(0, text.indexOf('!'));
    }

    private static void add(Set<Scope> all, Scope scope) {
        for (String name : ImpliedScopes.closure(scope.name())) {
            // What is allowed at one server says nothing about its owner as a user.
            if (!scope.filter().kind().equals("server")
                    || !name.startsWith("read:users")
                    || name.equals(scope.name())) {
                all.add(new Scope(name, scope.filter()));
            }
        }
    }
}
