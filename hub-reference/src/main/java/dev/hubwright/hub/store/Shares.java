package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What people may do at servers of others. A share ends with its server, its recipient, and its owner. Thread-safe; all
 * methods throw {@link ProviderException} if the database cannot be used, and nothing has changed then.
 */
public final class Shares {

    private static final String SELECT =
            "SELECT id, owner_name, server_name, user_name, group_name, scopes, created FROM shares WHERE ";
    private static final String OF_USER =
            "(user_name = :user OR group_name IN (SELECT group_name FROM user_groups WHERE user_name = :user))";

    private final Database database;
    private final Clock clock;

    Shares(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Gives these scopes beside those that the recipient has already.
     *
     * @throws ProviderException also if the server, the person or the group is not known
     */
    public Share grant(ServerRef server, Share.Recipient recipient, Set<String> scopes) throws ProviderException {
        return database.write(handle -> grant(handle, server, recipient, scopes));
    }

    Share grant(Handle handle, ServerRef server, Share.Recipient recipient, Set<String> scopes) {
        Optional<Share> known = find(handle, server, recipient);
        Set<String> all = new HashSet<>(scopes);
        known.ifPresent(share -> all.addAll(share.scopes()));
        if (known.isPresent()) {
            write(handle, known.get(), all);
        } else {
            handle.createUpdate("INSERT INTO shares (owner_name, server_name, user_name, group_name, scopes, created)"
                            + " VALUES (:owner, :server, :user, :group, :scopes, :now)")
                    .bind("owner", server.user())
                    .bind("server", server.name())
                    .bind("user", recipient.isGroup() ? null : recipient.name())
                    .bind("group", recipient.isGroup() ? recipient.name() : null)
                    .bind("scopes", Json.of(all))
                    .bind("now", Times.micros(clock.instant()))
                    .execute();
        }
        return find(handle, server, recipient).orElseThrow();
    }

    /** Takes these scopes back; gives what is left, which is nothing where the last one is taken. */
    public Optional<Share> revoke(ServerRef server, Share.Recipient recipient, Set<String> scopes)
            throws ProviderException {
        return database.write(handle -> {
            Optional<Share> known = find(handle, server, recipient);
            if (known.isEmpty()) {
                return known;
            }
            Set<String> left = new HashSet<>(known.get().scopes());
            left.removeAll(scopes);
            if (left.isEmpty()) {
                remove(handle, known.get().id());
            } else {
                write(handle, known.get(), left);
            }
            return find(handle, server, recipient);
        });
    }

    /** Takes everything back that others may do at a server; gives how many had something. */
    public int revokeAll(ServerRef server) throws ProviderException {
        return database.write(
                handle -> handle.createUpdate("DELETE FROM shares WHERE owner_name = :owner AND server_name = :server")
                        .bind("owner", server.user())
                        .bind("server", server.name())
                        .execute());
    }

    /** Takes one share back; harmless if it is gone. */
    public void remove(Share share) throws ProviderException {
        database.write(handle -> remove(handle, share.id()));
    }

    /** What one recipient has of one server. */
    public Optional<Share> find(ServerRef server, Share.Recipient recipient) throws ProviderException {
        return Texts.isExact(recipient.name())
                ? database.read(handle -> find(handle, server, recipient))
                : Optional.empty();
    }

    /** Everything that a person has, also by way of groups, oldest first. */
    public List<Share> ofUser(String user) throws ProviderException {
        return list(OF_USER, "user", user);
    }

    /** Everything that a group has, oldest first. */
    public List<Share> ofGroup(String group) throws ProviderException {
        return list("group_name = :group", "group", group);
    }

    /** Everything that others have of the servers of a person, oldest first. */
    public List<Share> ofOwner(String owner) throws ProviderException {
        return list("owner_name = :owner", "owner", owner);
    }

    /** All scopes that shares give to a person now. */
    public Set<String> scopesOf(String user) throws ProviderException {
        Set<String> all = new HashSet<>();
        ofUser(user).forEach(share -> all.addAll(share.scopes()));
        return all;
    }

    private List<Share> list(String condition, String name, String value) throws ProviderException {
        return Texts.isExact(value)
                ? database.read(handle -> handle.createQuery(SELECT + condition + " ORDER BY id")
                        .bind(name, value)
                        .map(Shares::share)
                        .list())
                : List.of();
    }

    private static Optional<Share> find(Handle handle, ServerRef server, Share.Recipient recipient) {
        String column = recipient.isGroup() ? "group_name" : "user_name";
        return handle.createQuery(
                        SELECT + "owner_name = :owner AND server_name = :server AND " + column + " = :recipient")
                .bind("owner", server.user())
                .bind("server", server.name())
                .bind("recipient", recipient.name())
                .map(Shares::share)
                .findOne();
    }

    private static void write(Handle handle, Share share, Set<String> scopes) {
        handle.createUpdate("UPDATE shares SET scopes = :scopes WHERE id = :id")
                .bind("scopes", Json.of(scopes))
                .bind("id", share.id())
                .execute();
    }

    private static int remove(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM shares WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static Share share(ResultSet row, StatementContext context) throws SQLException {
        String group = row.getString("group_name");
        return new Share(
                row.getLong("id"),
                new ServerRef(row.getString("owner_name"), row.getString("server_name")),
                group == null ? Share.Recipient.user(row.getString("user_name")) : Share.Recipient.group(group),
                Json.texts(row.getString("scopes")),
                Times.required(row, "created"));
    }
}
