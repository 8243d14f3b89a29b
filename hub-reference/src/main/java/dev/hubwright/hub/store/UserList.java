package dev.hubwright.hub.store;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The people of a hub, many at once. Thread-safe; all methods throw
 * {@link ProviderException} if the database cannot be used, and nothing has changed then.
 */
public final class UserList {

    // Not as EXISTS, for which SQLite looks through all running servers for each person.
    private static final String SERVER = "u.name IN (SELECT s.user_name FROM servers s WHERE s.phase ";

    private static final int ADMIN = 1;
    private static final int IN_GROUP = 2;
    private static final int HAS_BEEN_THERE = 4;
    private static final int HAS_SERVERS = 8;
    // In one number, as each look into a row of SQLite's is a call out of the JVM: most are none of this.
    private static final String TRAITS = trait(ADMIN, "u.admin <> 0")
            + " + " + trait(IN_GROUP, "g.group_name IS NOT NULL")
            + " + " + trait(HAS_BEEN_THERE, "u.last_activity IS NOT NULL")
            + " + " + trait(HAS_SERVERS, "EXISTS (SELECT 1 FROM servers s WHERE s.user_name = u.name)");

    private final Database database;
    private final SqlUserStore users;

    UserList(Database database, SqlUserStore users) {
        this.database = database;
        this.users = users;
    }

    /** Which people, by their servers. */
    public enum State {
        /** All of them. */
        ANY("1 = 1"),
        /** With a server that is not stopped. */
        ACTIVE(SERVER + "<> 'STOPPED')"),
        /** With a server that people can use. */
        READY(SERVER + "= 'READY')"),
        /** Without a server, or with stopped ones alone. */
        INACTIVE("NOT " + SERVER + "<> 'STOPPED')");

        private final String sql;

        State(String sql) {
            this.sql = sql;
        }
    }

    /** What a list is sorted by. */
    public enum Sort {
        /** Who was there first comes first. */
        ID("u.created %1$s, u.name %1$s"),
        /** By name. */
        NAME("u.name %1$s"),
        /** Who has been away for longest comes first. */
        LAST_ACTIVITY("COALESCE(u.last_activity, 0) %1$s, u.name %1$s");

        private final String sql;

        Sort(String sql) {
            this.sql = sql;
        }
    }

    /**
     * Which people, and how many of them.
     *
     * @param among nobody else; empty for everybody
     * @param nameFilter stands somewhere in the name, in whatever case; empty for all names
     * @param descending whether the order is the other way round
     * @param offset how many are left out at the beginning
     * @param limit how many at most
     */
    public record Query(
            Optional<Set<String>> among,
            String nameFilter,
            State state,
            Sort sort,
            boolean descending,
            int offset,
            int limit) {}

    /**
     * Somebody in a list.
     *
     * @param user what lists tell of people, which is their name, whether they are administrators, their groups, since
     *     when they are known, and when they were there last; what their authenticators keep is left out
     * @param hasServers whether there are servers of theirs, stopped or not
     */
    public record Listed(UserRecord user, boolean hasServers) {}

    /** One page of people, in their order. */
    public List<Listed> find(Query query) throws ProviderException {
        String order = String.format(Locale.ROOT, query.sort().sql, query.descending() ? "DESC" : "ASC");
        return isHopeless(query)
                ? List.of()
                : database.read(handle -> bound(
                                handle.createQuery(
                                        "SELECT u.name, " + TRAITS + ", u.created, u.last_activity, g.group_name FROM ("
                                                + "SELECT u.name, u.admin, u.created, u.last_activity" + found(query)
                                                + " ORDER BY " + order + " LIMIT :limit OFFSET :offset) u"
                                                + " LEFT JOIN user_groups g ON g.user_name = u.name ORDER BY " + order),
                                query)
                        .bind("limit", query.limit())
                        .bind("offset", query.offset())
                        .scanResultSet((rows, context) -> {
                            try (context) {
                                return people(rows.get());
                            }
                        }));
    }

    /** How many there are on all pages. */
    public int count(Query query) throws ProviderException {
        return isHopeless(query)
                ? 0
                : database.read(handle -> bound(handle.createQuery("SELECT COUNT(*)" + found(query)), query)
                        .mapTo(Integer.class)
                        .one());
    }

    private static boolean isHopeless(Query query) {
        return !Texts.isExact(query.nameFilter())
                || query.among().filter(Set::isEmpty).isPresent();
    }

    private String found(Query query) {
        return " FROM users u WHERE " + query.state().sql
                + (query.nameFilter().isEmpty() ? "" : " AND LOWER(u.name) LIKE :like ESCAPE '!'")
                + (query.among().isPresent() ? " AND u.name IN " + database.members("among") : "");
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Query query) {
        if (!query.nameFilter().isEmpty()) {
            String part = query.nameFilter().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
            statement.bind("like", "%" + part + "%");
        }
        query.among().ifPresent(names -> statement.bind("among", Json.array(names)));
        return statement;
    }

    private static String trait(int trait, String condition) {
        return "CASE WHEN " + condition + " THEN " + trait + " ELSE 0 END";
    }

    /** A person is in as many rows, one after the other, as they have groups. */
    private static List<Listed> people(ResultSet rows) throws SQLException {
        List<Listed> people = new ArrayList<>();
        String next = rows.next() ? rows.getString(1) : null;
        while (next != null) {
            String name = next;
            int traits = rows.getInt(2);
            Instant created = Times.required(rows, 3);
            Optional<Instant> lastActivity =
                    has(HAS_BEEN_THERE, traits) ? Optional.of(Times.required(rows, 4)) : Optional.empty();
            Set<String> groups = has(IN_GROUP, traits) ? new HashSet<>() : Set.of();
            do {
                if (has(IN_GROUP, traits)) {
                    groups.add(rows.getString(5));
                }
                next = rows.next() ? rows.getString(1) : null;
            } while (name.equals(next));
            UserRecord user = new UserRecord(
                    name,
                    has(ADMIN, traits),
                    groups,
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Opaque.empty(),
                    created,
                    Optional.empty(),
                    lastActivity);
            people.add(new Listed(user, has(HAS_SERVERS, traits)));
        }
        return people;
    }

    private static boolean has(int trait, int traits) {
        return (traits & trait) != 0;
    }

    /** Makes people known, all in one step, but for those whom the hub knows; gives whom it did not know. */
    public Set<String> create(Collection<UserRecord> people) throws ProviderException {
        people.forEach(person -> Texts.key("The user name", person.name()));
        return people.isEmpty() ? Set.of() : database.write(handle -> users.addIfAbsent(handle, List.copyOf(people)));
    }

    /**
     * Gives somebody another name, and takes all that is theirs along.
     *
     * @return false if somebody has that name, or nobody the old one
     */
    public boolean rename(String name, String newName) throws ProviderException {
        Texts.key("The user name", newName);
        return Texts.isExact(name) && database.write(handle -> users.rename(handle, name, newName));
    }
}
