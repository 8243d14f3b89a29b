package dev.hubwright.hub.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many changes there have been by whatever process. With an SQLite file each token check asks for it, so that a
 * connection is kept for it with the statement already compiled, which is most of the work otherwise. Thread-safe.
 */
final class ChangeNumber implements AutoCloseable {

    private static final String NUMBER = "SELECT number FROM hub_changes";

    private final HikariDataSource pool;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean keeps;
    private Connection connection;
    private PreparedStatement statement;

    /** @param often whether it is worth a connection of its own, which is not one of the pool's */
    ChangeNumber(HikariDataSource pool, boolean often) {
        this.pool = pool;
        this.keeps = often;
    }

    long read() throws SQLException {
        // Who would have to wait is as quick with a connection of the pool.
        if (lock.tryLock()) {
            try {
                if (keeps) {
                    return kept();
                }
            } finally {
                lock.unlock();
            }
        }
        try (Connection lent = pool.getConnection();
                PreparedStatement compiled = lent.prepareStatement(NUMBER)) {
            return number(compiled);
        }
    }

    private long kept() throws SQLException {
        try {
            if (connection == null) {
                connection = pool.getDataSource().getConnection();
                statement = connection.prepareStatement(NUMBER);
            }
            return number(statement);
        } catch (SQLException e) {
            drop();
            throw e;
        }
    }

    private static long number(PreparedStatement compiled) throws SQLException {
        try (ResultSet rows = compiled.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void drop() throws SQLException {
        try (Connection ended = connection) {
            connection = null;
            statement = null;
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            keeps = false;
            drop();
        } finally {
            lock.unlock();
        }
    }
}
