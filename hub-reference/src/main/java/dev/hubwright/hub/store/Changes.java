package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jdbi.v3.core.Handle;

/**
 * Tells whether what was read before may have changed since: at once for the changes of this process, and within
 * a bound for those of others. Thread-safe.
 */
final class Changes {

    private static final int STRIPES = 1024;

    private final Duration bound;
    private final AtomicLong any = new AtomicLong();
    private final AtomicLong ofAll = new AtomicLong();
    private final AtomicLongArray ofUsers = new AtomicLongArray(STRIPES);
    private long number;
    private boolean looked;
    private long lastLook;

    /**
     * Begins to count.
     *
     * @param bound for how long a change that another process has made may go unnoticed
     */
    Changes(Duration bound) {
        this.bound = bound;
    }

    /** When something was read; of no use for anything but comparing. */
    record Mark(long ofAll, long ofUser) {}

    /** How many changes there have been, of whatever it is. */
    long count() {
        return any.get();
    }

    /** The state of what concerns one person. */
    Mark of(String user) {
        return new Mark(ofAll.get(), ofUsers.get(stripe(user)));
    }

    /** Counts a change in its own transaction; gives its number. */
    static long countIn(Handle handle) {
        return handle.createQuery("UPDATE hub_changes SET number = number + 1 RETURNING number")
                .mapTo(Long.class)
                .one();
    }

    /** Something changed that may concern anybody. */
    void happened() {
        // In this order: who finds no change in the count must not see the new mark.
        any.incrementAndGet();
        ofAll.incrementAndGet();
    }

    /** Something changed that concerns one person alone. */
    void happenedTo(String user) {
        any.incrementAndGet();
        ofUsers.incrementAndGet(stripe(user));
    }

    /** The change of this number was made here; if none of others came between, they need not be looked for. */
    synchronized void made(long change) {
        if (looked && change == number + 1) {
            number = change;
        }
    }

    /** Looks for changes of others, unless that was done within the bound. */
    void look(Database database) throws ProviderException {
        long begun = System.nanoTime();
        if (isFresh(begun)) {
            return;
        }
        saw(database.changeNumber(), begun);
    }

    private synchronized boolean isFresh(long now) {
        return looked && now - lastLook < bound.toNanos();
    }

    private synchronized void saw(long change, long begun) {
        if (!looked || change != number) {
            happened();
        }
        number = change;
        lastLook = begun;
        looked = true;
    }

    private static int stripe(String user) {
        return Math.floorMod(user.hashCode(), STRIPES);
    }
}
