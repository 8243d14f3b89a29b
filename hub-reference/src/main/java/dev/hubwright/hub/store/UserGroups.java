package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The groups of people. Thread-safe; all methods throw {@link ProviderException} if the database cannot be used, and
 * nothing has changed then.
 */
public final class UserGroups {

    /** A group that somebody is put into is there. */
    static final String MAKE =
            "INSERT INTO hub_groups (name, properties) VALUES (:group, '{}') ON CONFLICT (name) DO NOTHING";

    private static final String JOIN = "INSERT INTO user_groups (user_name, group_name) VALUES (:user, :group)"
            + " ON CONFLICT (user_name, group_name) DO NOTHING";
    private static final String LEAVE = "DELETE FROM user_groups WHERE user_name = :user AND group_name = :group";

    private final Database database;

    UserGroups(Database database) {
        this.database = database;
    }

    /** The names of all groups, in order. */
    public SortedSet<String> names() throws ProviderException {
        return database.read(handle -> new TreeSet<>(handle.createQuery("SELECT name FROM hub_groups")
                .mapTo(String.class)
                .list()));
    }

    /** How many are in each group, by name. */
    public SortedMap<String, Integer> sizes() throws ProviderException {
        return database.read(handle -> handle.createQuery("SELECT g.name AS name, COUNT(m.user_name) AS members"
                        + " FROM hub_groups g LEFT JOIN user_groups m ON m.group_name = g.name GROUP BY g.name")
                .reduceRows(new TreeMap<String, Integer>(), (sizes, row) -> {
                    sizes.put(row.getColumn("name", String.class), row.getColumn("members", Integer.class));
                    return sizes;
                }));
    }

    /** Whether there is a group of this name. */
    public boolean has(String name) throws ProviderException {
        return Texts.isExact(name)
                && database.read(handle -> handle.createQuery("SELECT 1 FROM hub_groups WHERE name = :group")
                        .bind("group", name)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    /** The group of this name. */
    public Optional<GroupRecord> find(String name) throws ProviderException {
        return Texts.isExact(name) ? database.read(handle -> find(handle, name)) : Optional.empty();
    }

    /** The names of a group's members; none of a group that there is not. */
    public Set<String> members(String name) throws ProviderException {
        return Texts.isExact(name) ? database.read(handle -> members(handle, name)) : Set.of();
    }

    /**
     * Makes a group without members, unless it is there.
     *
     * @return whether it was made
     */
    public boolean create(String name) throws ProviderException {
        Texts.key("The group", name);
        return database.write(
                handle -> handle.createUpdate(MAKE).bind("group", name).execute() > 0);
    }

    /** Forgets a group and who was in it; harmless if there is none. */
    public void remove(String name) throws ProviderException {
        if (!Texts.isExact(name)) {
            return;
        }
        database.write(handle -> {
            handle.createUpdate("DELETE FROM user_groups WHERE group_name = :group")
                    .bind("group", name)
                    .execute();
            return handle.createUpdate("DELETE FROM hub_groups WHERE name = :group")
                    .bind("group", name)
                    .execute();
        });
    }

    /**
     * Puts people into a group that is there.
     *
     * @throws ProviderException also if one of them is not known
     */
    public void add(String name, Collection<String> users) throws ProviderException {
        change(JOIN, name, users);
    }

    /** Takes people out of a group; harmless for those who are not in it. */
    public void take(String name, Collection<String> users) throws ProviderException {
        change(LEAVE, name, users);
    }

    private void change(String statement, String name, Collection<String> users) throws ProviderException {
        database.write(handle -> {
            for (String user : users) {
                SqlUserStore.require(handle, user);
            }
            PreparedBatch batch = handle.prepareBatch(statement);
            users.forEach(user -> batch.bind("user", user).bind("group", name).add());
            return users.isEmpty() ? 0 : batch.execute().length;
        });
    }

    /** Puts other properties in the place of all that a group has; gives whether there is one. */
    public boolean describe(String name, Map<String, Object> properties) throws ProviderException {
        return Texts.isExact(name)
                && database.write(handle ->
                        handle.createUpdate("UPDATE hub_groups SET properties = :properties WHERE name = :group")
                                        .bind("properties", Json.write(properties))
                                        .bind("group", name)
                                        .execute()
                                > 0);
    }

    /** The groups of these names that are there, by name. */
    public Map<String, GroupRecord> findAll(List<String> names) throws ProviderException {
        return database.read(handle -> {
            Map<String, GroupRecord> found = new HashMap<>();
            names.forEach(name -> find(handle, name).ifPresent(group -> found.put(name, group)));
            return found;
        });
    }

    private static Optional<GroupRecord> find(Handle handle, String name) {
        return handle.createQuery("SELECT properties FROM hub_groups WHERE name = :group")
                .bind("group", name)
                .mapTo(String.class)
                .findOne()
                .map(properties -> new GroupRecord(name, Json.tree(properties), members(handle, name)));
    }

    private static SortedSet<String> members(Handle handle, String name) {
        return new TreeSet<>(handle.createQuery("SELECT user_name FROM user_groups WHERE group_name = :group")
                .bind("group", name)
                .mapTo(String.class)
                .list());
    }
}
