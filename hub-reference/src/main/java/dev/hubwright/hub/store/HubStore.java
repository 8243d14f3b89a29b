package dev.hubwright.hub.store;

import dev.hubwright.api.Figures;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.HandleCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a hub keeps in its database. Thread-safe.
 *
 * <p>All parts block and work on the calling thread. Removing a user removes everything that is the user's.
 */
public final class HubStore implements Figures, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HubStore.class);

    private final Database database;
    private final UserStore users;
    private final People people;
    private final UserList userList;
    private final UserGroups groups;
    private final OperatorNotes operatorNotes;
    private final KeptServices keptServices;
    private final ServerStore servers;
    private final Tokens tokens;
    private final Uses<String> seen;
    private final OAuthClients oauthClients;
    private final OAuthCodes oauthCodes;
    private final Sessions sessions;
    private final Flows flows;
    private final DeviceGrants deviceGrants;
    private final Shares shares;
    private final ShareCodes shareCodes;

    private HubStore(Database database, CryptKeys keys, Clock clock) {
        SecureRandom random = new SecureRandom();
        Sealing sealing = new Sealing(random);
        this.database = database;
        SqlUserStore known = new SqlUserStore(database, new AuthStates(keys, sealing));
        this.users = known;
        this.userList = new UserList(database, known);
        this.people = new People(database);
        this.groups = new UserGroups(database);
        this.servers = new SqlServerStore(database);
        this.tokens = new Tokens(database, clock, random);
        this.seen = new Uses<>(this::writeSeen);
        this.oauthClients = new OAuthClients(database, random);
        this.oauthCodes = new OAuthCodes(database, clock);
        this.sessions = new Sessions(database, clock);
        this.flows = new Flows(database, clock, sealing);
        this.deviceGrants = new DeviceGrants(database, clock);
        this.shares = new Shares(database, clock);
        this.operatorNotes = new OperatorNotes(database);
        this.keptServices = new KeptServices(database);
        this.shareCodes = new ShareCodes(database, clock, shares);
    }

    /**
     * Opens the database, makes a file if there is none, and brings its tables up to date. Several stores, in several
     * processes of one machine, may have one file open; those of several machines one database of PostgreSQL.
     *
     * @param url {@code JupyterHub.db_url}: {@code sqlite:///hub.sqlite} for a file in the working folder,
     *     {@code sqlite:////folder/hub.sqlite} for an absolute path, {@code sqlite://} for memory, a file name, or
     *     {@code postgresql://user:password@host:port/database}, as SQLAlchemy writes them
     * @param keys for what authenticators want kept
     * @param clock decides what has expired
     * @throws InvalidSettings if the url or the database cannot be used; one that is not ours, or is of a newer version,
     *     is left as it is
     */
    public static HubStore open(String url, Path workingFolder, CryptKeys keys, Clock clock) {
        return new HubStore(Database.open(DatabaseUrl.parse(url, workingFolder)), keys, clock);
    }

    /** Whether {@link #open} would find a database, and not make one. */
    public static boolean isThere(String url, Path workingFolder) {
        return DatabaseUrl.parse(url, workingFolder).isThere();
    }

    /**
     * Asks the database for an answer.
     *
     * @throws ProviderException if there is none
     */
    public void check() throws ProviderException {
        database.read(
                handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    }

    /** The people. */
    public UserStore users() {
        return users;
    }

    /** The same as a list, a page at a time. */
    public People people() {
        return people;
    }

    /** The people with all that is kept about them, many at once. */
    public UserList userList() {
        return userList;
    }

    /** The groups that they are in. */
    public UserGroups groups() {
        return groups;
    }

    /** What operators have said while the hub ran. */
    public OperatorNotes operatorNotes() {
        return operatorNotes;
    }

    /** The services that came by the API. */
    public KeptServices keptServices() {
        return keptServices;
    }

    /** Their servers; updating one of somebody who is not there fails. */
    public ServerStore servers() {
        return servers;
    }

    /** The tokens of the REST API. */
    public Tokens tokens() {
        return tokens;
    }

    /** Whom the hub gives tokens to. */
    public OAuthClients oauthClients() {
        return oauthClients;
    }

    /**
     * Keeps what a server proves itself by, in one step: its token, which is also its secret as OAuth client.
     *
     * @param client in place of the one with its id; codes and tokens of that one stay valid
     * @param value must be random, with 128 bits at least
     */
    public TokenRecord admitServer(OAuthClient client, Tokens.NewToken token, Secret value) throws ProviderException {
        HandleCallback<Integer, ProviderException> putting = oauthClients.putting(client, value);
        HandleCallback<TokenRecord, ProviderException> adding = tokens.adding(token, value);
        // Nothing can depend on what nobody has seen.
        return database.note(handle -> {
            putting.withHandle(handle);
            return adding.withHandle(handle);
        });
    }

    /** Takes both back in one step, and all that people have through that client; harmless if it is not there. */
    public void dismissServer(String clientId, long tokenId) throws ProviderException {
        database.write(handle -> Tokens.revoke(handle, tokenId) + OAuthClients.remove(handle, clientId));
    }

    /**
     * Keeps a service, and the OAuth client that it is, in one step.
     *
     * @param client empty for one that is none
     * @param token what it shows to the hub; there for a client
     * @return whether there was none of this name; else nothing has changed
     */
    public boolean admitService(KeptServices.Kept service, Optional<OAuthClient> client, Optional<Secret> token)
            throws ProviderException {
        Optional<HandleCallback<Integer, ProviderException>> putting =
                client.map(one -> oauthClients.putting(one, token.orElseThrow()));
        return database.write(handle -> {
            boolean added = KeptServices.add(handle, service);
            if (added && putting.isPresent()) {
                putting.get().withHandle(handle);
            }
            return added;
        });
    }

    /** Takes both back in one step, and all that people have through that client; gives whether it was there. */
    public boolean dismissService(String name, String clientId) throws ProviderException {
        return database.write(handle -> {
            boolean removed = KeptServices.remove(handle, name);
            if (removed) {
                OAuthClients.remove(handle, clientId);
            }
            return removed;
        });
    }

    /** The codes that clients redeem for tokens. */
    public OAuthCodes oauthCodes() {
        return oauthCodes;
    }

    /** The browsers that are logged in. */
    public Sessions sessions() {
        return sessions;
    }

    /**
     * Remembers something of people between requests; see {@link Remembered}.
     *
     * @param owner of whom a value is
     */
    public <T> Remembered<T> remembered(Function<T, String> owner) {
        return new Remembered<>(database, owner);
    }

    /** Forgets what is remembered, after something has changed that is not kept here, and that it depends on too. */
    public void forgetRemembered() {
        database.changes().happened();
    }

    /** Ends a session, and every code and token that browsers have got during it; harmless if it has ended. */
    public void endSession(LoginSession session) throws ProviderException {
        // Codes first, so that none becomes a token after the tokens are gone.
        oauthCodes.revokeOfSession(session.id());
        tokens.revokeOfSession(session.id());
        sessions.removeById(session.id());
    }

    /** Ends every session of somebody, and every token; harmless if there are none. */
    public void endAll(String user) throws ProviderException {
        for (LoginSession session : sessions.ofUser(user)) {
            endSession(session);
        }
        for (TokenRecord token : tokens.ofUser(user)) {
            tokens.revoke(token.id());
        }
    }

    /** The logins that are under way. */
    public Flows flows() {
        return flows;
    }

    /** What people may do at servers of others. */
    public Shares shares() {
        return shares;
    }

    /** The codes that people get shares by. */
    public ShareCodes shareCodes() {
        return shareCodes;
    }

    /** The programs that wait for somebody's yes. */
    public DeviceGrants deviceGrants() {
        return deviceGrants;
    }

    /**
     * A value that is made once and then kept for ever, such as the hub's id. Not for secrets: it is kept as it is.
     *
     * @param ifAbsent makes it; called at most once for a name as long as the database lives, unless storing fails
     */
    public String property(String name, Supplier<String> ifAbsent) throws ProviderException {
        return database.write(handle -> {
            Optional<String> known = handle.createQuery("SELECT value FROM hub_properties WHERE name = :name")
                    .bind("name", name)
                    .mapTo(String.class)
                    .findOne();
            return known.orElseGet(() -> {
                String value = ifAbsent.get();
                handle.createUpdate("INSERT INTO hub_properties (name, value) VALUES (:name, :value)")
                        .bind("name", Texts.key("The name of a property", name))
                        .bind("value", Texts.key("The property " + name, value))
                        .execute();
                return value;
            });
        });
    }

    /** How many servers there are in each phase. */
    public Map<ServerPhase, Integer> phases() throws ProviderException {
        return database.read(handle -> {
            Map<ServerPhase, Integer> phases = new EnumMap<>(ServerPhase.class);
            handle.createQuery("SELECT phase, COUNT(*) AS number FROM servers GROUP BY phase")
                    .map((row, context) ->
                            phases.put(ServerPhase.valueOf(row.getString("phase")), row.getInt("number")))
                    .list();
            return phases;
        });
    }

    @Override
    public Map<String, Long> figures() {
        return database.figures();
    }

    /** Notes that somebody was there themselves. {@link #writeUses} writes it down; the latest time counts. */
    public void seen(String user, Instant when) {
        seen.note(user, when);
    }

    /** Writes down when people, their browsers and tokens were active last. */
    public void writeUses() throws ProviderException {
        tokens.writeUses();
        sessions.writeUses();
        seen.write();
    }

    /** One by one, as what is remembered of a person depends on their row. */
    private void writeSeen(Map<String, Instant> times) throws ProviderException {
        for (Map.Entry<String, Instant> time : times.entrySet()) {
            database.writeOf(time.getKey(), handle -> handle.createUpdate(
                            "UPDATE users SET last_activity = :when WHERE name = :name"
                                    + " AND (last_activity IS NULL OR last_activity < :when)")
                    .bind("name", time.getKey())
                    .bind("when", Times.micros(time.getValue()))
                    .execute());
        }
    }

    /** For tests of what goes wrong below. */
    Database database() {
        return database;
    }

    @Override
    public void close() {
        try {
            writeUses();
        } catch (ProviderException e) {
            LOG.warn("When people and tokens were active last could not be written down", e);
        }
        database.close();
    }
}
