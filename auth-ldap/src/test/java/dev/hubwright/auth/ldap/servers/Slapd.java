package dev.hubwright.auth.ldap.servers;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real OpenLDAP server in a folder of its own, on free ports, that can be stopped and started again. */
public final class Slapd implements AutoCloseable {

    public static final String BASE = "dc=example,dc=org";
    public static final String SEARCH_USER = "cn=search,dc=example,dc=org";
    public static final String SEARCH_PASSWORD = "search-pw";
    public static final String ADMIN = "cn=admin,dc=example,dc=org";
    public static final String ADMIN_PASSWORD = "admin-pw";

    private final Path folder;
    private final Path log;
    private final Certificates certificates;
    private final int port = FreePort.take();
    private final int tlsPort = FreePort.take();
    private Process process;

    private Slapd(Path folder) throws IOException {
        this.folder = folder;
        this.log = folder.resolve("slapd.log");
        this.certificates = Certificates.in(folder);
    }

    /** With people, groups and a policy that locks nobody. */
    public static Slapd start() {
        return start("", "DNS:localhost,IP:127.0.0.1");
    }

    /**
     * The same with more lines for its configuration.
     *
     * @param names whom its certificate is for
     */
    public static Slapd start(String configuration, String names) {
        return start(configuration, names, true);
    }

    /** The same, and whether there are groups; they are written over a connection that is not encrypted. */
    public static Slapd start(String configuration, String names, boolean groups) {
        try {
            Slapd slapd = new Slapd(Files.createTempDirectory("slapd"));
            slapd.certificates.issue("server", names);
            slapd.prepare(configuration);
            slapd.run();
            if (groups) {
                slapd.addGroups();
            }
            return slapd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a certificate whose time is over. */
    public static Slapd startExpired() {
        try {
            Slapd slapd = new Slapd(Files.createTempDirectory("slapd"));
            slapd.certificates.issueExpired("server", "DNS:localhost,IP:127.0.0.1");
            slapd.prepare("");
            slapd.run();
            return slapd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare(String more) throws IOException {
        Files.createDirectories(folder.resolve("db"));
        String template = resource("slapd.conf");
        Files.writeString(
                folder.resolve("slapd.conf"),
                template.replace("@FOLDER@", folder.toString()).replace("@MORE@", more));
        Files.writeString(folder.resolve("people.ldif"), resource("people.ldif"));
        Commands.run(folder, "", "slapadd", "-f", "slapd.conf", "-b", BASE, "-l", "people.ldif");
    }

    /** Over the wire, because only then the server writes memberOf. */
    private void addGroups() throws IOException {
        add(resource("groups.ldif"));
    }

    public void add(String ldif) {
        Commands.run(folder, ldif, "ldapadd", "-x", "-H", url(), "-D", ADMIN, "-w", ADMIN_PASSWORD);
    }

    public void modify(String ldif) {
        Commands.run(folder, ldif, "ldapmodify", "-x", "-e", "!relax", "-H", url(), "-D", ADMIN, "-w", ADMIN_PASSWORD);
    }

    /** Starts it after {@link #stop}, with the same data on the same ports. */
    public void run() throws IOException {
        process = Commands.start(
                folder,
                log,
                "slapd",
                "-d",
                "stats",
                "-f",
                folder.resolve("slapd.conf").toString(),
                "-h",
                "ldap://127.0.0.1:" + port + "/ ldaps://127.0.0.1:" + tlsPort + "/");
        Eventually.holds("slapd answers", this::answers);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("slapd ends: " + Files.readString(log));
        }
        try (LDAPConnection connection = new LDAPConnection("127.0.0.1", port)) {
            return connection.getRootDSE() != null;
        } catch (LDAPException e) {
            return false;
        }
    }

    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String url() {
        return "ldap://localhost:" + port;
    }

    public String tlsUrl() {
        return "ldaps://localhost:" + tlsPort;
    }

    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    public Path authority() {
        return certificates.authority();
    }

    /** How often a line of its log so far holds {@code text}. */
    public long logged(String text) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (var content = Slapd.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        stop();
        Commands.delete(folder);
    }
}
