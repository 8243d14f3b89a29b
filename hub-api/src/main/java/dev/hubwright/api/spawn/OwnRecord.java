package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.function.UnaryOperator;

/** The record of one start: it is changed only as long as it still is of that start. */
final class OwnRecord {

    private final ServerStore store;
    private final ServerRef server;
    private final String spawnId;

    OwnRecord(ServerStore store, ServerRef server, String spawnId) {
        this.store = store;
        this.server = server;
        this.spawnId = spawnId;
    }

    ServerRecord update(UnaryOperator<ServerRecord> change) throws ProviderException {
        try {
            return store.update(server, record -> {
                if (!record.isActive() || !record.spawnId().equals(spawnId)) {
                    throw new TakenOver();
                }
                return change.apply(record);
            });
        } catch (TakenOver e) {
            throw ProviderException.permanent(
                    "Another start of this server has taken over",
                    "The record of " + server + " is not of start " + spawnId + " any more");
        } catch (RuntimeException e) {
            throw Contained.inProviderException(e);
        }
    }

    private static final class TakenOver extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
