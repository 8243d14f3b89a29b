package dev.hubwright.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Providers;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hubs that cannot start: exit code 1, and one line that names what to change. */
@Timeout(60)
class BadStartTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void forgetTheLogLevel() {
        System.clearProperty("hubwright.log.level");
        System.clearProperty("hubwright.log.format");
    }

    @Test
    void namesAFileThatCannotBeRead() throws IOException {
        fails(folder.resolve("missing.yaml"), "missing.yaml");
        fails(Files.createDirectory(folder.resolve("folder.yaml")), "folder.yaml");
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe, 0});
        fails(binary, "binary.yaml");
    }

    @Test
    void saysWhatIsWrongInAFile() throws IOException {
        fails(file("JupyterHub: {spawner_clas: simple, authenticator_class: demo}"), "spawner_clas", "spawner_class");
        fails(file("JupyterHub: ["), "hub.yaml:1:");
        fails(file("just a sentence"), "hub.yaml");
    }

    @Test
    void saysThatAnEmptyFileIsNotEnough() throws IOException {
        fails(file(""), "authenticator_class");
    }

    @Test
    void namesThePortOfBrowsersThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fails(settings("port: " + taken.getLocalPort(), "hub_port: 0"), "port", "" + taken.getLocalPort());
        }
    }

    @Test
    void namesThePortOfTheHubThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fails(settings("port: 0", "hub_port: " + taken.getLocalPort()), "hub_", "" + taken.getLocalPort());
        }
    }

    @Test
    void namesADataFolderThatCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("occupied"));

        fails(settings("port: 0", "hub_port: 0", "data_folder: " + file.resolve("data")), "occupied", "data_folder");
        fails(settings("port: 0", "hub_port: 0", "data_folder: " + file), "occupied", "data_folder");
        fails(settings("port: 0", "hub_port: 0", "data_folder: /proc/hub"), "/proc/hub", "data_folder");
    }

    @Test
    void leavesADatabaseOfSomebodyElseAlone() throws Exception {
        Path database = folder.resolve("theirs.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE users (id INTEGER, name TEXT)");
        }
        byte[] before = Files.readAllBytes(database);

        fails(settings("port: 0", "hub_port: 0", "db_url: sqlite:///" + database), "theirs.sqlite");

        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    @Test
    void leavesAFileThatIsNoDatabaseAlone() throws Exception {
        Path database = folder.resolve("letter.sqlite");
        Files.writeString(database, "Dear reader, ".repeat(200));
        byte[] before = Files.readAllBytes(database);

        fails(settings("port: 0", "hub_port: 0", "db_url: sqlite:///" + database), "letter.sqlite");

        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    @Test
    void refusesACookieSecretThatOthersCanRead() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "0123456789abcdef".repeat(4));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        fails(settings("port: 0", "hub_port: 0", "cookie_secret_file: " + secret), "secret", "chmod");

        assertThat(err.toString()).doesNotContain("0123456789abcdef");
    }

    private void fails(Path settings, String... named) {
        err.getBuffer().setLength(0);
        ClassLoader loader = getClass().getClassLoader();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Map.of(),
                () -> Providers.discover(AuthenticatorFactory.class, loader),
                () -> Providers.discover(SpawnerFactory.class, loader),
                new HubProcess(),
                Passwords.ofThisProcess());

        int code = Main.execute(surroundings, "hub", "-f", settings.toString());

        List<String> errors = err.toString()
                .lines()
                .filter(line -> line.startsWith("error: "))
                .collect(Collectors.toList());
        assertThat(code).as(err.toString()).isEqualTo(1);
        assertThat(errors).as(err.toString()).isNotEmpty();
        assertThat(errors.get(0)).contains(named);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    private Path settings(String... lines) throws IOException {
        String own = Arrays.stream(lines).map(line -> "  " + line + "\n").collect(Collectors.joining());
        String data = own.contains("data_folder") ? "" : "  data_folder: " + folder.resolve("data") + "\n";
        String database = own.contains("db_url") ? "" : "  db_url: sqlite:///" + folder.resolve("hub.sqlite") + "\n";
        return file("JupyterHub:\n  ip: 127.0.0.1\n  authenticator_class: demo\n  spawner_class: simple\n" + own + data
                + database);
    }

    private Path file(String text) throws IOException {
        Path file = folder.resolve("hub.yaml");
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return file;
    }
}
