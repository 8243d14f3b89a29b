package dev.hubwright.hub.store;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables of a database to what this version needs. */
final class Migrations {

    /** The number of the last script. */
    static final int NEWEST = 10;

    static final String HISTORY_TABLE = "schema_history";
    static final String VERSION_QUERY = "SELECT MAX(CAST(version AS INTEGER)) FROM " + HISTORY_TABLE;

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @param identity how this database says "a number that is given out once", the one thing that they spell apart
     */
    static void apply(DataSource source, String identity) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:dev/hubwright/hub/store")
                .table(HISTORY_TABLE)
                .placeholders(Map.of("identity", identity))
                .load()
                .migrate();
    }

    /** Leaves what a newer version of the hub has made as it is. */
    static void refuseNewer(Object database, int version) {
        if (version > NEWEST) {
            throw DatabaseUrl.invalid(
                    database,
                    "was made by a newer version of the hub (layout " + version + ", this one knows " + NEWEST
                            + ") and was left as it is; start that version, or restore a backup");
        }
    }
}
