package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The browsers that are logged in, found by the value of the login cookie, of which only a hash is kept. Thread-safe;
 * all methods throw {@link ProviderException} if the database cannot be used, and nothing has changed then.
 */
public final class Sessions {

    private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);
    private static final String SELECT =
            "SELECT id, user_name, created, last_used, expires, instance," + " provider_session FROM login_sessions";

    private final Database database;
    private final Clock clock;
    private final Uses<String> uses = new Uses<>(this::writeDown);

    Sessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Keeps a session.
     *
     * @param cookieValue random, of at least 128 bits
     */
    public void add(Secret cookieValue, LoginSession session) throws ProviderException {
        database.note(handle -> {
            SqlUserStore.require(handle, session.user());
            return handle.createUpdate("INSERT INTO login_sessions (cookie, id, user_name, created, last_used, expires,"
                            + " instance, provider_session)"
                            + " VALUES (:cookie, :id, :user, :created, :lastUsed, :expires, :instance, :provider)")
                    .bind("cookie", key(cookieValue))
                    .bind("id", Texts.key("The session id", session.id()))
                    .bind("user", session.user())
                    .bind("created", Times.micros(session.created()))
                    .bind("lastUsed", Times.micros(session.lastUsed()))
                    .bind("expires", Times.micros(session.expires()))
                    .bind("instance", Texts.key("The authenticator's instance name", session.instance()))
                    .bind("provider", session.providerSession().orElse(null))
                    .execute();
        });
    }

    /** Finds the session of a cookie, unless it has expired. */
    public Optional<LoginSession> find(Secret cookieValue) throws ProviderException {
        return database.read(handle -> handle.createQuery(SELECT + " WHERE cookie = :cookie AND expires > :now")
                .bind("cookie", key(cookieValue))
                .bind("now", now())
                .map(Sessions::session)
                .findOne());
    }

    /** Notes a use, by the minute, which {@link #writeUses} writes down; the session does not live longer by it. */
    public void touch(LoginSession session, Instant when) {
        if (!when.isBefore(session.lastUsed().plus(TOUCH_INTERVAL))) {
            uses.note(session.id(), when);
        }
    }

    /** Writes down when sessions were used, all in one step. */
    void writeUses() throws ProviderException {
        uses.write();
    }

    private void writeDown(Map<String, Instant> times) throws ProviderException {
        database.note(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "UPDATE login_sessions SET last_used = :when WHERE id = :id AND last_used < :when");
            times.forEach((id, when) ->
                    batch.bind("id", id).bind("when", Times.micros(when)).add());
            return batch.execute();
        });
    }

    /** Forgets a session; harmless if there is none. */
    public void remove(Secret cookieValue) throws ProviderException {
        database.note(handle -> handle.createUpdate("DELETE FROM login_sessions WHERE cookie = :cookie")
                .bind("cookie", key(cookieValue))
                .execute());
    }

    /** Forgets the session of this id; harmless if there is none. */
    void removeById(String id) throws ProviderException {
        database.note(handle -> handle.createUpdate("DELETE FROM login_sessions WHERE id = :id")
                .bind("id", id)
                .execute());
    }

    /**
     * The sessions that began by one authenticator and that its identity provider speaks of.
     *
     * @param subjects people of whom all sessions are meant
     * @param ids single sessions, by {@link LoginSession#providerSession()}
     */
    public List<LoginSession> ofProvider(String instance, Set<Subject> subjects, Set<String> ids)
            throws ProviderException {
        return database.read(handle -> {
            List<LoginSession> found = new ArrayList<>();
            for (String id : ids) {
                found.addAll(handle.createQuery(SELECT + " WHERE instance = :instance AND provider_session = :id")
                        .bind("instance", instance)
                        .bind("id", id)
                        .map(Sessions::session)
                        .list());
            }
            for (Subject subject : subjects) {
                found.addAll(handle.createQuery(SELECT + " WHERE instance = :instance AND user_name IN"
                                + " (SELECT name FROM users WHERE subject_issuer = :issuer AND subject_id = :id)")
                        .bind("instance", instance)
                        .bind("issuer", subject.issuer())
                        .bind("id", subject.id())
                        .map(Sessions::session)
                        .list());
            }
            return List.copyOf(new LinkedHashSet<>(found));
        });
    }

    /** Forgets all sessions of one user; gives how many. */
    public int removeOfUser(String user) throws ProviderException {
        return database.note(handle -> handle.createUpdate("DELETE FROM login_sessions WHERE user_name = :user")
                .bind("user", user)
                .execute());
    }

    /** The sessions of one user that have not expired, oldest first. */
    public List<LoginSession> ofUser(String user) throws ProviderException {
        return database.read(
                handle -> handle.createQuery(SELECT + " WHERE user_name = :user AND expires > :now ORDER BY created")
                        .bind("user", user)
                        .bind("now", now())
                        .map(Sessions::session)
                        .list());
    }

    /** The session of this id that has not expired. */
    public Optional<LoginSession> byId(String id) throws ProviderException {
        return Texts.isExact(id)
                ? database.read(handle -> handle.createQuery(SELECT + " WHERE id = :id AND expires > :now")
                        .bind("id", id)
                        .bind("now", now())
                        .map(Sessions::session)
                        .findFirst())
                : Optional.empty();
    }

    /** The sessions that have not expired, of which the one that was used last comes first. */
    public List<LoginSession> open(int offset, int limit) throws ProviderException {
        return database.read(handle -> handle.createQuery(
                        SELECT + " WHERE expires > :now ORDER BY last_used DESC, id LIMIT :limit OFFSET :offset")
                .bind("now", now())
                .bind("limit", limit)
                .bind("offset", offset)
                .map(Sessions::session)
                .list());
    }

    /** How many have not expired. */
    public int count() throws ProviderException {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM login_sessions WHERE expires > :now")
                .bind("now", now())
                .mapTo(Integer.class)
                .one());
    }

    /** Deletes what has expired; gives how many. */
    public int purgeExpired() throws ProviderException {
        return database.note(handle -> handle.createUpdate("DELETE FROM login_sessions WHERE expires <= :now")
                .bind("now", now())
                .execute());
    }

    private long now() {
        return Times.micros(clock.instant());
    }

    private static String key(Secret cookieValue) {
        return Digests.lookup("login session", cookieValue);
    }

    private static LoginSession session(ResultSet row, StatementContext context) throws SQLException {
        return new LoginSession(
                row.getString("id"),
                row.getString("user_name"),
                Times.required(row, "created"),
                Times.required(row, "last_used"),
                Times.required(row, "expires"),
                row.getString("instance"),
                Optional.ofNullable(row.getString("provider_session")));
    }
}
