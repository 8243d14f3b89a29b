package dev.hubwright.hub.store;

import dev.hubwright.api.InvalidSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes sure that a file is a database of ours before anything writes to it.
 *
 * <p>Looks through SQLite, never by opening the file: closing it would take away the locks that another store of this
 * process has on it.
 */
final class SqliteFile {

    /** In the file's header, where SQLite has a place for it: "HubW". */
    static final int APPLICATION_ID = 0x48756257;

    private final Path file;

    SqliteFile(Path file) {
        this.file = file;
    }

    /** Where JDBC finds it. As a URI, because a file name may have a question mark in it. */
    String jdbcUrl() {
        return "jdbc:sqlite:file:" + file.toUri().getRawPath();
    }

    /**
     * Creates the file, readable for its owner only, or checks the one that is there.
     *
     * @return the number of the last script that was applied to it; 0 if none was
     * @throws InvalidSettings if that is impossible, or the file belongs to somebody else or to a newer version;
     *     nothing has changed then
     */
    int prepare() {
        checkPlace();
        try {
            create();
            if (Files.size(file) == 0) {
                stamp();
                return 0;
            }
        } catch (IOException | SQLException e) {
            throw DatabaseUrl.invalid(file, "cannot be created: " + e + "; choose a folder that the hub may write to");
        }
        checkOwner();
        return checkVersion();
    }

    private void checkPlace() {
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw DatabaseUrl.invalid(file, "is a folder; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw DatabaseUrl.invalid(
                    file, "is in a folder that does not exist; create it with \"mkdir -p " + folder + "\"");
        }
        if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
            throw DatabaseUrl.invalid(
                    file, "cannot be written: the hub, and SQLite's files beside it, need write access to " + folder);
        }
    }

    private void create() throws IOException {
        boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, attributes);
        } catch (FileAlreadyExistsException e) {
            // The usual case; creating anyway leaves no moment between asking and doing.
            return;
        }
    }

    /** Before write-ahead logging begins, so that the mark is in the file itself even after a crash. */
    private void stamp() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        }
    }

    private void checkOwner() {
        boolean ours;
        try {
            // Immutable: no lock, no recovery, no file beside it.
            ours = ask("?mode=ro&immutable=1", "PRAGMA application_id") == APPLICATION_ID;
        } catch (SQLException e) {
            ours = false;
        }
        if (!ours) {
            throw DatabaseUrl.invalid(
                    file,
                    "is not a database of this hub and was left as it is; name a file that does not exist yet"
                            + " (a database of JupyterHub cannot be taken over)");
        }
    }

    private int checkVersion() {
        // Changes that are in the log only are seen without "immutable" only.
        String mode = Files.exists(Path.of(file + "-wal")) ? "?mode=ro" : "?mode=ro&immutable=1";
        int version;
        try {
            boolean migrated =
                    ask(mode, "SELECT COUNT(*) FROM sqlite_master WHERE name = '" + Migrations.HISTORY_TABLE + "'") > 0;
            version = migrated ? ask(mode, Migrations.VERSION_QUERY) : 0;
        } catch (SQLException e) {
            throw DatabaseUrl.invalid(file, "cannot be read: " + e.getMessage() + "; restore it from a backup");
        }
        Migrations.refuseNewer(file, version);
        return version;
    }

    private int ask(String mode, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl() + mode);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
