package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The codes that people get shares by, as hashes. A code ends at its time, with its server, or when it is taken back.
 * Thread-safe; all methods throw {@link ProviderException} if the database cannot be used, and nothing has changed then.
 */
public final class ShareCodes {

    private static final String SELECT = "SELECT id, owner_name, server_name, scopes, created, expires, exchanges,"
            + " last_exchanged FROM share_codes WHERE expires > :now AND ";

    private final Database database;
    private final Clock clock;
    private final Shares shares;

    ShareCodes(Database database, Clock clock, Shares shares) {
        this.database = database;
        this.clock = clock;
        this.shares = shares;
    }

    /**
     * Keeps a code, and forgets those that have ended.
     *
     * @param code random, of at least 128 bits
     * @throws ProviderException also if the server is not known
     */
    public ShareCode add(Secret code, ServerRef server, Set<String> scopes, Duration life) throws ProviderException {
        return database.write(handle -> {
            handle.createUpdate("DELETE FROM share_codes WHERE expires <= :now")
                    .bind("now", now())
                    .execute();
            handle.createUpdate("INSERT INTO share_codes (code, owner_name, server_name, scopes, created, expires,"
                            + " exchanges) VALUES (:code, :owner, :server, :scopes, :now, :expires, 0)")
                    .bind("code", key(code))
                    .bind("owner", server.user())
                    .bind("server", server.name())
                    .bind("scopes", Json.of(scopes))
                    .bind("now", now())
                    .bind("expires", Times.micros(clock.instant().plus(life)))
                    .execute();
            return find(handle, code).orElseThrow();
        });
    }

    /** Finds what a code gives. */
    public Optional<ShareCode> find(Secret code) throws ProviderException {
        return database.read(handle -> find(handle, code));
    }

    /** Gives somebody what the code stands for, and counts it; empty if the code is no good. */
    public Optional<Share> exchange(Secret code, String user) throws ProviderException {
        return database.write(handle -> {
            Optional<ShareCode> found = find(handle, code);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            SqlUserStore.require(handle, user);
            handle.createUpdate(
                            "UPDATE share_codes SET exchanges = exchanges + 1, last_exchanged = :now WHERE id = :id")
                    .bind("now", now())
                    .bind("id", found.get().id())
                    .execute();
            ServerRef server = found.get().server();
            return Optional.of(shares.grant(
                    handle, server, Share.Recipient.user(user), found.get().scopes()));
        });
    }

    /** The codes of all servers of a person, oldest first. */
    public List<ShareCode> ofOwner(String owner) throws ProviderException {
        if (!Texts.isExact(owner)) {
            return List.of();
        }
        return database.read(handle -> handle.createQuery(SELECT + "owner_name = :owner ORDER BY id")
                .bind("owner", owner)
                .bind("now", now())
                .map(ShareCodes::code)
                .list());
    }

    /** Takes a code back. */
    public void remove(ShareCode code) throws ProviderException {
        database.write(handle -> handle.createUpdate("DELETE FROM share_codes WHERE id = :id")
                .bind("id", code.id())
                .execute());
    }

    private Optional<ShareCode> find(Handle handle, Secret code) {
        return handle.createQuery(SELECT + "code = :code")
                .bind("code", key(code))
                .bind("now", now())
                .map(ShareCodes::code)
                .findOne();
    }

    private long now() {
        return Times.micros(clock.instant());
    }

    private static String key(Secret code) {
        return Digests.lookup("share code", code);
    }

    private static ShareCode code(ResultSet row, StatementContext context) throws SQLException {
        return new ShareCode(
                row.getLong("id"),
                new ServerRef(row.getString("owner_name"), row.getString("server_name")),
                Json.texts(row.getString("scopes")),
                Times.required(row, "created"),
                Times.required(row, "expires"),
                row.getInt("exchanges"),
                Times.optional(row, "last_exchanged"));
    }
}
