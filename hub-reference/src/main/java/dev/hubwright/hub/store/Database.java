package dev.hubwright.hub.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.hubwright.api.ProviderException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to the database. Reads run beside each other; writes run one after another. */
final class Database implements AutoCloseable {

    static final String POOL = "hub-store";

    /** How long to wait for somebody who is in the way. */
    static final int BUSY_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int PAUSE_MILLIS = 20;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final DatabaseKind kind;
    private final Changes changes;
    private final ChangeNumber changeNumber;
    // In this process threads wait here, and hold no connection meanwhile. Not in turn: handing over from thread to
    // thread takes longer than most changes, and whoever makes several in a row should go on.
    private final ReentrantLock writing = new ReentrantLock();

    private Database(HikariDataSource pool, DatabaseKind kind) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).setStatementBuilderFactory(kind.statements());
        this.kind = kind;
        this.changes = new Changes(kind.peersMayBeUnnoticed());
        this.changeNumber = new ChangeNumber(pool, kind.peersMayBeUnnoticed().isZero());
    }

    /** Opens and migrates. Waits for others who are doing the same, and for a server that is starting. */
    static Database open(DatabaseKind kind) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
        while (true) {
            try {
                return openOnce(kind);
            } catch (FlywayException | PoolInitializationException | SQLException e) {
                // SQLite waits for locks, but not where write-ahead logging begins.
                boolean again = DatabaseTrouble.mayPass(e) && System.nanoTime() < end && pause();
                if (!again) {
                    throw DatabaseUrl.invalid(
                            kind.name(), "cannot be opened: " + DatabaseTrouble.describe(place(kind), e));
                }
            }
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String place(DatabaseKind kind) {
        return "The database " + kind.name();
    }

    private static Database openOnce(DatabaseKind kind) throws SQLException {
        int version = kind.prepare();
        HikariDataSource pool = kind.connect();
        try {
            // Flyway takes half a second to say that there is nothing to do.
            if (version < Migrations.NEWEST) {
                Migrations.apply(pool, kind.identity());
            }
            return new Database(pool, kind);
        } catch (FlywayException e) {
            pool.close();
            throw e;
        }
    }

    /** Runs statements that change nothing; one statement sees one state of the data. */
    <R> R read(HandleCallback<R, ProviderException> work) throws ProviderException {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException e) {
            throw DatabaseTrouble.of(place(kind), e);
        }
    }

    /** How many changes there have been by whatever process. Asked so often that Jdbi would take most of the time. */
    long changeNumber() throws ProviderException {
        try {
            return changeNumber.read();
        } catch (SQLException e) {
            throw DatabaseTrouble.of(place(kind), e);
        }
    }

    /** Runs statements as one step that no other change comes between; durable when it returns. */
    <R> R write(HandleCallback<R, ProviderException> work) throws ProviderException {
        return counted(work, changes::happened);
    }

    /** The same for what concerns nobody but one person: their row but for its groups, or a row of their servers. */
    <R> R writeOf(String user, HandleCallback<R, ProviderException> work) throws ProviderException {
        return counted(work, () -> changes.happenedTo(user));
    }

    /** The same for what nothing that is {@link Remembered} depends on. */
    <R> R note(HandleCallback<R, ProviderException> work) throws ProviderException {
        writing.lock();
        try {
            return inTransaction(work);
        } finally {
            writing.unlock();
        }
    }

    /** What stands behind {@code IN} for texts that are bound as {@link Json#array}. */
    String members(String parameter) {
        return kind.members(parameter);
    }

    Changes changes() {
        return changes;
    }

    private <R> R counted(HandleCallback<R, ProviderException> work, Runnable happened) throws ProviderException {
        writing.lock();
        try {
            long[] number = new long[1];
            R result = inTransaction(handle -> {
                R done = work.withHandle(handle);
                number[0] = Changes.countIn(handle);
                return done;
            });
            changes.made(number[0]);
            return result;
        } finally {
            // Also where it failed: whether the end of a transaction got through is not always known.
            happened.run();
            writing.unlock();
        }
    }

    private <R> R inTransaction(HandleCallback<R, ProviderException> work) throws ProviderException {
        try {
            return jdbi.inTransaction(handle -> {
                kind.beginChange(handle);
                return work.withHandle(handle);
            });
        } catch (JdbiException e) {
            throw DatabaseTrouble.of(place(kind), e);
        }
    }

    /** How busy the connections are. */
    Map<String, Long> figures() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return Map.of(
                "connections_in_use", (long) now.getActiveConnections(),
                "connections_idle", (long) now.getIdleConnections(),
                "connections_waiting", (long) now.getThreadsAwaitingConnection(),
                "connections_limit", (long) pool.getMaximumPoolSize());
    }

    @Override
    public void close() {
        try (pool) {
            changeNumber.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be closed", e);
        }
    }
}
