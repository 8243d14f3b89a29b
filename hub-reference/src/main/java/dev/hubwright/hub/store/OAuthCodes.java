package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The codes that OAuth clients redeem for tokens, once and within five minutes. Thread-safe; all methods throw
 * {@link ProviderException} if the database cannot be used, and nothing has changed then.
 */
public final class OAuthCodes {

    private static final Duration LIFE = Duration.ofSeconds(300);

    private final Database database;
    private final Clock clock;

    OAuthCodes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a code stands for.
     *
     * @param clientId the registered client that may redeem it
     * @param user whose token it becomes
     * @param redirectUri where it was sent
     * @param scopes what the token will allow at most
     * @param sessionId the browser session that the token will end with; empty if with none
     * @param codeChallenge what PKCE's verifier must match; empty if the client sent none
     * @param challengeMethod how it is compared
     */
    public record Code(
            String clientId,
            String user,
            String redirectUri,
            Set<String> scopes,
            Optional<String> sessionId,
            Optional<String> codeChallenge,
            Optional<String> challengeMethod) {

        /** Copies the scopes. */
        public Code {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * Keeps a code for five minutes.
     *
     * @param code random, of at least 128 bits
     */
    public void add(Secret code, Code value) throws ProviderException {
        database.note(handle -> {
            handle.createUpdate("DELETE FROM oauth_codes WHERE expires <= :now")
                    .bind("now", Times.micros(clock.instant()))
                    .execute();
            SqlUserStore.require(handle, value.user());
            requireClient(handle, value.clientId());
            return insert(handle, code, value);
        });
    }

    /** Gives what a code stands for, to whoever asks first; empty from then on. */
    public Optional<Code> take(Secret code) throws ProviderException {
        String key = key(code);
        return database.note(handle -> {
            Optional<Code> found = handle.createQuery("SELECT client_id, user_name, redirect_uri, scopes, session_id,"
                            + " code_challenge, challenge_method FROM oauth_codes"
                            + " WHERE code = :code AND expires > :now")
                    .bind("code", key)
                    .bind("now", Times.micros(clock.instant()))
                    .map(OAuthCodes::code)
                    .findOne();
            int deleted = handle.createUpdate("DELETE FROM oauth_codes WHERE code = :code")
                    .bind("code", key)
                    .execute();
            return found.filter(value -> deleted == 1);
        });
    }

    /** Forgets the codes of one browser session that nobody has redeemed yet; gives how many. */
    public int revokeOfSession(String sessionId) throws ProviderException {
        return database.note(handle -> handle.createUpdate("DELETE FROM oauth_codes WHERE session_id = :session")
                .bind("session", sessionId)
                .execute());
    }

    private int insert(Handle handle, Secret code, Code value) {
        return handle.createUpdate("INSERT INTO oauth_codes (code, client_id, user_name, redirect_uri, scopes,"
                        + " session_id, code_challenge, challenge_method, expires)"
                        + " VALUES (:code, :client, :user, :redirectUri, :scopes,"
                        + " :session, :challenge, :method, :expires)")
                .bind("code", key(code))
                .bind("client", value.clientId())
                .bind("user", value.user())
                .bind("redirectUri", Texts.key("The redirect URI", value.redirectUri()))
                .bind("scopes", Json.of(value.scopes()))
                .bind("session", value.sessionId().orElse(null))
                .bind("challenge", exact("The code challenge", value.codeChallenge()))
                .bind("method", exact("The challenge method", value.challengeMethod()))
                .bind("expires", Times.micros(clock.instant().plus(LIFE)))
                .execute();
    }

    private static String exact(String what, Optional<String> text) {
        return text.map(present -> Texts.key(what, present)).orElse(null);
    }

    private static void requireClient(Handle handle, String id) throws ProviderException {
        boolean known = handle.createQuery("SELECT 1 FROM oauth_clients WHERE id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!known) {
            throw ProviderException.permanent(
                    "The hub does not know this application any more",
                    "There is no OAuth client \"" + id + "\" in the database; register it before its codes");
        }
    }

    private static String key(Secret code) {
        return Digests.lookup("oauth code", code);
    }

    private static Code code(ResultSet row, StatementContext context) throws SQLException {
        return new Code(
                row.getString("client_id"),
                row.getString("user_name"),
                row.getString("redirect_uri"),
                Json.texts(row.getString("scopes")),
                Optional.ofNullable(row.getString("session_id")),
                Optional.ofNullable(row.getString("code_challenge")),
                Optional.ofNullable(row.getString("challenge_method")));
    }
}
