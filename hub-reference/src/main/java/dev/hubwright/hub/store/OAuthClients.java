package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerRef;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Whom the hub gives tokens to. Thread-safe; all methods throw {@link ProviderException} if the database cannot be
 * used, and nothing has changed then.
 */
public final class OAuthClients {

    /** For secrets that an operator may have chosen. */
    private static final int ROUNDS = 16_384;
    /** For the secrets of servers, which are random. */
    private static final int ROUNDS_OF_SERVERS = 1;

    private static final String SELECT =
            "SELECT id, description, redirect_uri, allowed_scopes, server_user, server_name FROM oauth_clients";
    private static final String UPSERT = "INSERT INTO oauth_clients (id, description, secret, redirect_uri,"
            + " allowed_scopes, server_user, server_name)"
            + " VALUES (:id, :description, :secret, :redirectUri, :scopes, :user, :server)"
            + " ON CONFLICT (id) DO UPDATE SET description = excluded.description, secret = excluded.secret,"
            + " redirect_uri = excluded.redirect_uri, allowed_scopes = excluded.allowed_scopes,"
            + " server_user = excluded.server_user, server_name = excluded.server_name";

    private final Database database;
    private final SecureRandom random;

    OAuthClients(Database database, SecureRandom random) {
        this.database = database;
        this.random = random;
    }

    /**
     * Keeps a client in place of the one with its id; codes and tokens of that one stay valid.
     *
     * @param clientSecret an empty one makes a client that no secret verifies; that of a server must be random, with 128
     *     bits at least
     */
    public void put(OAuthClient client, Secret clientSecret) throws ProviderException {
        database.note(putting(client, clientSecret));
    }

    /** The same as part of a greater step. */
    HandleCallback<Integer, ProviderException> putting(OAuthClient client, Secret clientSecret) {
        int rounds = client.server().isPresent() ? ROUNDS_OF_SERVERS : ROUNDS;
        String secret = clientSecret.isEmpty() ? null : Digests.salted(clientSecret, rounds, random);
        return handle -> {
            if (client.server().isPresent()) {
                SqlUserStore.require(handle, client.server().get().user());
            }
            return write(handle, client, secret);
        };
    }

    /** Finds a client. */
    public Optional<OAuthClient> find(String id) throws ProviderException {
        if (!Texts.isExact(id)) {
            return Optional.empty();
        }
        return database.read(handle -> handle.createQuery(SELECT + " WHERE id = :id")
                .bind("id", id)
                .map(OAuthClients::client)
                .findOne());
    }

    /** Whether {@code secret} is the client's; never for a client without one. */
    public boolean verify(String id, Secret secret) throws ProviderException {
        if (!Texts.isExact(id)) {
            return false;
        }
        return database.read(handle -> handle.createQuery(
                                "SELECT secret FROM oauth_clients WHERE id = :id AND secret IS NOT NULL")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne())
                .filter(salted -> Digests.matches(salted, secret))
                .isPresent();
    }

    /** Forgets a client, its codes and all tokens that were issued through it; harmless if there is none. */
    public void remove(String id) throws ProviderException {
        if (!Texts.isExact(id)) {
            return;
        }
        database.write(handle -> remove(handle, id));
    }

    static int remove(Handle handle, String id) {
        handle.createUpdate("DELETE FROM api_tokens WHERE client_id = :id")
                .bind("id", id)
                .execute();
        return handle.createUpdate("DELETE FROM oauth_clients WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** All clients, by id. */
    public List<OAuthClient> all() throws ProviderException {
        return database
                .read(handle ->
                        handle.createQuery(SELECT).map(OAuthClients::client).list())
                .stream()
                .sorted(Comparator.comparing(OAuthClient::id))
                .toList();
    }

    private static int write(Handle handle, OAuthClient client, String secret) {
        return handle.createUpdate(UPSERT)
                .bind("id", Texts.key("The client id", client.id()))
                .bind("description", Texts.prose(client.description()))
                .bind("secret", secret)
                .bind("redirectUri", Texts.key("The redirect URI", client.redirectUri()))
                .bind("scopes", Json.of(client.allowedScopes()))
                .bind("user", client.server().map(ServerRef::user).orElse(null))
                .bind("server", client.server().map(ServerRef::name).orElse(null))
                .execute();
    }

    private static OAuthClient client(ResultSet row, StatementContext context) throws SQLException {
        String user = row.getString("server_user");
        return new OAuthClient(
                row.getString("id"),
                row.getString("description"),
                row.getString("redirect_uri"),
                Json.texts(row.getString("allowed_scopes")),
                user == null ? Optional.empty() : Optional.of(new ServerRef(user, row.getString("server_name"))));
    }
}
