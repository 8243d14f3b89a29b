package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The people of a hub as a list that is read a page at a time, however many there are. Thread-safe; all methods throw
 * {@link ProviderException} if the database cannot be used.
 */
public final class People {

    private static final String RUNNING =
            "(SELECT COUNT(*) FROM servers s WHERE s.user_name = u.name AND s.phase <> 'STOPPED')";
    private static final String FOUND = " FROM users u WHERE u.name LIKE :like ESCAPE '!' AND (:all = 1 OR EXISTS"
            + " (SELECT 1 FROM servers s WHERE s.user_name = u.name AND s.phase <> 'STOPPED'))"
            + " AND (:any = 1 OR EXISTS"
            + " (SELECT 1 FROM user_groups g WHERE g.user_name = u.name AND g.group_name = :group))";

    private final Database database;

    People(Database database) {
        this.database = database;
    }

    /** How many have been there since a time, or have a server that was used since then. */
    public int activeSince(Instant time) throws ProviderException {
        return database.read(handle -> handle.createQuery(
                        "SELECT COUNT(*) FROM users u WHERE u.last_activity >= :time"
                                + " OR EXISTS (SELECT 1 FROM servers s WHERE s.user_name = u.name AND s.last_activity >= :time)")
                .bind("time", Times.micros(time))
                .mapTo(Integer.class)
                .one());
    }

    /** What a list is sorted by. */
    public enum Order {
        /** By name. */
        NAME("u.name"),
        /** Who has been there last comes first. */
        ACTIVITY("COALESCE(u.last_activity, 0) DESC, u.name"),
        /** Who is new comes first. */
        CREATED("u.created DESC, u.name"),
        /** Administrators come first. */
        ADMIN("u.admin DESC, u.name");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    /**
     * Which people.
     *
     * @param among nobody else; empty for everybody
     * @param text stands somewhere in the name; empty for everybody
     * @param running only those with a server that is not stopped
     * @param group only those who are in this group
     * @param offset how many are left out at the beginning
     * @param limit how many at most
     */
    public record Query(
            Optional<Set<String>> among,
            String text,
            boolean running,
            Optional<String> group,
            Order order,
            int offset,
            int limit) {}

    /**
     * What a list says of somebody.
     *
     * @param servers how many of their servers are not stopped
     */
    public record Person(String name, boolean admin, Instant created, Optional<Instant> lastActivity, int servers) {}

    /**
     * One page.
     *
     * @param total how many there are on all pages
     */
    public record Found(List<Person> people, int total) {

        /** Copies the list. */
        public Found {
            people = List.copyOf(people);
        }
    }

    /** One page of people. */
    public Found find(Query query) throws ProviderException {
        String like = "%" + query.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
        if (!Texts.isExact(like) || query.among().filter(Set::isEmpty).isPresent()) {
            return new Found(List.of(), 0);
        }
        String found = FOUND + (query.among().isPresent() ? " AND u.name IN " + database.members("among") : "");
        return database.read(handle -> {
            int total = bound(handle.createQuery("SELECT COUNT(*)" + found), query, like)
                    .mapTo(Integer.class)
                    .one();
            List<Person> people = bound(
                            handle.createQuery("SELECT u.name, u.admin, u.created, u.last_activity, " + RUNNING
                                    + " AS running" + found + " ORDER BY " + query.order().sql
                                    + " LIMIT :limit OFFSET :offset"),
                            query,
                            like)
                    .bind("limit", query.limit())
                    .bind("offset", query.offset())
                    .map(People::person)
                    .list();
            return new Found(people, total);
        });
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Query query, String like) {
        query.among().ifPresent(names -> statement.bind("among", Json.array(names)));
        return statement
                .bind("like", like)
                .bind("all", query.running() ? 0 : 1)
                .bind("any", query.group().isEmpty() ? 1 : 0)
                .bind("group", query.group().orElse(""));
    }

    /** The servers of these people, by their names. */
    public Map<String, List<ServerRecord>> servers(Collection<String> names) throws ProviderException {
        if (names.isEmpty()) {
            return Map.of();
        }
        return database
                .read(handle -> handle.createQuery(SqlServerStore.SELECT + " WHERE user_name IN "
                                + database.members("names") + " ORDER BY server_name")
                        .bind("names", Json.array(names))
                        .map(SqlServerStore::server)
                        .list())
                .stream()
                .collect(Collectors.groupingBy(record -> record.server().user()));
    }

    /** Those of these names whom the hub knows. */
    public Set<String> known(Collection<String> names) throws ProviderException {
        if (names.isEmpty()) {
            return Set.of();
        }
        return database.read(handle ->
                Set.copyOf(handle.createQuery("SELECT name FROM users WHERE name IN " + database.members("names"))
                        .bind("names", Json.array(names))
                        .mapTo(String.class)
                        .list()));
    }

    /** The names of all of them. */
    public Set<String> names() throws ProviderException {
        return database.read(handle -> Set.copyOf(
                handle.createQuery("SELECT name FROM users").mapTo(String.class).list()));
    }

    /** How many there are. */
    public int count() throws ProviderException {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM users")
                .mapTo(Integer.class)
                .one());
    }

    private static Person person(ResultSet row, StatementContext context) throws SQLException {
        return new Person(
                row.getString("name"),
                row.getInt("admin") != 0,
                Times.required(row, "created"),
                Times.optional(row, "last_activity"),
                row.getInt("running"));
    }
}
