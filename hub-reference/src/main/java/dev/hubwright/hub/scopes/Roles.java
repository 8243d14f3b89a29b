package dev.hubwright.hub.scopes;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The roles of a hub: JupyterHub's four and those of its settings, and what follows from them. Thread-safe; looks into
 * groups where a scope speaks of one, and then may block.
 */
public final class Roles {

    private static final List<Role> STANDARD = List.of(
            Role.of(Role.USER, "What everybody may do with what is theirs", Set.of("self")),
            Role.of(
                    Role.ADMIN,
                    "What administrators may do",
                    Set.of(
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
                            "shares")),
            Role.of(
                    Role.SERVER,
                    "What servers may do by themselves",
                    Set.of("users:activity!user", "access:servers!server")),
            Role.of(Role.TOKEN, "What tokens may do of which nothing is said", Set.of("inherit")));

    private final GroupMembers groups;
    private final SharedScopes shares;
    private volatile Configured now;

    private Roles(Configured configured, GroupMembers groups, SharedScopes shares) {
        this.now = configured;
        this.groups = groups;
        this.shares = shares;
    }

    /** What changes together. */
    private record Configured(Map<String, Role> roles, ScopeTree tree) {

        static Configured of(Collection<Role> configured, ScopeTree tree) {
            Map<String, Role> roles = new LinkedHashMap<>();
            STANDARD.forEach(role -> roles.put(role.name(), role));
            configured.forEach(role -> roles.put(role.name(), role));
            return new Configured(roles, tree);
        }
    }

    /** JupyterHub's four, and no scopes beside its own. */
    public static Roles standard(GroupMembers groups) {
        return of(List.of(), ScopeTree.standard(), groups);
    }

    /**
     * JupyterHub's four and others.
     *
     * @param configured one of the name of a standard role takes its place
     * @param tree the scopes that there are
     * @param groups tells who is in a group that a scope speaks of
     */
    public static Roles of(Collection<Role> configured, ScopeTree tree, GroupMembers groups) {
        return new Roles(Configured.of(configured, tree), groups, user -> Set.of());
    }

    /** The same with what people have besides: what others share with them. */
    public Roles with(SharedScopes others) {
        return new Roles(now, groups, others);
    }

    /** Goes on with other roles and scopes, which count from the next question on. */
    public void use(Collection<Role> configured, ScopeTree tree) {
        now = Configured.of(configured, tree);
    }

    /** What a standard role allows where nothing else is said. */
    public static Optional<Set<String>> usual(String name) {
        return STANDARD.stream()
                .filter(role -> role.name().equals(name))
                .map(Role::scopes)
                .findFirst();
    }

    /** The role of this name. */
    public Optional<Role> find(String name) {
        return Optional.ofNullable(now.roles().get(name));
    }

    /** The scopes that there are. */
    public ScopeTree tree() {
        return now.tree();
    }

    /** Everything that somebody may do. */
    public ScopeSet ofUser(UserRecord user) throws ProviderException {
        Set<String> all = new HashSet<>(scopes(namesOf(user)));
        all.addAll(shares.of(user.name()));
        return read(all, Holder.user(user.name()));
    }

    /** Everything that a service may do by itself. */
    public ScopeSet ofService(String service, boolean admin) throws ProviderException {
        return read(scopes(namesOfService(service, admin)), Holder.service(service));
    }

    /** The names of a person's roles, those of their groups among them. */
    public SortedSet<String> namesOf(UserRecord user) {
        SortedSet<String> names = names(
                role -> role.users().contains(user.name()) || !Collections.disjoint(role.groups(), user.groups()));
        names.add(Role.USER);
        if (user.admin()) {
            names.add(Role.ADMIN);
        }
        return names;
    }

    /** The names of a service's roles. */
    public SortedSet<String> namesOfService(String service, boolean admin) {
        SortedSet<String> names = names(role -> role.services().contains(service));
        if (admin) {
            names.add(Role.ADMIN);
        }
        return names;
    }

    /** The names of the roles that all members of a group have. */
    public SortedSet<String> namesOfGroup(String group) {
        return names(role -> role.groups().contains(group));
    }

    /**
     * Reads scopes as {@code holder} has them: {@code self} and the short forms {@code !user}, {@code !server} and
     * {@code !service} are spelt out, and what cannot be spelt out is left out, {@code inherit} among it.
     */
    public ScopeSet read(Collection<String> texts, Holder holder) throws ProviderException {
        return ScopeSet.read(texts, holder, tree(), groups);
    }

    /**
     * The same for a token, which may inherit.
     *
     * @param ofOwner what the owner may do: {@code inherit} means all of it
     */
    public ScopeSet read(Collection<String> texts, Holder holder, ScopeSet ofOwner) throws ProviderException {
        // Older versions of JupyterHub said "all" for "inherit".
        boolean inherits = texts.contains("inherit") || texts.contains("all");
        if (inherits && texts.size() == 1) {
            return ofOwner;
        }
        ScopeSet own = read(texts, holder);
        return inherits ? own.or(ofOwner) : own;
    }

    private Set<String> scopes(Collection<String> names) {
        Set<String> texts = new HashSet<>();
        // A role may have gone since somebody was seen to have it.
        names.forEach(name -> find(name).ifPresent(role -> texts.addAll(role.scopes())));
        return texts;
    }

    private SortedSet<String> names(Predicate<Role> wanted) {
        SortedSet<String> names = new TreeSet<>();
        for (Role role : now.roles().values()) {
            if (wanted.test(role)) {
                names.add(role.name());
            }
        }
        return names;
    }
}
