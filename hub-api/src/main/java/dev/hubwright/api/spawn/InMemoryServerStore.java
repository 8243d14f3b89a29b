package dev.hubwright.api.spawn;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Keeps servers as long as the process lives: for tests, and for hubs whose servers end with them. Thread-safe. */
public final class InMemoryServerStore implements ServerStore {

    private final ConcurrentSkipListMap<ServerRef, ServerRecord> records = new ConcurrentSkipListMap<>();

    /** Begins empty. */
    public InMemoryServerStore() {}

    @Override
    public Optional<ServerRecord> find(ServerRef server) {
        return Optional.ofNullable(records.get(server));
    }

    @Override
    public List<ServerRecord> ofUser(String user) {
        return matching(record -> record.server().user().equals(user));
    }

    @Override
    public List<ServerRecord> active() {
        return matching(ServerRecord::isActive);
    }

    @Override
    public synchronized ServerRecord update(ServerRef server, UnaryOperator<ServerRecord> change) {
        ServerRecord changed = change.apply(find(server).orElseGet(() -> ServerRecord.stopped(server)));
        records.put(server, changed);
        return changed;
    }

    @Override
    public synchronized void remove(ServerRef server) {
        records.remove(server);
    }

    private List<ServerRecord> matching(Predicate<ServerRecord> wanted) {
        return records.values().stream().filter(wanted).toList();
    }
}
