package dev.hubwright.hub.store;

import dev.hubwright.api.InvalidSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code JupyterHub.db_url}. */
final class DatabaseUrl {

    static final String SETTING = "JupyterHub.db_url";

    private static final String REMEDY = "give \"sqlite:///hub.sqlite\" for a file beside the configuration,"
            + " \"sqlite:////folder/hub.sqlite\" for an absolute path, or"
            + " \"postgresql://USER:PASSWORD@HOST/DATABASE\"";
    // SQLAlchemy's urls may name a Python driver after the database.
    private static final Pattern SQLITE = Pattern.compile("sqlite(\\+\\w+)?://(/(?<path>.*))?", Pattern.DOTALL);
    private static final Pattern POSTGRES = Pattern.compile("postgres(ql)?(\\+\\w+)?://.*", Pattern.DOTALL);

    private DatabaseUrl() {}

    /** Reads an SQLAlchemy-style url, or a plain file name. */
    static DatabaseKind parse(String url, Path workingFolder) {
        if (POSTGRES.matcher(url).matches()) {
            return new PostgresDatabase(PostgresUrl.parse(url));
        }
        Matcher matcher = SQLITE.matcher(url.contains("://") ? url : "sqlite:///" + url);
        if (!matcher.matches()) {
            // Only the scheme, because a password may follow.
            String scheme = url.substring(0, url.indexOf("://"));
            throw invalid(scheme + "://...", "is a kind of database that is not supported; " + REMEDY);
        }
        return new SqliteDatabase(file(url, Optional.ofNullable(matcher.group("path")), workingFolder));
    }

    private static Optional<Path> file(String url, Optional<String> path, Path workingFolder) {
        String name = path.orElse("");
        if (name.contains("?")) {
            throw invalid(url, "has options after \"?\", which are not supported; remove them");
        }
        if (name.isEmpty() || name.equals(":memory:")) {
            return Optional.empty();
        }
        try {
            return Optional.of(workingFolder.resolve(name).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw invalid(url, "is no path that this system knows; " + REMEDY);
        }
    }

    /** What an error says of a value. */
    static InvalidSettings invalid(Object value, String message) {
        return new InvalidSettings(SETTING, "= \"" + value + "\" " + message);
    }
}
