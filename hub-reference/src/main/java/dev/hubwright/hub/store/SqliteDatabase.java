package dev.hubwright.hub.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A file, or memory that ends with the process. */
final class SqliteDatabase implements DatabaseKind {

    private static final int CONNECTIONS = 5;

    private final Optional<Path> file;

    SqliteDatabase(Optional<Path> file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.map(Path::toString).orElse(":memory:");
    }

    @Override
    public boolean isThere() {
        return file.filter(Files::exists).isPresent();
    }

    @Override
    public int prepare() {
        return file.map(path -> new SqliteFile(path).prepare()).orElse(0);
    }

    @Override
    public HikariDataSource connect() {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.enforceForeignKeys(true);
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // With less, a commit may be lost when the power fails.
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setBusyTimeout(Database.BUSY_MILLIS);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl(file.map(path -> new SqliteFile(path).jdbcUrl()).orElse("jdbc:sqlite::memory:"));
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(Database.POOL);
        config.setMaximumPoolSize(file.isPresent() ? CONNECTIONS : 1);
        config.setMinimumIdle(1);
        // A database in memory ends with its connection.
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        config.setKeepaliveTime(0);
        config.setConnectionTimeout(Database.BUSY_MILLIS);
        return new HikariDataSource(config);
    }

    @Override
    public StatementBuilderFactory statements() {
        return KeptStatements.factory();
    }

    /** Looking into a file costs next to nothing, so that it is done each time; into memory nobody else can look. */
    @Override
    public Duration peersMayBeUnnoticed() {
        return file.isPresent() ? Duration.ZERO : ChronoUnit.CENTURIES.getDuration();
    }

    @Override
    public String identity() {
        return "INTEGER PRIMARY KEY AUTOINCREMENT";
    }

    @Override
    public String members(String parameter) {
        return "(SELECT value FROM json_each(:" + parameter + "))";
    }

    /** Its transactions begin with the lock of the one writer. */
    @Override
    public void beginChange(Handle handle) {}
}
