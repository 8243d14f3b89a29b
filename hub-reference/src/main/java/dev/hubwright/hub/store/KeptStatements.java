package dev.hubwright.hub.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementContext;
import org.sqlite.SQLiteConnection;

/**
 * Keeps the statements of each connection to an SQLite database compiled, as drivers of other databases do by
 * themselves: to compile one takes longer than to run it. Used by whoever has the connection.
 */
final class KeptStatements extends DefaultStatementBuilder {

    /** More than there are; a text that is made anew each time must not fill the memory. */
    private static final int MOST = 256;

    private static final Set<String> ORDINARY = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    private final SQLiteConnection connection;
    private final Map<String, PreparedStatement> idle = new HashMap<>();
    private final Map<Statement, String> lent = new IdentityHashMap<>();

    private KeptStatements(SQLiteConnection connection) {
        this.connection = connection;
    }

    /** Knows the connections of one pool. */
    static StatementBuilderFactory factory() {
        Map<SQLiteConnection, KeptStatements> all = new IdentityHashMap<>();
        return lentOut -> {
            synchronized (all) {
                return of(lentOut, all);
            }
        };
    }

    private static StatementBuilder of(Connection lentOut, Map<SQLiteConnection, KeptStatements> all) {
        try {
            SQLiteConnection connection = lentOut.unwrap(SQLiteConnection.class);
            if (!all.containsKey(connection)) {
                // The pool has made a new one, perhaps because another has come to its end.
                all.keySet().removeIf(KeptStatements::isClosed);
            }
            return all.computeIfAbsent(connection, KeptStatements::new);
        } catch (SQLException e) {
            return new DefaultStatementBuilder();
        }
    }

    private static boolean isClosed(SQLiteConnection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public PreparedStatement create(Connection lentOut, String sql, StatementContext context) throws SQLException {
        if (context.isReturningGeneratedKeys() || context.isConcurrentUpdatable() || !isOrdinary(sql)) {
            return super.create(lentOut, sql, context);
        }
        // Not by the pool, which closes all statements of a connection that it gets back.
        PreparedStatement kept = idle.remove(sql);
        PreparedStatement statement = kept == null ? connection.prepareStatement(sql) : kept;
        lent.put(statement, sql);
        return statement;
    }

    /** Of others, such as PRAGMA, it is not known whether they have rows, which nobody might read to their end. */
    private static boolean isOrdinary(String sql) {
        return ORDINARY.contains(sql.substring(0, Math.max(0, sql.indexOf(' '))));
    }

    @Override
    public void close(Connection lentOut, String sql, Statement statement) throws SQLException {
        String text = lent.remove(statement);
        if (text == null || idle.size() >= MOST || idle.containsKey(text)) {
            super.close(lentOut, sql, statement);
            return;
        }
        PreparedStatement prepared = (PreparedStatement) statement;
        // Closes the rows, should some be left: as long as they are open, so is a transaction.
        prepared.getMoreResults();
        prepared.clearBatch();
        prepared.clearParameters();
        idle.put(text, prepared);
    }
}
