package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The people of a hub with all that is kept about them, many at once. Thread-safe; all methods throw
 * {@link ProviderException} if the database cannot be used, and nothing has changed then.
 */
public final class UserList {

    // Not as EXISTS, for which SQLite looks through all running servers for each person.
    private static final String SERVER = "u.name IN (SELECT s.user_name FROM servers s WHERE s.phase ";

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
     * One page.
     *
     * @param total how many there are on all pages
     */
    public record Page(List<UserRecord> users, int total) {

        /** Copies the list. */
        public Page {
            users = List.copyOf(users);
        }
    }

    /** One page of people. */
    public Page find(Query query) throws ProviderException {
        String like = "%" + query.nameFilter().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
        if (!Texts.isExact(like) || query.among().filter(Set::isEmpty).isPresent()) {
            return new Page(List.of(), 0);
        }
        String found = " FROM users u WHERE LOWER(u.name) LIKE :like ESCAPE '!' AND " + query.state().sql
                + (query.among().isPresent() ? " AND u.name IN " + database.members("among") : "");
        String order = String.format(Locale.ROOT, query.sort().sql, query.descending() ? "DESC" : "ASC");
        return database.read(handle -> {
            int total = bound(handle.createQuery("SELECT COUNT(*)" + found), query, like)
                    .mapTo(Integer.class)
                    .one();
            List<UserRecord> page = users.records(bound(
                            handle.createQuery(SqlUserStore.selectFrom("SELECT u.*" + found + " ORDER BY " + order
                                            + " LIMIT :limit OFFSET :offset")
                                    + " ORDER BY " + order),
                            query,
                            like)
                    .bind("limit", query.limit())
                    .bind("offset", query.offset()));
            return new Page(page, total);
        });
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Query query, String like) {
        query.among().ifPresent(names -> statement.bind("among", Json.array(names)));
        return statement.bind("like", like);
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
