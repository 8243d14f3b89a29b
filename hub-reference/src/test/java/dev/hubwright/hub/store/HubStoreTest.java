package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.contract.Together;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubStoreTest {

    private final ManualClock clock = new ManualClock(TestStore.START);

    @TempDir
    private Path folder;

    @Test
    void understandsTheUrlsOfJupyterHub() {
        Path absolute = folder.resolve("abs.sqlite");
        for (String url : List.of("sqlite:///a b%.sqlite", "sqlite:////" + absolute, "plain")) {
            HubStore.open(url, folder, CryptKeys.none(), clock).close();
        }
        for (String url : List.of("sqlite://", "sqlite:///", "sqlite:///:memory:", ":memory:")) {
            HubStore.open(url, folder, CryptKeys.none(), clock).close();
        }

        assertThat(names()).containsExactlyInAnyOrder("a b%.sqlite", "abs.sqlite", "plain");
    }

    @Test
    void refusesOtherDatabasesWithoutQuotingThePassword() {
        assertRefused("mysql://hub:hunter2@db/hub", "JupyterHub.db_url", "mysql://...", "sqlite:///", "postgresql://")
                .hasMessageNotContaining("hunter2");
        assertRefused("sqlite:///hub.sqlite?timeout=3", "options after");
    }

    @Test
    void createsAFileForItsOwnerOnly() throws Exception {
        try (HubStore store = TestStore.inFolder(folder, clock)) {
            TestStore.addUsers(store, "alice");
            for (String name : names()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void keepsWhatWasDoneBeforeAProcessDies() throws Exception {
        HubStore neverClosed = TestStore.inFolder(folder, clock);
        TestStore.addUsers(neverClosed, "alice");
        neverClosed.servers().update(ServerRef.of("alice"), before -> before.withState(Opaque.of(1, Map.of("pid", 7))));

        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String name : List.of("hub.sqlite", "hub.sqlite-wal")) {
            Files.copy(folder.resolve(name), copy.resolve(name));
        }
        try (HubStore afterCrash = TestStore.inFolder(copy, clock)) {
            assertThat(afterCrash
                            .servers()
                            .find(ServerRef.of("alice"))
                            .orElseThrow()
                            .state()
                            .number("pid"))
                    .hasValue(7);
        }
        neverClosed.close();
    }

    @Test
    void opensAFileThatIsEmptyOrOpenElsewhere() throws Exception {
        Files.createFile(folder.resolve("hub.sqlite"));

        try (HubStore one = TestStore.inFolder(folder, clock);
                HubStore other = TestStore.inFolder(folder, clock)) {
            TestStore.addUsers(one, "alice");
            assertThat(other.users().find("alice")).isPresent();
        }
    }

    @RepeatedTest(5)
    void letsManyOpenANewFileAtOnce() throws Exception {
        List<String> ids = Together.run(8, () -> {
            try (HubStore store = TestStore.inFolder(folder, clock)) {
                return store.property("hub_id", () -> UUID.randomUUID().toString());
            }
        });

        assertThat(ids).containsOnly(ids.get(0));
    }

    @Test
    void keepsAPropertyForEver() throws Exception {
        try (HubStore store = TestStore.inFolder(folder, clock)) {
            assertThat(store.property("hub_id", () -> "first")).isEqualTo("first");
        }
        try (HubStore store = TestStore.inFolder(folder, clock)) {
            assertThat(store.property("hub_id", () -> "second")).isEqualTo("first");
        }
    }

    @Test
    void leavesADatabaseOfJupyterHubAsItIs() throws Exception {
        Path file = folder.resolve("jupyterhub.sqlite");
        execute(file, "PRAGMA journal_mode = WAL", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");

        assertLeftAlone(file, "is not a database of this hub", "does not exist yet");
    }

    @Test
    void leavesAFileThatIsNoDatabaseAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("thesis.txt"), "chapter one ".repeat(500));

        assertLeftAlone(file, "is not a database of this hub");
        assertLeftAlone(Files.writeString(folder.resolve("short.txt"), "x"), "is not a database of this hub");
    }

    @Test
    void leavesADatabaseOfANewerVersionAsItIs() throws Exception {
        Path file = folder.resolve("hub.sqlite");
        TestStore.inFolder(folder, clock).close();
        execute(
                file,
                "INSERT INTO schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) VALUES (99, '99', '', 'SQL', '', '', 0, 1)");

        assertLeftAlone(file, "newer version", "99");
    }

    @Test
    void knowsTheNumberOfItsLastScript() throws Exception {
        try (HubStore store = TestStore.inFolder(folder, clock)) {
            int version = store.database().read(handle -> handle.createQuery(Migrations.VERSION_QUERY)
                    .mapTo(Integer.class)
                    .one());
            assertThat(version).isEqualTo(Migrations.NEWEST);
        }
    }

    @Test
    void saysWhatToDoIfThereIsNoPlaceForAFile() {
        assertRefused("missing/hub.sqlite", "does not exist", "mkdir -p " + folder.resolve("missing"));
        assertRefused("sqlite:///" + folder, "is a folder");
        assertRefused("sqlite:////proc/hub.sqlite", "/proc/hub.sqlite");
        assertRefused("hub\0.sqlite", "is no path");
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        try (HubStore store = TestStore.inMemory(clock, "alice")) {
            store.database().read(handle -> handle.execute("PRAGMA max_page_count = 1"));
            Opaque large = Opaque.of(1, Map.of("text", "x".repeat(200_000)));

            assertThatThrownBy(() -> store.servers().update(ServerRef.of("alice"), before -> before.withState(large)))
                    .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.publicMessage())
                            .doesNotContain("disk"))
                    .hasMessageContaining("has no room left");
            assertThat(store.servers().find(ServerRef.of("alice"))).isEmpty();
        }
    }

    @Test
    void saysThatItCannotBeUsedAfterClosing() {
        HubStore store = TestStore.inFolder(folder, clock);
        store.close();

        assertThatThrownBy(() -> store.users().find("alice")).isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> store.users().remove("alice")).isInstanceOf(ProviderException.class);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String url, String... parts) {
        return assertThatThrownBy(() -> HubStore.open(url, folder, CryptKeys.none(), clock))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(parts);
    }

    private void assertLeftAlone(Path file, String... parts) throws IOException {
        byte[] before = Files.readAllBytes(file);
        List<String> names = names();

        assertRefused(file.toString(), parts).hasMessageContaining(file.toString());

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names()).isEqualTo(names);
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
