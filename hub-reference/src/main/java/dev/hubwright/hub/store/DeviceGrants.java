package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Programs that wait until somebody says in a browser that they may have a token (RFC 8628). A wait ends after ten
 * minutes; both codes are kept as hashes. Thread-safe; all methods throw {@link ProviderException} if the database
 * cannot be used, and nothing has changed then.
 */
public final class DeviceGrants {

    /** How long a program may wait. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    /** How long it has to be quiet between two questions, at first. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final String PENDING = "pending";
    private static final String ALLOWED = "allowed";
    private static final String REFUSED = "refused";
    private static final int SLOWER_BY = 5;
    private static final String COLUMNS = "scopes, source, created, answer, user_name, poll_seconds, next_poll";

    private final Database database;
    private final Clock clock;

    DeviceGrants(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a program asks for.
     *
     * @param scopes of the token
     * @param source the address that it asks from
     * @param created when it began to
     */
    public record Wish(Set<String> scopes, String source, Instant created) {

        /** Copies the scopes. */
        public Wish {
            scopes = Set.copyOf(scopes);
        }
    }

    /** How a wish stands. */
    public enum State {
        /** Nobody has said anything yet. */
        PENDING,
        /** The same, and the program asks too often: it has to wait longer from now on. */
        SLOW_DOWN,
        /** Somebody has said yes. */
        ALLOWED,
        /** Somebody has said no. */
        REFUSED,
        /** There is no such wish any more. */
        GONE
    }

    /**
     * What a program learns.
     *
     * @param wish what was allowed, and by whom; empty in all other states
     */
    public record Poll(State state, Optional<Wish> wish, Optional<String> user) {

        static Poll of(State state) {
            return new Poll(state, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Keeps a wish for ten minutes.
     *
     * @param deviceCode random, of at least 128 bits
     * @param userCode short enough to be typed
     * @param most how many wishes may wait from this address
     * @return whether there was room for it
     */
    public boolean add(Secret deviceCode, Secret userCode, Wish wish, int most) throws ProviderException {
        return database.note(handle -> {
            handle.createUpdate("DELETE FROM device_grants WHERE expires <= :now")
                    .bind("now", now())
                    .execute();
            int waiting = handle.createQuery("SELECT COUNT(*) FROM device_grants WHERE source = :source")
                    .bind("source", wish.source())
                    .mapTo(Integer.class)
                    .one();
            return waiting < most && insert(handle, deviceCode, userCode, wish) == 1;
        });
    }

    /** The wish of a code that somebody typed, if nobody has answered it yet. */
    public Optional<Wish> find(Secret userCode) throws ProviderException {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM device_grants"
                        + " WHERE user_code = :code AND answer = :pending AND expires > :now")
                .bind("code", userKey(userCode))
                .bind("pending", PENDING)
                .bind("now", now())
                .map(DeviceGrants::wish)
                .findOne());
    }

    /** Notes somebody's answer; gives whether there was anything to answer. */
    public boolean answer(Secret userCode, String user, boolean allowed) throws ProviderException {
        return database.note(handle -> {
            SqlUserStore.require(handle, user);
            return handle.createUpdate("UPDATE device_grants SET answer = :answer, user_name = :user"
                                    + " WHERE user_code = :code AND answer = :pending AND expires > :now")
                            .bind("answer", allowed ? ALLOWED : REFUSED)
                            .bind("user", user)
                            .bind("code", userKey(userCode))
                            .bind("pending", PENDING)
                            .bind("now", now())
                            .execute()
                    == 1;
        });
    }

    /** How a wish stands; what was answered is told once and then forgotten. */
    public Poll poll(Secret deviceCode) throws ProviderException {
        String key = Digests.lookup("device code", deviceCode);
        return database.note(handle -> {
            Optional<Row> row = handle.createQuery(
                            "SELECT " + COLUMNS + " FROM device_grants WHERE device_code = :code AND expires > :now")
                    .bind("code", key)
                    .bind("now", now())
                    .map(DeviceGrants::row)
                    .findOne();
            return row.isEmpty() ? Poll.of(State.GONE) : answer(handle, key, row.get());
        });
    }

    private Poll answer(Handle handle, String key, Row row) {
        if (!row.answer().equals(PENDING)) {
            handle.createUpdate("DELETE FROM device_grants WHERE device_code = :code")
                    .bind("code", key)
                    .execute();
            return row.answer().equals(ALLOWED)
                    ? new Poll(State.ALLOWED, Optional.of(row.wish()), row.user())
                    : Poll.of(State.REFUSED);
        }
        boolean tooSoon = now() < row.nextPoll();
        int seconds = tooSoon ? row.pollSeconds() + SLOWER_BY : row.pollSeconds();
        handle.createUpdate("UPDATE device_grants SET poll_seconds = :seconds, next_poll = :next"
                        + " WHERE device_code = :code")
                .bind("seconds", seconds)
                // A little early is no offence: clocks and networks differ.
                .bind("next", Times.micros(clock.instant().plusSeconds(seconds - 1L)))
                .bind("code", key)
                .execute();
        return Poll.of(tooSoon ? State.SLOW_DOWN : State.PENDING);
    }

    private int insert(Handle handle, Secret deviceCode, Secret userCode, Wish wish) {
        return handle.createUpdate("INSERT INTO device_grants (device_code, user_code, scopes, source, created,"
                        + " expires, answer, poll_seconds, next_poll) VALUES (:device, :user, :scopes, :source,"
                        + " :created, :expires, :answer, :seconds, :next) ON CONFLICT (user_code) DO NOTHING")
                .bind("device", Digests.lookup("device code", deviceCode))
                .bind("user", userKey(userCode))
                .bind("scopes", Json.of(wish.scopes()))
                .bind("source", wish.source())
                .bind("created", Times.micros(wish.created()))
                .bind("expires", Times.micros(clock.instant().plus(LIFE)))
                .bind("answer", PENDING)
                .bind("seconds", (int) INTERVAL.toSeconds())
                .bind("next", now())
                .execute();
    }

    private static String userKey(Secret userCode) {
        return Digests.lookup("user code", userCode);
    }

    private long now() {
        return Times.micros(clock.instant());
    }

    private static Wish wish(ResultSet row, StatementContext context) throws SQLException {
        return new Wish(Json.texts(row.getString("scopes")), row.getString("source"), Times.required(row, "created"));
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        return new Row(
                wish(row, context),
                row.getString("answer"),
                Optional.ofNullable(row.getString("user_name")),
                row.getInt("poll_seconds"),
                row.getLong("next_poll"));
    }

    private record Row(Wish wish, String answer, Optional<String> user, int pollSeconds, long nextPoll) {}
}
