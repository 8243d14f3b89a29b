package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps those whom the rules name before they have logged in, as JupyterHub does.
 *
 * <p>Nobody knows yet by which authenticator they will come. So a list counts only where all authenticators that could
 * bring somebody of the name agree: else a namesake from another one would find the rights waiting.
 */
final class ListedPeople {

    private static final Logger LOG = LoggerFactory.getLogger(LoginPipeline.class);

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
        Map<String, UserRecord> kept = new HashMap<>();
        users.find(names).forEach(user -> kept.put(user.name(), user));
        for (String name : names) {
            // Most are as they should be at most starts, and reading is quicker than writing.
            if (change(name, Optional.ofNullable(kept.get(name))).isPresent()) {
                keep(name);
            }
        }
        warnOf(kept.values().stream().filter(this::isDoubtful).toList());
    }

    private void keep(String name) throws ProviderException {
        try {
            users.update(name, now -> change(name, now).or(() -> now).orElseThrow(Gone::new));
        } catch (Gone e) {
            LOG.debug("{} was deleted a moment ago", name);
        }
    }

    /** What has to be kept instead; empty if nothing has to change. */
    private Optional<UserRecord> change(String name, Optional<UserRecord> kept) {
        List<LoginRules> ways = ways(name, kept);
        boolean admin = all(ways, rules -> rules.listsAdmin(name));
        if (kept.isPresent()) {
            return kept.filter(user -> admin && !user.admin() && !isJudged(user))
                    .map(user -> user.withAdmin(true));
        }
        return all(ways, rules -> rules.listed().contains(name))
                ? Optional.of(UserRecord.created(name, admin, clock.instant()))
                : Optional.empty();
    }

    private List<LoginRules> ways(String name, Optional<UserRecord> kept) {
        return instances.stream()
                .filter(way -> kept.map(UserRecord::instance)
                        .filter(last -> !last.isEmpty() && !last.equals(way.name()))
                        .isEmpty())
                .map(Instance::rules)
                .filter(rules -> rules.canBring(name))
                .toList();
    }

    /** Whether the authenticator said itself who is an administrator, which counts more than lists. */
    private static boolean isJudged(UserRecord user) {
        return user.identity().flatMap(Identity::admin).isPresent();
    }

    /** Whether rights wait for whoever comes first, though not all ways say so: an operator may have given them. */
    private boolean isDoubtful(UserRecord user) {
        List<LoginRules> ways = ways(user.name(), Optional.of(user));
        Predicate<LoginRules> lists = rules -> rules.listsAdmin(user.name());
        return user.admin() && user.instance().isEmpty() && ways.stream().anyMatch(lists) && !all(ways, lists);
    }

    private static void warnOf(List<UserRecord> doubtful) {
        if (!doubtful.isEmpty()) {
            LOG.warn(
                    "Administrators who have not logged in yet, and whom Authenticator.admin_users of another"
                            + " authenticator that could bring somebody of the name does not list: {}. Whoever comes"
                            + " first under such a name gets these rights; list the name for all, or take the rights back",
                    doubtful.stream()
                            .map(user -> UserNames.shown(user.name()))
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
    }

    private static boolean all(List<LoginRules> ways, Predicate<LoginRules> say) {
        return !ways.isEmpty() && ways.stream().allMatch(say);
    }

    /** Somebody was deleted while the lists were gone through. */
    private static final class Gone extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
