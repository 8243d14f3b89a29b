package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.auth.UserStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The people, one row each. */
final class SqlUserStore implements UserStore {

    // One statement, so that person and groups are of one moment.
    private static final String SELECT = "SELECT u.name, u.admin, u.instance, u.subject_issuer, u.subject_id,"
            + " u.identity, u.auth_state, u.created, u.authenticated, u.last_activity, g.group_name"
            + " FROM users u LEFT JOIN user_groups g ON g.user_name = u.name";
    private static final String UPSERT = "INSERT INTO users (name, admin, instance, subject_issuer, subject_id,"
            + " identity, auth_state, created, authenticated, last_activity)"
            + " VALUES (:name, :admin, :instance, :issuer, :subject,"
            + " :identity, :authState, :created, :authenticated, :lastActivity)"
            + " ON CONFLICT (name) DO UPDATE SET admin = excluded.admin, instance = excluded.instance,"
            + " subject_issuer = excluded.subject_issuer, subject_id = excluded.subject_id,"
            + " identity = excluded.identity, auth_state = excluded.auth_state, created = excluded.created,"
            + " authenticated = excluded.authenticated, last_activity = excluded.last_activity";

    private final Database database;
    private final AuthStates authStates;

    SqlUserStore(Database database, AuthStates authStates) {
        this.database = database;
        this.authStates = authStates;
    }

    /** Stops a change that refers to somebody who is not there. */
    static void require(Handle handle, String name) throws ProviderException {
        boolean known = Texts.isExact(name)
                && handle.createQuery("SELECT 1 FROM users WHERE name = :name")
                        .bind("name", name)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent();
        if (!known) {
            throw ProviderException.permanent(
                    "The hub does not know this user any more",
                    "There is no user \"" + name + "\" in the database; create the user before what is the user's");
        }
    }

    @Override
    public Optional<UserRecord> find(String name) throws ProviderException {
        return database.read(handle -> stored(handle, name)).map(Stored::record);
    }

    @Override
    public List<UserRecord> find(Collection<String> names) throws ProviderException {
        List<String> possible = names.stream().filter(Texts::isExact).toList();
        if (possible.isEmpty()) {
            return List.of();
        }
        return database
                .read(handle -> rows(handle.createQuery(SELECT + " WHERE u.name IN " + database.members("names"))
                        .bind("names", Json.array(possible))))
                .stream()
                .map(Stored::record)
                .toList();
    }

    @Override
    public List<UserRecord> all() throws ProviderException {
        return database.read(handle -> rows(handle.createQuery(SELECT))).stream()
                .map(Stored::record)
                .sorted(Comparator.comparing(UserRecord::name))
                .toList();
    }

    @Override
    public List<UserRecord> pinnedTo(Subject subject) throws ProviderException {
        if (!Texts.isExact(subject.issuer()) || !Texts.isExact(subject.id())) {
            return List.of();
        }
        return database
                .read(handle -> rows(
                        handle.createQuery(SELECT + " WHERE u.subject_issuer = :issuer AND u.subject_id = :subject")
                                .bind("issuer", subject.issuer())
                                .bind("subject", subject.id())))
                .stream()
                .map(Stored::record)
                .sorted(Comparator.comparing(UserRecord::name))
                .toList();
    }

    @Override
    public UserRecord update(String name, Function<Optional<UserRecord>, UserRecord> change) throws ProviderException {
        Texts.key("The user name", name);
        boolean[] moved = new boolean[1];
        try {
            return database.writeOf(name, handle -> update(handle, name, change, moved));
        } finally {
            if (moved[0]) {
                // Others may have scopes for the people of a group.
                database.changes().happened();
            }
        }
    }

    private UserRecord update(
            Handle handle, String name, Function<Optional<UserRecord>, UserRecord> change, boolean[] moved)
            throws ProviderException {
        Optional<Stored> before = stored(handle, name);
        UserRecord after = change.apply(before.map(Stored::record));
        if (!after.name().equals(name)) {
            throw new IllegalArgumentException(
                    "The change made \"" + name + "\" into \"" + after.name() + "\"; a name cannot change");
        }
        write(handle, after, sealed(before, after));
        if (before.isEmpty() || !before.get().record().groups().equals(after.groups())) {
            writeGroups(handle, after);
            moved[0] = true;
        }
        return stored(handle, name).orElseThrow().record();
    }

    @Override
    public void remove(String name) throws ProviderException {
        if (!Texts.isExact(name)) {
            return;
        }
        database.write(handle -> {
            // Other people's tokens for the servers of this one.
            handle.createUpdate("DELETE FROM api_tokens WHERE client_id IN"
                            + " (SELECT id FROM oauth_clients WHERE server_user = :name)")
                    .bind("name", name)
                    .execute();
            return handle.createUpdate("DELETE FROM users WHERE name = :name")
                    .bind("name", name)
                    .execute();
        });
    }

    /** Adds those of whose name nobody was known; gives their names. */
    Set<String> addIfAbsent(Handle handle, List<UserRecord> people) throws ProviderException {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO users (name, admin, instance, auth_state, created)"
                + " VALUES (:name, :admin, '', :authState, :created) ON CONFLICT (name) DO NOTHING");
        for (UserRecord user : people) {
            batch.bind("name", user.name())
                    .bind("admin", user.admin() ? 1 : 0)
                    .bind("authState", authStates.seal(user.name(), user.authState()))
                    .bind("created", Times.micros(user.created()))
                    .add();
        }
        Set<String> added = new LinkedHashSet<>();
        int[] rows = batch.execute();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] > 0) {
                added.add(people.get(i).name());
            }
        }
        return added;
    }

    /** What is encrypted says whose it is, and so is encrypted again. */
    boolean rename(Handle handle, String name, String newName) throws ProviderException {
        Optional<Stored> known = stored(handle, name);
        if (known.isEmpty() || stored(handle, newName).isPresent()) {
            return false;
        }
        return handle.createUpdate("UPDATE users SET name = :new, auth_state = :state WHERE name = :name")
                        .bind("new", newName)
                        .bind("name", name)
                        .bind(
                                "state",
                                authStates.seal(newName, known.get().record().authState()))
                        .execute()
                > 0;
    }

    /** An untouched state stays as it is stored, for it may be one that no key of today can read. */
    private String sealed(Optional<Stored> before, UserRecord after) throws ProviderException {
        if (before.isPresent()
                && before.get().record().authState().equals(after.authState())
                && !authStates.isReadableByOlderKey(
                        before.get().record().authState(), before.get().sealed())) {
            return before.get().sealed();
        }
        return authStates.seal(after.name(), after.authState());
    }

    private static void write(Handle handle, UserRecord user, String sealed) {
        handle.createUpdate(UPSERT)
                .bind("name", user.name())
                .bind("admin", user.admin() ? 1 : 0)
                .bind("instance", Texts.key("The authenticator's instance name", user.instance()))
                .bind("issuer", subject(user, Subject::issuer))
                .bind("subject", subject(user, Subject::id))
                .bind("identity", user.identity().map(Json::of).orElse(null))
                .bind("authState", sealed)
                .bind("created", Times.micros(user.created()))
                .bind("authenticated", Times.micros(user.authenticated()))
                .bind("lastActivity", Times.micros(user.lastActivity()))
                .execute();
    }

    private static String subject(UserRecord user, Function<Subject, String> part) {
        return user.subject()
                .map(part)
                .map(text -> Texts.key("The subject of " + user.name(), text))
                .orElse(null);
    }

    private static void writeGroups(Handle handle, UserRecord user) {
        handle.createUpdate("DELETE FROM user_groups WHERE user_name = :name")
                .bind("name", user.name())
                .execute();
        if (user.groups().isEmpty()) {
            return;
        }
        PreparedBatch groups = handle.prepareBatch(UserGroups.MAKE);
        user.groups().forEach(group -> groups.bind("group", group).add());
        groups.execute();
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO user_groups (user_name, group_name) VALUES (:name, :group)");
        user.groups().forEach(group -> batch.bind("name", user.name())
                .bind("group", Texts.key("A group of " + user.name(), group))
                .add());
        batch.execute();
    }

    private Optional<Stored> stored(Handle handle, String name) {
        if (!Texts.isExact(name)) {
            return Optional.empty();
        }
        return rows(handle.createQuery(SELECT + " WHERE u.name = :name").bind("name", name)).stream()
                .findFirst();
    }

    private List<Stored> rows(Query query) {
        Map<String, Stored> people = new LinkedHashMap<>();
        Map<String, Set<String>> groups = new HashMap<>();
        query.map((row, context) -> {
                    String name = row.getString("name");
                    if (!people.containsKey(name)) {
                        people.put(name, stored(name, row));
                    }
                    String group = row.getString("group_name");
                    return group == null
                            || groups.computeIfAbsent(name, key -> new HashSet<>())
                                    .add(group);
                })
                .list();
        return people.values().stream()
                .map(person ->
                        person.withGroups(groups.getOrDefault(person.record().name(), Set.of())))
                .toList();
    }

    private Stored stored(String name, ResultSet row) throws SQLException {
        String sealed = row.getString("auth_state");
        String issuer = row.getString("subject_issuer");
        UserRecord user = new UserRecord(
                name,
                row.getInt("admin") != 0,
                Set.of(),
                row.getString("instance"),
                issuer == null ? Optional.empty() : Optional.of(new Subject(issuer, row.getString("subject_id"))),
                Optional.ofNullable(row.getString("identity")).map(Json::identity),
                authStates.open(name, sealed),
                Times.required(row, "created"),
                Times.optional(row, "authenticated"),
                Times.optional(row, "last_activity"));
        return new Stored(user, sealed);
    }

    /** A person, and the state as it is in the row; {@code null} if there is none. */
    private record Stored(UserRecord record, String sealed) {

        Stored withGroups(Set<String> groups) {
            UserRecord grouped = new UserRecord(
                    record.name(),
                    record.admin(),
                    groups,
                    record.instance(),
                    record.subject(),
                    record.identity(),
                    record.authState(),
                    record.created(),
                    record.authenticated(),
                    record.lastActivity());
            return new Stored(grouped, sealed);
        }
    }
}
