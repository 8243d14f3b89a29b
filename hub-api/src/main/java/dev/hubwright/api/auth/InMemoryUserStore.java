package dev.hubwright.api.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Keeps people in memory only: for tests, and for hubs that may forget everybody. */
public final class InMemoryUserStore implements UserStore {

    private final Map<String, UserRecord> users = new TreeMap<>();

    @Override
    public synchronized Optional<UserRecord> find(String name) {
        return Optional.ofNullable(users.get(name));
    }

    @Override
    public synchronized List<UserRecord> all() {
        return List.copyOf(users.values());
    }

    @Override
    public synchronized UserRecord update(String name, Function<Optional<UserRecord>, UserRecord> change) {
        UserRecord changed = change.apply(find(name));
        if (!changed.name().equals(name)) {
            throw new IllegalArgumentException(
                    "A change of user \"" + name + "\" must not make it user \"" + changed.name() + "\"");
        }
        users.put(name, changed);
        return changed;
    }

    @Override
    public synchronized void remove(String name) {
        users.remove(name);
    }
}
