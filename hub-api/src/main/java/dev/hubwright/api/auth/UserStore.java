package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps the people of a hub. Thread-safe; calls may block.
 *
 * <p>All methods throw {@link ProviderException} if the store cannot be reached; nothing has changed then.
 */
public interface UserStore {

    /** Finds a person by hub name, exactly as spelt. */
    Optional<UserRecord> find(String name) throws ProviderException;

    /** Those of these names who are there. */
    default List<UserRecord> find(Collection<String> names) throws ProviderException {
        List<UserRecord> found = new ArrayList<>();
        for (String name : Set.copyOf(names)) {
            find(name).ifPresent(found::add);
        }
        return found;
    }

    /** Everybody, by name. */
    List<UserRecord> all() throws ProviderException;

    /** Everybody whose name is pinned to {@code subject}, by name; mostly one or nobody. */
    default List<UserRecord> pinnedTo(Subject subject) throws ProviderException {
        return all().stream()
                .filter(user -> user.subject().equals(Optional.of(subject)))
                .toList();
    }

    /**
     * Changes or makes one person as one step that no other change can come between. An exception of {@code change}
     * passes through, and nothing has changed then.
     *
     * @param change from what is kept now to what is kept from now on, under the same name; free of side effects,
     *     because it may run more than once
     * @return what is kept now
     */
    UserRecord update(String name, Function<Optional<UserRecord>, UserRecord> change) throws ProviderException;

    /** Forgets a person; harmless if there is none of that name. */
    void remove(String name) throws ProviderException;
}
