package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.Together;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same tables in a PostgreSQL server. */
@RequiresEngine(Engine.POSTGRESQL)
class PostgresStoreIT {

    private static Postgres server;

    private String database;

    @BeforeAll
    static void start() throws Exception {
        server = new Postgres();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.remove();
        }
    }

    @BeforeEach
    void create() throws SQLException {
        database = server.database();
    }

    private HubStore open(Clock clock) {
        return HubStore.open(server.url(database), Path.of("."), CryptKeys.parse(TestStore.KEY), clock);
    }

    private HubStore open() {
        return open(Clock.systemUTC());
    }

    @Nested
    class Users extends SqlUserStoreTest {
        @Override
        HubStore open() {
            return PostgresStoreIT.this.open();
        }
    }

    @Nested
    class Servers extends SqlServerStoreTest {
        @Override
        HubStore open() {
            return PostgresStoreIT.this.open();
        }
    }

    @Nested
    class ApiTokens extends TokensTest {
        @Override
        HubStore open(ManualClock clock) {
            return PostgresStoreIT.this.open(clock);
        }
    }

    @Nested
    class Browsers extends SessionsTest {
        @Override
        HubStore open(ManualClock clock) {
            return PostgresStoreIT.this.open(clock);
        }
    }

    @Nested
    class Codes extends OAuthCodesTest {
        @Override
        HubStore open(ManualClock clock) {
            return PostgresStoreIT.this.open(clock);
        }
    }

    @Nested
    class SharesAndTheirCodes extends SharesTest {
        @Override
        HubStore open(ManualClock clock) {
            return PostgresStoreIT.this.open(clock);
        }
    }

    @Nested
    class LongLists extends PeopleTest {
        @Override
        HubStore open(ManualClock clock) {
            return PostgresStoreIT.this.open(clock);
        }
    }

    @Test
    void letsManyOpenANewDatabaseAtOnce() throws Exception {
        List<String> ids = Together.run(6, () -> {
            try (HubStore store = open()) {
                return store.property("hub_id", () -> UUID.randomUUID().toString());
            }
        });

        assertThat(ids).containsOnly(ids.get(0));
    }

    @Test
    void understandsUrlsWithADriverAndOptions() throws Exception {
        server.execute(database, "CREATE SCHEMA teaching AUTHORIZATION hub");
        String url = server.url(database).replace("postgresql://", "postgresql+psycopg2://")
                + "?sslmode=prefer&connect_timeout=5&options=-csearch_path%3Dteaching";

        try (HubStore store = HubStore.open(url, Path.of("."), CryptKeys.none(), Clock.systemUTC())) {
            TestStore.addUsers(store, "alice");
        }

        server.execute(database, "SELECT name FROM teaching.users");
    }

    @Test
    void saysWhatIsWrongAndNeverThePassword() {
        assertRefused(server.url("hub:hunter2", database), "postgresql://127.0.0.1", "refuses the hub");
        assertRefused(server.url("nowhere"), "does not exist", "createdb");
        assertRefused(server.url(database) + "?sslmode=verify-full", "cannot be opened");
        assertRefused(server.url(database) + "?keepalives=1", "option \"keepalives\"", "sslmode");
        assertRefused(server.url(database) + "?connect_timeout=soon", "connect_timeout=soon");
        assertRefused("postgresql://127.0.0.1/hub", "as whom to connect");
        assertRefused("postgresql://hub:hunter2@127.0.0.1", "postgresql://...", "%40");
        assertRefused("postgresql://hub:hunter%zz2@127.0.0.1/hub", "%25");
        assertRefused("postgresql://hub:hunter2@127.0.0.1:77777/hub", "77777");
    }

    @Test
    void leavesTablesOfOthersAsTheyAre() throws Exception {
        server.execute(database, "CREATE TABLE users (id INTEGER)");
        assertRefused(server.url(database), "tables of another program", "empty database");

        String newer = server.database();
        HubStore.open(server.url(newer), Path.of("."), CryptKeys.none(), Clock.systemUTC())
                .close();
        server.execute(newer, "UPDATE schema_history SET version = '999' WHERE version = '1'");
        assertRefused(server.url(newer), "newer version", "999");

        String foreign = server.database();
        server.execute(foreign, "ALTER DATABASE " + foreign + " OWNER TO postgres");
        assertRefused(server.url(foreign), "does not allow", "owner");
    }

    @Test
    void noticesWhatAnotherHubHasChanged() throws Exception {
        Secret key = Secret.of("a key");
        try (HubStore one = open();
                HubStore other = open()) {
            TestStore.addUsers(one, "alice");
            Remembered<UserRecord> remembered = one.remembered(UserRecord::name);
            assertThat(remembered.get(key, () -> one.users().find("alice"))).isPresent();

            other.users().remove("alice");
            Eventually.holds("alice is gone here too", Duration.ofSeconds(60), () -> remembered
                    .get(key, () -> one.users().find("alice"))
                    .isEmpty());
        }
    }

    @Test
    void comesBackWithItsServer() throws Exception {
        try (HubStore store = open()) {
            TestStore.addUsers(store, "alice");
            server.crash();
            try {
                assertThatThrownBy(() -> store.users().find("alice"))
                        .isInstanceOf(ProviderException.class)
                        .hasMessageContaining("does not answer")
                        .hasMessageNotContaining(Postgres.PASSWORD);
            } finally {
                server.start();
            }
            Eventually.holds("alice is found again", Duration.ofSeconds(60), () -> found(store, "alice"));
            TestStore.addUsers(store, "bob");
        }
    }

    @Test
    void waitsForAServerThatIsAboutToStart() throws Exception {
        server.crash();
        CompletableFuture<HubStore> opening = CompletableFuture.supplyAsync(this::open);
        server.start();

        try (HubStore store = opening.get(60, TimeUnit.SECONDS)) {
            assertThat(store.users().all()).isEmpty();
        }
    }

    private static boolean found(HubStore store, String user) {
        try {
            return store.users().find(user).isPresent();
        } catch (ProviderException notYet) {
            return false;
        }
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String url, String... parts) {
        return assertThatThrownBy(() -> HubStore.open(url, Path.of("."), CryptKeys.none(), Clock.systemUTC()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("JupyterHub.db_url")
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("hunter")
                .hasMessageNotContaining(Postgres.PASSWORD)
                .hasMessageNotContaining(Postgres.PASSWORD_IN_URL);
    }
}
