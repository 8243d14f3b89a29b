package dev.hubwright.hub.scopes;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that somebody may do, with all that it implies. Immutable.
 *
 * <p>Who is in the groups that it speaks of is looked up once, when it is read, and holds as long as the set.
 */
public final class ScopeSet {

    /** What {@code self} stands for. */
    private static final List<String> SELF = List.of(
            "read:users", "users:shares", "read:shares", "users:activity", "servers", "tokens", "access:servers");

    private static final ScopeSet NONE = new ScopeSet(Map.of(), Map.of());

    private final Map<String, Set<Scope.Filter>> filters;
    private final Map<String, Set<String>> members;
    // Made when it is first asked for: a set is remembered with a token, and told each time the token is checked.
    private volatile SortedSet<String> textsWithMembers;

    private ScopeSet(Map<String, Set<Scope.Filter>> filters, Map<String, Set<String>> members) {
        this.filters = filters;
        this.members = members;
    }

    /** Nothing. */
    public static ScopeSet none() {
        return NONE;
    }

    /**
     * Reads scopes, with short forms spelt out for their holder. What cannot be spelt out, and {@code inherit}, is left
     * out.
     */
    static ScopeSet read(Collection<String> texts, Holder holder, ScopeTree tree, GroupMembers groups)
            throws ProviderException {
        Map<String, Set<Scope.Filter>> all = new HashMap<>();
        Map<String, Set<String>> members = new HashMap<>();
        for (String text : texts) {
            if (text.equals("inherit") || text.equals("(no_scope)")) {
                continue;
            }
            if (text.equals("self")) {
                holder.user()
                        .ifPresent(
                                user -> SELF.forEach(name -> add(all, tree, new Scope(name, Scope.Filter.user(user)))));
                continue;
            }
            Optional<Scope> scope = Scope.parse(text, holder);
            scope.ifPresent(known -> add(all, tree, known));
            if (scope.isPresent() && scope.get().filter().isGroup()) {
                String group = scope.get().filter().value();
                members.put(group, Set.copyOf(groups.of(group)));
            }
        }
        return new ScopeSet(all, members);
    }

    private static void add(Map<String, Set<Scope.Filter>> all, ScopeTree tree, Scope scope) {
        for (String name : tree.closure(scope.name())) {
            // What is allowed at one server says nothing about its owner as a user.
            if (!scope.filter().isServer() || !name.startsWith("read:users") || name.equals(scope.name())) {
                all.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(scope.filter());
            }
        }
    }

    /** What both allow, each as narrowly as the narrower one says. */
    public ScopeSet and(ScopeSet other) {
        if (other == this) {
            return this;
        }
        Map<String, Set<String>> known = joined(other);
        Map<String, Set<Scope.Filter>> both = new HashMap<>();
        filters.forEach((name, mine) -> {
            Set<Scope.Filter> common = new LinkedHashSet<>();
            for (Scope.Filter left : mine) {
                for (Scope.Filter right : other.filters.getOrDefault(name, Set.of())) {
                    meet(left, right, known, common);
                }
            }
            if (!common.isEmpty()) {
                both.put(name, common);
            }
        });
        return new ScopeSet(both, known);
    }

    private static void meet(
            Scope.Filter left, Scope.Filter right, Map<String, Set<String>> members, Set<Scope.Filter> common) {
        if (left.includes(right, members)) {
            common.add(right);
        } else if (right.includes(left, members)) {
            common.add(left);
        } else if (left.isGroup() && right.isGroup()) {
            Set<String> inBoth = new HashSet<>(members.getOrDefault(left.value(), Set.of()));
            inBoth.retainAll(members.getOrDefault(right.value(), Set.of()));
            inBoth.forEach(user -> common.add(Scope.Filter.user(user)));
        }
    }

    /** Everything that one of them allows. */
    public ScopeSet or(ScopeSet other) {
        Map<String, Set<Scope.Filter>> either = new HashMap<>();
        filters.forEach((name, mine) -> either.put(name, new LinkedHashSet<>(mine)));
        other.filters.forEach((name, more) ->
                either.computeIfAbsent(name, key -> new LinkedHashSet<>()).addAll(more));
        return new ScopeSet(either, joined(other));
    }

    private Map<String, Set<String>> joined(ScopeSet other) {
        if (other.members.isEmpty()) {
            return members;
        }
        Map<String, Set<String>> all = new HashMap<>(members);
        all.putAll(other.members);
        return all;
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

    /** Whether {@code name} is allowed for this group itself. */
    public boolean allowsGroup(String name, String group) {
        return includes(name, Scope.Filter.group(group));
    }

    /** Whether {@code name} is allowed for this service. */
    public boolean allowsService(String name, String service) {
        return includes(name, Scope.Filter.service(service));
    }

    /** Whether {@code name} is allowed for anybody at all: then a missing permission is a 404, not a 403. */
    public boolean mentions(String name) {
        return filters.containsKey(name);
    }

    /** The kinds of filters with which {@code name} is allowed, such as {@code group}; none if it is for everybody. */
    public Set<String> filtersOf(String name) {
        return allows(name)
                ? Set.of()
                : filters.getOrDefault(name, Set.of()).stream()
                        .map(Scope.Filter::kind)
                        .collect(Collectors.toSet());
    }

    /** The people for whom {@code name} is allowed as a whole; empty if it is allowed for everybody. */
    public Optional<Set<String>> usersWith(String name) {
        if (allows(name)) {
            return Optional.empty();
        }
        Set<String> users = new TreeSet<>();
        for (Scope.Filter filter : filters.getOrDefault(name, Set.of())) {
            if (filter.isGroup()) {
                users.addAll(members.getOrDefault(filter.value(), Set.of()));
            } else if (!filter.isServer() && !filter.owner().isEmpty()) {
                users.add(filter.owner());
            }
        }
        return Optional.of(users);
    }

    /** Whether all of {@code other} is allowed. */
    public boolean includesAll(ScopeSet other) {
        Map<String, Set<String>> known = joined(other);
        return other.filters.entrySet().stream().allMatch(entry -> entry.getValue().stream()
                .allMatch(wanted -> includes(entry.getKey(), wanted, known)));
    }

    /** All scopes as texts, spelt out, without those that a wider one makes superfluous. */
    public SortedSet<String> texts() {
        SortedSet<String> texts = new TreeSet<>();
        filters.forEach((name, all) -> all.stream()
                .filter(filter ->
                        all.stream().noneMatch(other -> !other.equals(filter) && other.includes(filter, members)))
                .forEach(filter -> texts.add(name + filter)));
        return texts;
    }

    /** The same, and beside each group its members: for those who cannot look into groups. */
    public SortedSet<String> textsWithMembers() {
        SortedSet<String> known = textsWithMembers;
        if (known == null) {
            known = Collections.unmodifiableSortedSet(spellOutMembers());
            textsWithMembers = known;
        }
        return known;
    }

    private SortedSet<String> spellOutMembers() {
        SortedSet<String> texts = texts();
        filters.forEach((name, all) -> all.stream()
                .filter(Scope.Filter::isGroup)
                .flatMap(group -> members.getOrDefault(group.value(), Set.of()).stream())
                .filter(user -> !allows(name))
                .forEach(user -> texts.add(name + Scope.Filter.user(user))));
        return texts;
    }

    @Override
    public String toString() {
        return texts().toString();
    }

    private boolean includes(String name, Scope.Filter wanted) {
        return includes(name, wanted, members);
    }

    private boolean includes(String name, Scope.Filter wanted, Map<String, Set<String>> known) {
        for (Scope.Filter filter : filters.getOrDefault(name, Set.of())) {
            if (filter.includes(wanted, known)) {
                return true;
            }
        }
        return false;
    }
}
