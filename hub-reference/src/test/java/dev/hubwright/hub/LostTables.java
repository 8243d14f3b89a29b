package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Makes tables of a hub's SQLite database go while the hub runs, so that it cannot answer. */
final class LostTables {

    private LostTables() {}

    static void lose(Path database, String table) throws SQLException {
        try (Connection connection = connect(database)) {
            lose(connection, table);
        }
    }

    static void loseEverything(Path database) throws SQLException {
        try (Connection connection = connect(database)) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
                while (names.next()) {
                    tables.add(names.getString("TABLE_NAME"));
                }
            }
            assertThat(tables).contains("users", "api_tokens", "servers");
            for (String table : tables) {
                lose(connection, table);
            }
        }
    }

    private static Connection connect(Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    private static void lose(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table + " RENAME TO lost_" + table);
        }
    }
}
