package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStatementsTest {

    private static final String COUNT = "SELECT COUNT(*) FROM things";

    @TempDir
    Path folder;

    private String url;
    private Jdbi jdbi;

    @BeforeEach
    void open() {
        url = "jdbc:sqlite:" + folder.resolve("things.sqlite");
        jdbi = Jdbi.create(() -> DriverManager.getConnection(url)).setStatementBuilderFactory(KeptStatements.factory());
        jdbi.useHandle(handle -> {
            handle.execute("PRAGMA journal_mode = WAL");
            handle.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
            handle.execute("INSERT INTO things (name) VALUES ('a'), ('b'), ('c')");
        });
    }

    @Test
    void areUsedAgain() throws Exception {
        jdbi.useHandle(handle -> {
            assertThat(statement(handle, COUNT)).isSameAs(statement(handle, COUNT));
            assertThat(statement(handle, COUNT)).isNotSameAs(statement(handle, "SELECT name FROM things"));
        });
    }

    @Test
    void ofTwoConnectionsAreTwo() throws Exception {
        Statement one = jdbi.withHandle(handle -> statement(handle, COUNT));
        Statement other = jdbi.withHandle(handle -> statement(handle, COUNT));

        assertThat(one).isNotSameAs(other);
    }

    @Test
    void areNotSharedByTwoThatReadAtOnce() {
        jdbi.useHandle(handle -> {
            String names = "SELECT name FROM things ORDER BY name";
            List<String> pairs = handle.createQuery(names)
                    .map((row, context) -> row.getString(1)
                            + handle.createQuery(names).mapTo(String.class).list())
                    .list();
            assertThat(pairs).containsExactly("a[a, b, c]", "b[a, b, c]", "c[a, b, c]");
        });
    }

    @Test
    void forgetWhatWasBound() throws Exception {
        jdbi.useHandle(handle -> {
            String found = "SELECT COUNT(*) FROM things WHERE name = ?";
            assertThat(handle.createQuery(found)
                            .bind(0, "a")
                            .mapTo(Integer.class)
                            .one())
                    .isEqualTo(1);
            try (Statement statement = statement(handle, found);
                    ResultSet rows = ((PreparedStatement) statement).executeQuery()) {
                rows.next();
                assertThat(rows.getInt(1)).as("with NULL in place of \"a\"").isZero();
            }
        });
    }

    @Test
    void canBeUsedAfterAFailureAndAfterChangesOfTables() {
        jdbi.useHandle(handle -> {
            String insert = "INSERT INTO things (name) VALUES (?)";
            handle.createUpdate(insert).bind(0, "d").execute();
            assertThat(catchThrowable(
                            () -> handle.createUpdate(insert).bind(0, "d").execute()))
                    .hasMessageContaining("UNIQUE");
            handle.execute("ALTER TABLE things ADD COLUMN further TEXT DEFAULT 'x'");
            handle.createUpdate(insert).bind(0, "e").execute();
            assertThat(handle.createQuery(COUNT).mapTo(Integer.class).one()).isEqualTo(5);
            assertThat(handle.prepareBatch(insert)
                            .bind(0, "f")
                            .add()
                            .bind(0, "g")
                            .add()
                            .execute())
                    .containsExactly(1, 1);
            assertThat(handle.prepareBatch(insert).bind(0, "h").add().execute()).containsExactly(1);
        });
    }

    @Test
    void giveGeneratedKeys() {
        jdbi.useHandle(handle -> {
            String insert = "INSERT INTO things (name) VALUES (?)";
            for (String name : List.of("d", "e")) {
                long id = handle.createUpdate(insert)
                        .bind(0, name)
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one();
                assertThat(handle.createQuery("SELECT name FROM things WHERE id = ?")
                                .bind(0, id)
                                .mapTo(String.class)
                                .one())
                        .isEqualTo(name);
            }
        });
    }

    @Test
    void holdNobodyUp() throws Exception {
        try (Handle handle = jdbi.open()) {
            assertThat(handle.createQuery("SELECT name FROM things")
                            .mapTo(String.class)
                            .findFirst())
                    .isPresent();
            handle.useTransaction(
                    inside -> inside.createQuery("UPDATE things SET name = 'z' WHERE id = 1 RETURNING name")
                            .mapTo(String.class)
                            .one());

            // A reader that has not ended would be in the way of both.
            try (Connection other = DriverManager.getConnection(url);
                    Statement statement = other.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                rows.next();
                assertThat(rows.getInt("busy")).isZero();
            }
            try (Connection other = DriverManager.getConnection(url);
                    Statement statement = other.createStatement()) {
                statement.execute("INSERT INTO things (name) VALUES ('new')");
            }
            assertThat(handle.createQuery("SELECT name FROM things WHERE name = 'new'")
                            .mapTo(String.class)
                            .findOne())
                    .isPresent();
        }
    }

    /** What is lent for this text, given back at once. */
    private static Statement statement(Handle handle, String sql) {
        Statement[] lent = new Statement[1];
        handle.createQuery(sql)
                .addCustomizer(new StatementCustomizer() {
                    @Override
                    public void beforeExecution(PreparedStatement statement, StatementContext context) {
                        lent[0] = statement;
                    }
                })
                .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
                .bind(0, "nobody")
                .mapTo(String.class)
                .list();
        return lent[0];
    }
}
