package dev.hubwright.hub.store;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's SQLSTATE codes mean for an operator (PostgreSQL manual, appendix A). */
final class PostgresTrouble {

    private PostgresTrouble() {}

    /** Whether the server may be about to start or to come back. */
    static boolean mayPass(String state) {
        return is(state, "08") || is(state, "57P") || is(state, "53300");
    }

    static String describe(PSQLException failure) {
        String state = failure.getSQLState();
        String said = message(failure);
        if (is(state, "08") || is(state, "57P")) {
            return "does not answer: " + said + "; start the server, or correct host and port";
        } else if (is(state, "28")) {
            return "refuses the hub: " + said + "; correct user and password, or the server's pg_hba.conf";
        } else if (is(state, "3D000")) {
            return "does not exist; make it with createdb, for the hub's own user";
        } else if (is(state, "42501")) {
            return "does not allow what the hub needs: " + said + "; make the hub's user its owner";
        } else if (is(state, "25006")) {
            return "can only be read; name the server that takes changes, not its standby";
        } else if (is(state, "53100") || is(state, "53200")) {
            return "has no room left: " + said + "; free some on its disk";
        }
        return "cannot be used: " + said;
    }

    /** Without the server's details, which quote what is in the tables. */
    private static String message(PSQLException failure) {
        ServerErrorMessage server = failure.getServerErrorMessage();
        return server == null ? failure.getMessage() : server.getMessage() + " (" + failure.getSQLState() + ")";
    }

    private static boolean is(String state, String prefix) {
        return state != null && state.startsWith(prefix);
    }
}
