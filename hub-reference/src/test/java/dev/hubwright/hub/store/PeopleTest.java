package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long lists of people. */
class PeopleTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private HubStore store;

    HubStore open(ManualClock clock) throws ProviderException {
        return TestStore.inMemory(clock);
    }

    @BeforeEach
    void begin() throws Exception {
        store = open(new ManualClock(NOON));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsWhatStandsInNames() throws Exception {
        TestStore.addUsers(store, "anna", "hannah", "bob", "50%", "5000", "a_b", "axb", "wow!");

        assertThat(names("ann")).containsExactly("anna", "hannah");
        assertThat(names("ANN")).containsExactly("anna", "hannah");
        assertThat(names("0%")).containsExactly("50%");
        assertThat(names("a_")).containsExactly("a_b");
        assertThat(names("w!")).containsExactly("wow!");
        assertThat(names("' OR 1=1 --")).isEmpty();
        assertThat(names("\0")).isEmpty();
        assertThat(names("")).hasSize(8);
    }

    @Test
    void sortsAndCounts() throws Exception {
        addUser("carol", false, 1, 30);
        addUser("anna", true, 2, 10);
        addUser("bob", false, 3, 20);

        assertThat(names(People.Order.NAME)).containsExactly("anna", "bob", "carol");
        assertThat(names(People.Order.ACTIVITY)).containsExactly("carol", "bob", "anna");
        assertThat(names(People.Order.CREATED)).containsExactly("bob", "anna", "carol");
        assertThat(names(People.Order.ADMIN)).containsExactly("anna", "bob", "carol");
        assertThat(store.people().count()).isEqualTo(3);
        assertThat(store.people().known(Set.of("bob", "nobody", "\0"))).containsExactly("bob");
    }

    @Test
    void tellsWhoseServersRun() throws Exception {
        TestStore.addUsers(store, "anna", "bob");
        store.servers().update(new ServerRef("bob", "x"), record -> record.withPhase(ServerPhase.READY));
        store.servers().update(ServerRef.of("bob"), record -> record);

        People.Found running = store.people()
                .find(new People.Query(Optional.empty(), "", true, Optional.empty(), People.Order.NAME, 0, 10));

        assertThat(running.total()).isEqualTo(1);
        assertThat(running.people()).extracting(People.Person::name).containsExactly("bob");
        assertThat(running.people().get(0).servers()).isEqualTo(1);
        assertThat(store.people().servers(List.of("anna", "bob")).get("bob")).hasSize(2);
        assertThat(store.people().servers(List.of())).isEmpty();
    }

    @Test
    void findsWhoIsInAGroup() throws Exception {
        TestStore.addUsers(store, "anna", "bob", "carol");
        store.groups().create("crew");
        store.groups().create("empty");
        store.groups().add("crew", Set.of("anna", "carol"));

        assertThat(names(new People.Query(Optional.empty(), "", false, Optional.of("crew"), People.Order.NAME, 0, 10)))
                .containsExactly("anna", "carol");
        assertThat(names(new People.Query(
                        Optional.empty(), "", false, Optional.of("nothing"), People.Order.NAME, 0, 10)))
                .isEmpty();
        assertThat(store.groups().sizes()).containsEntry("crew", 2).containsEntry("empty", 0);
        assertThat(store.groups().has("crew")).isTrue();
        assertThat(store.groups().has("\0")).isFalse();
    }

    @Test
    void goesThroughAllPagesOnce() throws Exception {
        addMany(103);

        People.Found last = store.people()
                .find(new People.Query(Optional.empty(), "", false, Optional.empty(), People.Order.NAME, 100, 50));

        assertThat(last.total()).isEqualTo(103);
        assertThat(last.people()).extracting(People.Person::name).containsExactly("u00100", "u00101", "u00102");
        assertThat(store.people()
                        .find(new People.Query(
                                Optional.empty(), "", false, Optional.empty(), People.Order.NAME, 150, 50))
                        .people())
                .isEmpty();
    }

    /** A page costs what is on it: the rest is never brought into the JVM. */
    @Test
    void takesNoMoreForTenThousandThanForAHundred() throws Exception {
        addMany(100);
        long few = allocatedByPages();
        addMany(10_000);
        long many = allocatedByPages();

        assertThat(store.people().count()).isEqualTo(10_000);
        assertThat(many).isLessThan(few * 2);
    }

    /** More than a statement may have parameters. */
    @Test
    void findsPeopleAmongAnyNumber() throws Exception {
        Set<String> many = IntStream.range(0, 70_000).mapToObj(i -> "p" + i).collect(Collectors.toSet());
        TestStore.addUsers(store, "bob", "p7", "p69999", "Zoë \uD83D\uDE00");
        store.servers().update(ServerRef.of("p7"), record -> record.withPhase(ServerPhase.READY));
        many.add("Zoë \uD83D\uDE00");
        many.add("half \uD83D");
        many.add("with \0");

        assertThat(names(new People.Query(Optional.of(many), "", false, Optional.empty(), People.Order.NAME, 0, 50)))
                .containsExactlyInAnyOrder("p7", "p69999", "Zoë \uD83D\uDE00");
        assertThat(store.people().known(many)).containsExactlyInAnyOrder("p7", "p69999", "Zoë \uD83D\uDE00");
        assertThat(store.people().servers(many)).containsOnlyKeys("p7");
        UserList.Query query =
                new UserList.Query(Optional.of(many), "p", UserList.State.ANY, UserList.Sort.NAME, true, 0, 50);
        List<UserList.Listed> page = store.userList().find(query);
        assertThat(page).extracting(listed -> listed.user().name()).containsExactly("p7", "p69999");
        assertThat(page).extracting(UserList.Listed::hasServers).containsExactly(true, false);
        assertThat(store.userList().count(query)).isEqualTo(2);
    }

    @Test
    void keepsItsOrderWhereSomeAreInManyGroups() throws Exception {
        TestStore.addUsers(store, "anna", "bob", "carol");
        store.users().update("bob", before -> before.orElseThrow().withGroups(Set.of("x", "y", "z")));
        store.users().update("carol", before -> before.orElseThrow().withGroups(Set.of("a", "y")));

        UserList.Query query =
                new UserList.Query(Optional.empty(), "", UserList.State.ANY, UserList.Sort.NAME, true, 0, 2);
        List<UserRecord> page =
                store.userList().find(query).stream().map(UserList.Listed::user).toList();

        assertThat(page).extracting(UserRecord::name).containsExactly("carol", "bob");
        assertThat(page).extracting(UserRecord::groups).containsExactly(Set.of("a", "y"), Set.of("x", "y", "z"));
        assertThat(store.userList().count(query)).isEqualTo(3);
    }

    private long allocatedByPages() throws ProviderException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long most = 0;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (People.Order order : People.Order.values()) {
                assertThat(store.people()
                                .find(new People.Query(Optional.empty(), "u", false, Optional.empty(), order, 50, 50))
                                .people())
                        .hasSize(50);
            }
            // The first round loads classes.
            most = round == 0 ? 0 : Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return most;
    }

    private void addMany(int count) throws ProviderException {
        store.database().write(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO users (name, admin, instance, created)"
                    + " VALUES (:name, 0, '', 0) ON CONFLICT (name) DO NOTHING");
            for (int i = 0; i < count; i++) {
                batch.bind("name", String.format("u%05d", i)).add();
            }
            return batch.execute();
        });
    }

    private void addUser(String name, boolean admin, int created, int active) throws ProviderException {
        store.users().update(name, before -> UserRecord.created(name, admin, NOON.plus(Duration.ofHours(created)))
                .withLastActivity(NOON.plus(Duration.ofHours(active))));
    }

    private List<String> names(String text) throws ProviderException {
        return names(new People.Query(Optional.empty(), text, false, Optional.empty(), People.Order.NAME, 0, 50));
    }

    private List<String> names(People.Order order) throws ProviderException {
        return names(new People.Query(Optional.empty(), "", false, Optional.empty(), order, 0, 50));
    }

    private List<String> names(People.Query query) throws ProviderException {
        return store.people().find(query).people().stream()
                .map(People.Person::name)
                .toList();
    }
}
