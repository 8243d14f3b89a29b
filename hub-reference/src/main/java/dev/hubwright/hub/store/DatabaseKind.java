package dev.hubwright.hub.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.hubwright.api.InvalidSettings;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementBuilderFactory;

/** One database, and what its kind does in a way of its own. */
interface DatabaseKind {

    /** What messages call it; never with a password. */
    String name();

    /** Whether it is there already, and opening it would not make it. */
    boolean isThere();

    /**
     * Makes sure that it is ours, or empty.
     *
     * @return the number of the last script that was applied to it; 0 if none was
     * @throws InvalidSettings if it belongs to somebody else or to a newer version; nothing has changed then
     * @throws SQLException if it does not answer
     */
    int prepare() throws SQLException;

    HikariDataSource connect();

    /** How statements come about and what becomes of them. */
    StatementBuilderFactory statements();

    /** For how long what another process has changed may go unnoticed by what is remembered. */
    Duration peersMayBeUnnoticed();

    /** How it says "a number that is given out once". */
    String identity();

    /** The texts of a JSON array, as something that {@code IN} takes: there is no limit to how many. */
    String members(String parameter);

    /** Lets no other change come between those of this transaction, whichever process they are made by. */
    void beginChange(Handle handle);
}
