package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When things were used last, as long as that is not written down. Thread-safe.
 *
 * @param <K> what they are known by
 */
final class Uses<K> {

    private final Writing<K> writing;
    private final Map<K, Instant> pending = new ConcurrentHashMap<>();

    Uses(Writing<K> writing) {
        this.writing = writing;
    }

    void note(K key, Instant when) {
        pending.merge(key, when, Uses::later);
    }

    /** The later one of what is written down and what is not yet. */
    Optional<Instant> last(K key, Optional<Instant> written) {
        Optional<Instant> noted = Optional.ofNullable(pending.get(key));
        return noted.isPresent() && written.isPresent()
                ? Optional.of(later(noted.get(), written.get()))
                : noted.or(() -> written);
    }

    /** Writes everything down. What could not be written is still pending. */
    void write() throws ProviderException {
        Map<K, Instant> now = new HashMap<>(pending);
        if (now.isEmpty()) {
            return;
        }
        writing.write(now);
        // What was used again meanwhile is written the next time.
        now.forEach(pending::remove);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Writes times down, where they are later than those that are there. May be told of things that are gone. */
    @FunctionalInterface
    interface Writing<K> {
        void write(Map<K, Instant> times) throws ProviderException;
    }
}
