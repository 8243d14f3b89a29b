package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Keeps those whom the rules name before they have logged in, as JupyterHub does.
 *
 * <p>Nobody knows yet by which authenticator they will come. So a list counts only where all authenticators that could
 * bring somebody of the name agree: else a namesake from another one would find the rights waiting.
 */
final class ListedPeople {

    private final Collection<Instance> instances;
    private final UserStore users;
    private final Clock clock;

    ListedPeople(Collection<Instance> instances, UserStore users, Clock clock) {
        this.instances = instances;
        this.users = users;
        this.clock = clock;
    }

    void keep() throws ProviderException {
        Set<String> names = new TreeSet<>();
        instances.forEach(instance -> names.addAll(instance.rules().listed()));
        for (String name : names) {
            Optional<UserRecord> kept = users.find(name);
            // Most are as they should be at most starts, and reading is quicker than writing.
            if (change(name, kept).isPresent()) {
                users.update(name, now -> change(name, now).or(() -> now).orElseThrow());
            }
        }
    }

    /** What has to be kept instead; empty if nothing has to change. */
    private Optional<UserRecord> change(String name, Optional<UserRecord> kept) {
        List<LoginRules> ways = instances.stream()
                .filter(way -> kept.map(UserRecord::instance)
                        .filter(last -> !last.isEmpty() && !last.equals(way.name()))
                        .isEmpty())
                .map(Instance::rules)
                .filter(rules -> rules.canBring(name))
                .toList();
        boolean admin = all(ways, rules -> rules.listsAdmin(name));
        if (kept.isPresent()) {
            return kept.filter(user -> admin && !user.admin()).map(user -> user.withAdmin(true));
        }
        return all(ways, rules -> rules.listed().contains(name))
                ? Optional.of(UserRecord.created(name, admin, clock.instant()))
                : Optional.empty();
    }

    private static boolean all(List<LoginRules> ways, Predicate<LoginRules> say) {
        return !ways.isEmpty() && ways.stream().allMatch(say);
    }
}
