package dev.hubwright.hub.store;

import dev.hubwright.api.InvalidSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the database is, read from {@code JupyterHub.db_url}.
 *
 * @param file the SQLite file, absolute; empty for a database in memory
 */
record DatabaseUrl(Optional<Path> file) {

    static final String SETTING = "JupyterHub.db_url";

    private static final String REMEDY = "give \"sqlite:///hub.sqlite\" for a file beside the configuration,"
            + " \"sqlite:////folder/hub.sqlite\" for an absolute path";
    // SQLAlchemy's urls may name a Python driver after the database.
    private static final Pattern SQLITE = Pattern.compile("sqlite(\\+\\w+)?://(/(?<path>.*))?", Pattern.DOTALL);

    /** Reads an SQLAlchemy-style url, or a plain file name. */
    static DatabaseUrl parse(String url, Path workingFolder) {
        Matcher matcher = SQLITE.matcher(url.contains("://") ? url : "sqlite:///" + url);
        if (!matcher.matches()) {
            // Only the scheme, because a password may follow.
            String scheme = url.substring(0, url.indexOf("://"));
            throw invalid(scheme + "://...", "is a kind of database that is not supported; " + REMEDY);
        }
        String path = Optional.ofNullable(matcher.group("path")).orElse("");
        if (path.contains("?")) {
            throw invalid(url, "has options after \"?\", which are not supported; remove them");
        }
        if (path.isEmpty() || path.equals(":memory:")) {
            return new DatabaseUrl(Optional.empty());
        }
        try {
            return new DatabaseUrl(
                    Optional.of(workingFolder.resolve(path).toAbsolutePath().normalize()));
        } catch (InvalidPathException e) {
            throw invalid(url, "is no path that this system knows; " + REMEDY);
        }
    }

    /** What an error says of a value. */
    static InvalidSettings invalid(Object value, String message) {
        return new InvalidSettings(SETTING, "= \"" + value + "\" " + message);
    }
}
