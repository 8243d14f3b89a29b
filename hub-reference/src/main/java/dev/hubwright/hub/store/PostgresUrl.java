package dev.hubwright.hub.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads {@code postgresql://user:password@host:port/database?option=value} as SQLAlchemy does. */
final class PostgresUrl {

    private static final Pattern URL = Pattern.compile(
            "(?:postgres|postgresql)(?:\\+\\w+)?://(?:(?<user>[^:/?]*)(?::(?<password>.*))?@)?"
                    + "(?:\\[(?<ipv6>[^\\]/?]+)]|(?<host>[^:/?@,]*))(?::(?<port>\\d{1,5}))?/(?<database>[^?/@]+)(?:\\?(?<options>.*))?",
            Pattern.DOTALL);
    private static final String SHOWN = "postgresql://...";
    private static final String FORM =
            "write postgresql://USER:PASSWORD@HOST:5432/DATABASE, with %40 for @ and %2F for" + " / in the password";
    private static final int DEFAULT_PORT = 5432;
    private static final int SOCKET_SECONDS = 30;
    private static final int CONNECT_SECONDS = 10;

    private final Matcher url;
    private final PGSimpleDataSource source = new PGSimpleDataSource();

    private PostgresUrl(Matcher url) {
        this.url = url;
    }

    /** What the url means; a message never shows it, since it may hold a password. */
    static PGSimpleDataSource parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw DatabaseUrl.invalid(SHOWN, "cannot be read; " + FORM);
        }
        return new PostgresUrl(matcher).source();
    }

    private PGSimpleDataSource source() {
        String user =
                part("user").orElseThrow(() -> DatabaseUrl.invalid(SHOWN, "does not say as whom to connect; " + FORM));
        source.setUser(user);
        part("password").ifPresent(source::setPassword);
        String host =
                Optional.ofNullable(url.group("ipv6")).or(() -> part("host")).orElse("localhost");
        source.setServerNames(new String[] {host});
        int port = part("port").map(Integer::parseInt).orElse(DEFAULT_PORT);
        if (port < 1 || port > 65535) {
            throw DatabaseUrl.invalid(SHOWN, "has port " + port + "; ports are 1 to 65535");
        }
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(part("database").orElseThrow());
        source.setApplicationName("hubwright");
        source.setConnectTimeout(CONNECT_SECONDS);
        // Without one, a server that is frozen or cut off holds its callers for ever.
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setTcpKeepAlive(true);
        // The details of an error quote what is in the tables.
        source.setLogServerErrorDetail(false);
        part("options").ifPresent(all -> {
            for (String option : url.group("options").split("&")) {
                String[] sides = option.split("=", 2);
                set(sides[0], decoded(sides.length > 1 ? sides[1] : ""));
            }
        });
        return source;
    }

    private void set(String option, String value) {
        switch (option) {
            case "sslmode" -> source.setSslMode(value);
            case "sslrootcert" -> source.setSslRootCert(value);
            case "application_name" -> source.setApplicationName(value);
            case "options" -> source.setOptions(value);
            case "connect_timeout" -> source.setConnectTimeout(seconds(value));
            default ->
                throw DatabaseUrl.invalid(
                        SHOWN,
                        "has option \"" + option + "\", which is not supported; there are sslmode, sslrootcert,"
                                + " connect_timeout, application_name and options");
        }
    }

    private static int seconds(String value) {
        if (!value.matches("\\d{1,4}")) {
            throw DatabaseUrl.invalid(SHOWN, "has connect_timeout=" + value + "; give whole seconds");
        }
        return Integer.parseInt(value);
    }

    private Optional<String> part(String name) {
        return Optional.ofNullable(url.group(name))
                .filter(text -> !text.isEmpty())
                .map(PostgresUrl::decoded);
    }

    private static String decoded(String text) {
        try {
            // A plus sign is one.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw DatabaseUrl.invalid(SHOWN, "has a % that begins no code; write %25 for %");
        }
    }
}
