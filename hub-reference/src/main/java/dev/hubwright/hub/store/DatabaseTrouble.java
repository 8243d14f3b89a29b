package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what is wrong with the database in words that lead somewhere. */
final class DatabaseTrouble {

    private static final String PUBLIC = "The hub cannot use its database; please try again in a minute";
    private static final int PRIMARY_CODE = 0xFF;

    private DatabaseTrouble() {}

    /** Keeps the driver's exception only: Jdbi's own message quotes what was bound. */
    static ProviderException of(String place, Exception failure) {
        SQLException cause = sqlException(failure);
        return ProviderException.retryable(PUBLIC, describe(place, failure), cause);
    }

    /** Whether somebody else had the database at that moment, or it was about to start. */
    static boolean mayPass(Exception failure) {
        SQLException cause = sqlException(failure);
        return cause instanceof SQLiteException sqlite
                ? code(sqlite) == SQLiteErrorCode.SQLITE_BUSY
                : cause instanceof PSQLException && PostgresTrouble.mayPass(cause.getSQLState());
    }

    static String describe(String place, Exception failure) {
        SQLException cause = sqlException(failure);
        if (cause instanceof SQLiteException sqlite) {
            return place + " " + describe(sqlite);
        }
        if (cause instanceof PSQLException postgres) {
            return place + " " + PostgresTrouble.describe(postgres);
        }
        return place + " cannot be used: " + (cause == null ? failure.getMessage() : cause.getMessage());
    }

    private static String describe(SQLiteException failure) {
        return switch (code(failure)) {
            case SQLITE_FULL -> "has no room left; free some on its disk";
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                "cannot be written;" + " give the hub write access to the file and to its folder";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "was locked by another process for too long;" + " end the program that has it open beside the hub";
            case SQLITE_CORRUPT, SQLITE_NOTADB -> "is damaged; stop the hub and restore it from a backup";
            case SQLITE_IOERR -> "cannot be read or written (" + failure.getMessage() + "); check its disk";
            default -> "cannot be used: " + failure.getMessage();
        };
    }

    private static SQLiteErrorCode code(SQLiteException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & PRIMARY_CODE);
    }

    private static SQLException sqlException(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }
}
