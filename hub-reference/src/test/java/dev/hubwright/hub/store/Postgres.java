package dev.hubwright.hub.store;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL server in a folder of its own. */
public final class Postgres {

    public static final String USER = "hub";

    /** What has to be encoded in a url. */
    public static final String PASSWORD = "p@ss/w%rd+1";

    public static final String PASSWORD_IN_URL = "p%40ss%2Fw%25rd+1";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final String ADMIN = "admin-of-tests";

    private final AtomicInteger databases = new AtomicInteger();
    private final Path folder;
    private final int port;

    public Postgres() throws Exception {
        folder = Files.createTempDirectory("postgres");
        Path password = Files.writeString(folder.resolve("password"), ADMIN);
        if (ROOT) {
            run("chown", "-R", "postgres", folder.toString());
        }
        asServer("initdb", "-D", data(), "-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--pwfile=" + password);
        port = FreePort.take();
        start();
        execute("postgres", "CREATE ROLE hub LOGIN PASSWORD '" + PASSWORD + "'");
    }

    public void start() throws Exception {
        String options = "-h 127.0.0.1 -p " + port + " -k " + folder + " -c fsync=off";
        asServer("pg_ctl", "-D", data(), "-w", "-t", "120", "-l", folder.resolve("log") + "", "-o", options, "start");
    }

    /** Ends it as a crash would. */
    public void crash() throws Exception {
        asServer("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    }

    /** Makes an empty database; gives its name. */
    public String database() throws SQLException {
        String name = "db" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " OWNER hub");
        return name;
    }

    public String url(String database) {
        return url(USER + ":" + PASSWORD_IN_URL, database);
    }

    public String url(String login, String database) {
        return "postgresql://" + login + "@127.0.0.1:" + port + "/" + database;
    }

    public void execute(String database, String... statements) throws SQLException {
        String jdbc = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        try (Connection connection = DriverManager.getConnection(jdbc, "postgres", ADMIN);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Its programs refuse to run as root. */
    private void asServer(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(Engine.find(program).orElseThrow().toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) throws Exception {
        Path output = Files.createTempFile("postgres", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + ": " + printed);
        }
    }

    /** Ends it, and leaves nothing. */
    public void remove() throws Exception {
        try {
            crash();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
