package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.PreparedBatch;

/** When tokens were used last, as long as that is not written down. Thread-safe. */
final class TokenUses {

    private final Database database;
    private final Map<Long, Instant> pending = new ConcurrentHashMap<>();

    TokenUses(Database database) {
        this.database = database;
    }

    void note(long id, Instant when) {
        pending.merge(id, when, TokenUses::later);
    }

    /** The later one of what is written down and what is not yet. */
    Optional<Instant> last(long id, Optional<Instant> written) {
        Optional<Instant> noted = Optional.ofNullable(pending.get(id));
        return noted.isPresent() && written.isPresent()
                ? Optional.of(later(noted.get(), written.get()))
                : noted.or(() -> written);
    }

    /** Writes everything down in one step. */
    void write() throws ProviderException {
        Map<Long, Instant> now = new HashMap<>(pending);
        if (now.isEmpty()) {
            return;
        }
        database.note(handle -> {
            PreparedBatch batch = handle.prepareBatch("UPDATE api_tokens SET last_activity = :when WHERE id = :id"
                    + " AND (last_activity IS NULL OR last_activity < :when)");
            now.forEach((id, when) ->
                    batch.bind("id", id).bind("when", Times.micros(when)).add());
            return batch.execute();
        });
        // What was used again meanwhile is written the next time.
        now.forEach(pending::remove);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
