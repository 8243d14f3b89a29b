package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was read before and need not be read again, because nothing has changed that it could depend on. Changes that
 * are made through the same store count at once, and those of other processes in an SQLite file too; those of other
 * hubs in a PostgreSQL database do within half a second. Thread-safe.
 *
 * @param <T> must depend on nothing but what the store has of one person, of their tokens and servers, and of what is
 *     shared and who is in which group
 */
public final class Remembered<T> {

    private static final int MOST = 10_000;

    private final Database database;
    private final Function<T, String> owner;
    private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();

    Remembered(Database database, Function<T, String> owner) {
        this.database = database;
        this.owner = owner;
    }

    /**
     * Reads something from the store.
     *
     * @param <T> what is read
     */
    @FunctionalInterface
    public interface Reading<T> {

        /** Reads; that nothing is there is never remembered. */
        Optional<T> read() throws ProviderException;
    }

    private record Entry<T>(T value, Changes.Mark mark) {}

    /**
     * What is remembered, or else read.
     *
     * @param key may be a credential; it is kept as a hash
     */
    public Optional<T> get(Secret key, Reading<T> reading) throws ProviderException {
        Changes changes = database.changes();
        changes.look(database);
        String name = Digests.lookup("remembered", key);
        Entry<T> entry = entries.get(name);
        if (entry != null && entry.mark().equals(changes.of(owner.apply(entry.value())))) {
            return Optional.of(entry.value());
        }
        long before = changes.count();
        Optional<T> value = reading.read();
        if (value.isPresent()) {
            Changes.Mark mark = changes.of(owner.apply(value.get()));
            // Whatever changed meanwhile, it may have been read before or after that.
            if (changes.count() == before) {
                keep(name, new Entry<>(value.get(), mark));
            }
        } else {
            entries.remove(name);
        }
        return value;
    }

    private void keep(String name, Entry<T> entry) {
        if (entries.size() >= MOST) {
            entries.clear();
        }
        entries.put(name, entry);
    }
}
