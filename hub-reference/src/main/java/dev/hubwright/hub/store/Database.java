package dev.hubwright.hub.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.hubwright.api.ProviderException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The connections to the database. Reads run beside each other; writes run one after another, because SQLite has room
 * for one writer and lets the others poll.
 */
final class Database implements AutoCloseable {

    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 10_000;
    private static final int PAUSE_MILLIS = 20;
    private static final String SQLITE_IDENTITY = "INTEGER PRIMARY KEY AUTOINCREMENT";

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final String place;
    private final ReentrantLock writing = new ReentrantLock(true);

    private Database(HikariDataSource pool, String place) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.place = place;
    }

    /** Opens and migrates. Waits for others who are doing the same. */
    static Database open(DatabaseUrl url) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
        while (true) {
            try {
                return openOnce(url);
            } catch (FlywayException | PoolInitializationException e) {
                // SQLite waits for locks, but not where write-ahead logging begins.
                boolean again = DatabaseTrouble.isBusy(e) && System.nanoTime() < end && pause();
                if (!again) {
                    throw DatabaseUrl.invalid(
                            url.file().map(Object::toString).orElse(":memory:"),
                            "cannot be opened: " + DatabaseTrouble.describe(place(url), e));
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

    private static String place(DatabaseUrl url) {
        return url.file().map(path -> "The database " + path).orElse("The database in memory");
    }

    private static Database openOnce(DatabaseUrl url) {
        Optional<SqliteFile> file = url.file().map(SqliteFile::new);
        int version = file.map(SqliteFile::prepare).orElse(0);
        HikariDataSource pool = null;
        try {
            pool = file.map(present -> pool(present.jdbcUrl(), READERS + 1))
                    .orElseGet(() -> pool("jdbc:sqlite::memory:", 1));
            // Flyway takes half a second to say that there is nothing to do.
            if (version < Migrations.NEWEST) {
                Migrations.apply(pool, SQLITE_IDENTITY);
            }
            return new Database(pool, place(url));
        } catch (FlywayException | PoolInitializationException e) {
            if (pool != null) {
                pool.close();
            }
            throw e;
        }
    }

    /** Runs statements that change nothing; one statement sees one state of the data. */
    <R> R read(HandleCallback<R, ProviderException> work) throws ProviderException {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException e) {
            throw DatabaseTrouble.of(place, e);
        }
    }

    /** Runs statements as one step that no other change comes between; durable when it returns. */
    <R> R write(HandleCallback<R, ProviderException> work) throws ProviderException {
        writing.lock();
        try {
            return jdbi.inTransaction(work);
        } catch (JdbiException e) {
            throw DatabaseTrouble.of(place, e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource pool(String jdbcUrl, int size) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.enforceForeignKeys(true);
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // With less, a commit may be lost when the power fails.
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setBusyTimeout(BUSY_MILLIS);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl(jdbcUrl);
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("hub-store");
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        // A database in memory ends with its connection.
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        config.setKeepaliveTime(0);
        config.setConnectionTimeout(BUSY_MILLIS);
        return new HikariDataSource(config);
    }
}
