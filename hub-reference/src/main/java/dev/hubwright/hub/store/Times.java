package dev.hubwright.hub.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Instants as whole microseconds since 1970, in which every database can compare. */
final class Times {

    private static final long PER_SECOND = 1_000_000;

    private Times() {}

    /** Rounds down; what lies beyond the range becomes its end. */
    static long micros(Instant time) {
        if (Math.abs(time.getEpochSecond()) >= Long.MAX_VALUE / PER_SECOND) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return time.getEpochSecond() * PER_SECOND + time.getNano() / 1000;
    }

    /** For a column that may be null. */
    static Long micros(Optional<Instant> time) {
        return time.map(Times::micros).orElse(null);
    }

    static Instant required(ResultSet row, String column) throws SQLException {
        return required(row, row.findColumn(column));
    }

    static Instant required(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1000);
    }

    static Optional<Instant> optional(ResultSet row, int column) throws SQLException {
        Instant time = required(row, column);
        return row.wasNull() ? Optional.empty() : Optional.of(time);
    }

    static Optional<Instant> optional(ResultSet row, String column) throws SQLException {
        return optional(row, row.findColumn(column));
    }
}
