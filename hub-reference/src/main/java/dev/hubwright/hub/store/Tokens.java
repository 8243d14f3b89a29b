package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The tokens of the REST API, as salted hashes. Thread-safe; all methods throw {@link ProviderException} if the
 * database cannot be used, and nothing has changed then.
 */
public final class Tokens {

    /** The fewest characters that a token may have. */
    public static final int SHORTEST = 8;

    /** The OAuth client of all tokens that the hub makes itself; it has no secret, so nobody else can act as it. */
    public static final String HUB_CLIENT = "jupyterhub";

    private static final int PREFIX = 4;
    private static final int ROUNDS = 1;
    private static final String COLUMNS =
            "id, hashed, user_name, client_id, scopes, note, session_id, created, expires, last_activity";
    private static final String ALIVE = " AND (expires IS NULL OR expires > :now)";

    private final Database database;
    private final Clock clock;
    private final SecureRandom random;
    private final Uses<Long> uses;

    Tokens(Database database, Clock clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.uses = new Uses<>(this::writeDown);
    }

    /**
     * What to know of a token that is to be kept.
     *
     * @param owner the name of a user who is there
     * @param clientId the OAuth client that it is issued through; need not be registered
     * @param scopes what it allows at most
     * @param note what a person reads
     * @param sessionId the browser session that it ends with; empty if with none
     * @param expires when it ends; empty if never
     */
    public record NewToken(
            String owner,
            String clientId,
            Set<String> scopes,
            String note,
            Optional<String> sessionId,
            Optional<Instant> expires) {

        /** Copies the scopes. */
        public NewToken {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * Keeps a token.
     *
     * @param value should be random: its hash is a quick one
     * @throws IllegalArgumentException if {@code value} is shorter than {@value #SHORTEST} characters
     */
    public TokenRecord add(NewToken token, Secret value) throws ProviderException {
        // Nothing can depend on a token that nobody has seen.
        return database.note(adding(token, value));
    }

    /** The same as part of a greater step. */
    HandleCallback<TokenRecord, ProviderException> adding(NewToken token, Secret value) {
        String prefix = prefix(value);
        if (value.chars().length < SHORTEST) {
            throw new IllegalArgumentException("A token needs at least " + SHORTEST + " characters");
        }
        String hashed = Digests.salted(value, ROUNDS, random);
        return handle -> {
            SqlUserStore.require(handle, token.owner());
            return byId(handle, insert(handle, token, prefix, hashed)).orElseThrow();
        };
    }

    /** Finds the token of this value that has not expired. */
    public Optional<TokenRecord> find(Secret value) throws ProviderException {
        String prefix = prefix(value);
        if (!Texts.isExact(prefix)) {
            return Optional.empty();
        }
        return database
                .read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM api_tokens WHERE prefix = :prefix"
                                + ALIVE + " ORDER BY id")
                        .bind("prefix", prefix)
                        .bind("now", now())
                        .map((row, context) -> new Candidate(row.getString("hashed"), token(row, context)))
                        .list())
                .stream()
                .filter(candidate -> Digests.matches(candidate.hashed(), value))
                .map(Candidate::token)
                .findFirst();
    }

    private record Candidate(String hashed, TokenRecord token) {}

    /** The token of this id that has not expired. */
    public Optional<TokenRecord> byId(long id) throws ProviderException {
        return database.read(handle -> byId(handle, id));
    }

    /** The tokens of one user that have not expired, oldest first. */
    public List<TokenRecord> ofUser(String owner) throws ProviderException {
        if (!Texts.isExact(owner)) {
            return List.of();
        }
        return database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM api_tokens WHERE user_name = :owner" + ALIVE + " ORDER BY id")
                .bind("owner", owner)
                .bind("now", now())
                .map(this::token)
                .list());
    }

    /** The tokens that others than {@code owner} have through one OAuth client and that have not expired, oldest first. */
    public List<TokenRecord> ofClientWithout(String clientId, String owner) throws ProviderException {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS
                        + " FROM api_tokens WHERE client_id = :client AND user_name <> :owner" + ALIVE + " ORDER BY id")
                .bind("client", clientId)
                .bind("owner", owner)
                .bind("now", now())
                .map(this::token)
                .list());
    }

    /** Forgets a token; harmless if there is none. */
    public void revoke(long id) throws ProviderException {
        database.write(handle -> revoke(handle, id));
    }

    static int revoke(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM api_tokens WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Forgets a token, and with it everything that its owner has through the same OAuth client, unless that is the hub. */
    public void revoke(TokenRecord token) throws ProviderException {
        if (token.clientId().equals(HUB_CLIENT)) {
            revoke(token.id());
        } else {
            revokeOfClient(token.clientId(), token.owner());
        }
    }

    /** Forgets all tokens that were issued through one OAuth client; gives how many. */
    public int revokeOfClient(String clientId) throws ProviderException {
        return database.write(handle -> handle.createUpdate("DELETE FROM api_tokens WHERE client_id = :client")
                .bind("client", clientId)
                .execute());
    }

    /** Forgets the tokens that one user has through one OAuth client; gives how many. */
    public int revokeOfClient(String clientId, String owner) throws ProviderException {
        return database.write(
                handle -> handle.createUpdate("DELETE FROM api_tokens WHERE client_id = :client AND user_name = :owner")
                        .bind("client", clientId)
                        .bind("owner", owner)
                        .execute());
    }

    /** Forgets all tokens of one browser session; gives how many. */
    public int revokeOfSession(String sessionId) throws ProviderException {
        return database.write(handle -> handle.createUpdate("DELETE FROM api_tokens WHERE session_id = :session")
                .bind("session", sessionId)
                .execute());
    }

    /** Notes a use. All see it who ask this store, and {@link #writeUses} writes it down; the latest one counts. */
    public void touch(long id, Instant when) {
        uses.note(id, when);
    }

    /** Writes down when tokens were used, all in one step. */
    public void writeUses() throws ProviderException {
        uses.write();
    }

    private void writeDown(Map<Long, Instant> times) throws ProviderException {
        database.note(handle -> {
            PreparedBatch batch = handle.prepareBatch("UPDATE api_tokens SET last_activity = :when WHERE id = :id"
                    + " AND (last_activity IS NULL OR last_activity < :when)");
            times.forEach((id, when) ->
                    batch.bind("id", id).bind("when", Times.micros(when)).add());
            return batch.execute();
        });
    }

    /** Deletes what has expired; gives how many. */
    public int purgeExpired() throws ProviderException {
        return database.write(handle -> handle.createUpdate("DELETE FROM api_tokens WHERE expires <= :now")
                .bind("now", now())
                .execute());
    }

    private long insert(Handle handle, NewToken token, String prefix, String hashed) {
        return handle.createUpdate("INSERT INTO api_tokens (prefix, hashed, user_name, client_id, scopes, note,"
                        + " session_id, created, expires)"
                        + " VALUES (:prefix, :hashed, :owner, :client, :scopes, :note, :session, :now, :expires)")
                .bind("prefix", Texts.key("The token", prefix))
                .bind("hashed", hashed)
                .bind("owner", token.owner())
                .bind("client", Texts.key("The client id", token.clientId()))
                .bind("scopes", Json.of(token.scopes()))
                .bind("note", Texts.prose(token.note()))
                .bind("session", token.sessionId().orElse(null))
                .bind("now", now())
                .bind("expires", Times.micros(token.expires()))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    private Optional<TokenRecord> byId(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM api_tokens WHERE id = :id" + ALIVE)
                .bind("id", id)
                .bind("now", now())
                .map(this::token)
                .findOne();
    }

    private long now() {
        return Times.micros(clock.instant());
    }

    private static String prefix(Secret value) {
        String text = value.reveal();
        return text.substring(0, Math.min(PREFIX, text.length()));
    }

    private TokenRecord token(ResultSet row, StatementContext context) throws SQLException {
        long id = row.getLong("id");
        return new TokenRecord(
                id,
                row.getString("user_name"),
                row.getString("client_id"),
                Json.texts(row.getString("scopes")),
                row.getString("note"),
                Optional.ofNullable(row.getString("session_id")),
                Times.required(row, "created"),
                Times.optional(row, "expires"),
                uses.last(id, Times.optional(row, "last_activity")));
    }
}
