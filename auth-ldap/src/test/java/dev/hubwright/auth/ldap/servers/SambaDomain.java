package dev.hubwright.auth.ldap.servers;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.hubwright.api.contract.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Active Directory domain served by Samba, laid out like a managed one in Azure. Its ports cannot be chosen, so
 * it has a loopback address of its own.
 */
public final class SambaDomain implements AutoCloseable {

    public static final String BASE = "DC=mytestdomain,DC=onmicrosoft,DC=com";
    public static final String PEOPLE = "OU=AADDC Users," + BASE;
    public static final String PASSWORD = "Pa$$w0rd-1";
    public static final String SEARCH_USER = "hubsearch@mytestdomain.onmicrosoft.com";

    private final Path folder;
    private final String address;
    private final Path log;
    private Process process;

    private SambaDomain(Path folder, String address) {
        this.folder = folder;
        this.address = address;
        this.log = folder.resolve("stdout.log");
    }

    /** Makes the domain and its people, which takes a while, and serves it. */
    public static SambaDomain start() {
        try {
            // Two test runs on one machine get along if their addresses differ.
            String address = "127.0." + (1 + ProcessHandle.current().pid() % 250) + ".77";
            SambaDomain domain = new SambaDomain(Files.createTempDirectory("samba"), address);
            domain.provision();
            domain.addPeople();
            domain.run(true);
            return domain;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void provision() throws IOException {
        Files.writeString(
                folder.resolve("base.conf"), resource("samba-base.conf").replace("@ADDRESS@", address));
        Commands.run(
                folder,
                "",
                "samba-tool",
                "domain",
                "provision",
                "-s",
                folder.resolve("base.conf").toString(),
                "--targetdir=" + folder,
                "--realm=MYTESTDOMAIN.ONMICROSOFT.COM",
                "--domain=MYTEST",
                "--host-name=dc1",
                "--host-ip=" + address,
                "--server-role=dc",
                "--dns-backend=NONE",
                "--adminpass=" + PASSWORD);
        Files.createDirectories(folder.resolve("run"));
        Certificates certificates = Certificates.in(folder);
        certificates.issue("server", "DNS:dc1.mytestdomain.onmicrosoft.com,DNS:localhost,IP:" + address);
        Path tls = Files.createDirectories(folder.resolve("private/tls"));
        copy(certificates.authority(), tls.resolve("ca.pem"));
        copy(certificates.certificate("server"), tls.resolve("cert.pem"));
        copy(certificates.key("server"), tls.resolve("key.pem"));
        configure(true);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
    }

    private void configure(boolean plainBinds) throws IOException {
        Files.writeString(
                folder.resolve("etc/smb.conf"),
                resource("samba.conf")
                        .replace("@FOLDER@", folder.toString())
                        .replace("@ADDRESS@", address)
                        .replace("@STRONG@", plainBinds ? "no" : "yes"));
    }

    private void addPeople() throws IOException {
        tool("ou create", "OU=AADDC Users");
        tool("domain passwordsettings set", "--account-lockout-threshold=3", "--min-pwd-age=0", "--history-length=0");
        Path ldif = folder.resolve("people.ldif");
        Files.writeString(
                ldif, resource("samba-people.ldif").replace("@BASE@", BASE).replace("@PASSWORD@", quoted()));
        Commands.run(folder, "", "ldbmodify", "-H", database(), ldif.toString());
        Files.writeString(ldif, resource("samba-old-password.ldif").replace("@BASE@", BASE));
        // Samba's own word for "I know what I am doing" with the time of a password.
        Commands.run(
                folder,
                "",
                "ldbmodify",
                "--controls=local_oid:1.3.6.1.4.1.7165.4.3.12:0",
                "-H",
                database(),
                ldif.toString());
    }

    private static String quoted() {
        byte[] bytes = ('"' + PASSWORD + '"').getBytes(StandardCharsets.UTF_16LE);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void tool(String command, String... arguments) {
        List<String> words = Stream.of(
                        Stream.of("samba-tool"),
                        Stream.of(command.split(" ")),
                        Stream.of(arguments),
                        Stream.of("-s", folder.resolve("etc/smb.conf").toString(), "-H", database()))
                .flatMap(each -> each)
                .toList();
        Commands.run(folder, "", words.toArray(String[]::new));
    }

    private String database() {
        return folder.resolve("private/sam.ldb").toString();
    }

    /** Adds somebody with {@link #PASSWORD} among {@link #PEOPLE}, whose common name is another. */
    public void addPerson(String accountName) throws IOException {
        modify("""
                dn: CN=Person %1$s,%2$s
                changetype: add
                objectClass: user
                sAMAccountName: %1$s
                unicodePwd:: %3$s
                userAccountControl: 512
                """.formatted(accountName, PEOPLE, quoted()));
    }

    /** Changes entries behind the server's back, as an administrator elsewhere would. */
    public void modify(String ldif) throws IOException {
        Path file = Files.writeString(folder.resolve("change.ldif"), ldif);
        Commands.run(folder, "", "ldbmodify", "-H", database(), file.toString());
    }

    /** Serves it again. {@code plainBinds}: whether passwords are taken without TLS, which Samba refuses by default. */
    public void restart(boolean plainBinds) throws IOException {
        stop();
        run(plainBinds);
    }

    private void run(boolean plainBinds) throws IOException {
        configure(plainBinds);
        process = Commands.start(
                folder,
                log,
                "samba",
                "-s",
                folder.resolve("etc/smb.conf").toString(),
                "-F",
                "-M",
                "single",
                "--no-process-group",
                "--debug-stdout");
        Eventually.holds("samba answers", Duration.ofMinutes(1), this::answers);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("samba ends: " + Files.readString(log));
        }
        try (LDAPConnection connection = new LDAPConnection(address, 389)) {
            return connection.getRootDSE() != null;
        } catch (LDAPException e) {
            return false;
        }
    }

    public String address() {
        return address;
    }

    public Path authority() {
        return folder.resolve("tls/ca.pem");
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String resource(String name) throws IOException {
        try (var content = SambaDomain.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        stop();
        Commands.delete(folder);
    }
}
