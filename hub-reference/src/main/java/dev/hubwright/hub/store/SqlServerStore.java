package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerStore;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The servers, one row each. */
final class SqlServerStore implements ServerStore {

    static final String SELECT = "SELECT user_name, server_name, display_name, phase, spawner, spawn_id, state, uri,"
            + " token_id, user_options, started, last_activity, failure, hook_states FROM servers";
    private static final String UPSERT =
            "INSERT INTO servers (user_name, server_name, display_name, phase, spawner, spawn_id,"
                    + " state, uri, token_id, user_options, started, last_activity, failure, hook_states)"
                    + " VALUES (:user, :server, :displayName, :phase, :spawner, :spawnId,"
                    + " :state, :uri, :tokenId, :userOptions, :started, :lastActivity, :failure, :hookStates)"
                    + " ON CONFLICT (user_name, server_name) DO UPDATE SET display_name = excluded.display_name, phase = excluded.phase,"
                    + " spawner = excluded.spawner, spawn_id = excluded.spawn_id, state = excluded.state,"
                    + " uri = excluded.uri, token_id = excluded.token_id, user_options = excluded.user_options,"
                    + " started = excluded.started, last_activity = excluded.last_activity, failure = excluded.failure,"
                    + " hook_states = excluded.hook_states";

    private final Database database;

    SqlServerStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ServerRecord> find(ServerRef server) throws ProviderException {
        return database.read(handle -> find(handle, server));
    }

    @Override
    public List<ServerRecord> ofUser(String user) throws ProviderException {
        if (!Texts.isExact(user)) {
            return List.of();
        }
        return database.read(handle ->
                list(handle.createQuery(SELECT + " WHERE user_name = :user").bind("user", user)));
    }

    @Override
    public List<ServerRecord> active() throws ProviderException {
        return database.read(handle -> list(
                handle.createQuery(SELECT + " WHERE phase <> :stopped").bind("stopped", ServerPhase.STOPPED.name())));
    }

    @Override
    public ServerRecord update(ServerRef server, UnaryOperator<ServerRecord> change) throws ProviderException {
        Texts.key("The user name", server.user());
        Texts.key("The server name", server.name());
        return database.writeOf(server.user(), handle -> {
            Optional<ServerRecord> before = find(handle, server);
            if (before.isEmpty()) {
                SqlUserStore.require(handle, server.user());
            }
            ServerRecord after = change.apply(before.orElseGet(() -> ServerRecord.stopped(server)));
            if (!after.server().equals(server)) {
                throw new IllegalArgumentException(
                        "The change made " + server + " into " + after.server() + "; a name cannot change");
            }
            write(handle, after);
            return find(handle, server).orElseThrow();
        });
    }

    @Override
    public void remove(ServerRef server) throws ProviderException {
        if (!isExact(server)) {
            return;
        }
        database.write(
                handle -> handle.createUpdate("DELETE FROM servers WHERE user_name = :user AND server_name = :server")
                        .bind("user", server.user())
                        .bind("server", server.name())
                        .execute());
    }

    private static Optional<ServerRecord> find(Handle handle, ServerRef server) {
        if (!isExact(server)) {
            return Optional.empty();
        }
        return handle.createQuery(SELECT + " WHERE user_name = :user AND server_name = :server")
                .bind("user", server.user())
                .bind("server", server.name())
                .map(SqlServerStore::server)
                .findOne();
    }

    /** Sorted here: databases differ in how they order texts. */
    private static List<ServerRecord> list(Query query) {
        return query.map(SqlServerStore::server).list().stream()
                .sorted(Comparator.comparing(ServerRecord::server))
                .toList();
    }

    private static boolean isExact(ServerRef server) {
        return Texts.isExact(server.user()) && Texts.isExact(server.name());
    }

    private static void write(Handle handle, ServerRecord server) {
        handle.createUpdate(UPSERT)
                .bind("user", server.server().user())
                .bind("server", server.server().name())
                .bind("displayName", Texts.prose(server.displayName()))
                .bind("phase", server.phase().name())
                .bind("spawner", Texts.key("The spawner's instance name", server.spawner()))
                .bind("spawnId", Texts.key("The id of a start", server.spawnId()))
                .bind("state", Json.of(server.state()))
                .bind("uri", server.uri().map(URI::toString).orElse(null))
                .bind("tokenId", server.tokenId().orElse(null))
                .bind("userOptions", Json.of(server.userOptions()))
                .bind("started", Times.micros(server.started()))
                .bind("lastActivity", Times.micros(server.lastActivity()))
                .bind("failure", server.failure().map(Texts::prose).orElse(null))
                .bind("hookStates", Json.of(server.hookStates()))
                .execute();
    }

    static ServerRecord server(ResultSet row, StatementContext context) throws SQLException {
        return new ServerRecord(
                new ServerRef(row.getString("user_name"), row.getString("server_name")),
                row.getString("display_name"),
                ServerPhase.valueOf(row.getString("phase")),
                row.getString("spawner"),
                row.getString("spawn_id"),
                Json.opaque(row.getString("state")),
                Optional.ofNullable(row.getString("uri")).map(URI::create),
                Optional.ofNullable(row.getString("token_id")),
                Json.opaque(row.getString("user_options")),
                Times.optional(row, "started"),
                Times.optional(row, "last_activity"),
                Optional.ofNullable(row.getString("failure")),
                Json.opaques(row.getString("hook_states")));
    }
}
