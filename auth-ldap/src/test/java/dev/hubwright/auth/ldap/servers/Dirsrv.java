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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A real 389 Directory Server, the one inside FreeIPA, with FreeIPA's layout of people and groups. */
public final class Dirsrv implements AutoCloseable {

    public static final String BASE = "dc=ipa,dc=example";
    public static final String PEOPLE = "cn=users,cn=accounts," + BASE;
    public static final String SEARCH_USER = "uid=hub,cn=sysaccounts,cn=etc," + BASE;
    public static final String SEARCH_PASSWORD = "search-pw";

    private static final Path TEMPLATE = Path.of("/usr/share/dirsrv/data/template-dse.ldif");
    private static final Path SCHEMA = Path.of("/etc/dirsrv/schema/99user.ldif");
    private static final Path COLLATIONS = Path.of("/etc/dirsrv/config/slapd-collations.conf");
    private static final String ADMIN = "cn=Directory Manager";
    private static final String ADMIN_PASSWORD = "admin-pw";
    private static final String ADMIN_PASSWORD_HASH = "{SSHA}jtBvCS8Ct01odAKCNsBWv2BKlodzYWx0";

    private final Path folder;
    private final int port = FreePort.take();
    private Process process;

    private Dirsrv(Path folder) {
        this.folder = folder;
    }

    /** With people, groups, and policies that are off unless a test switches them on. */
    public static Dirsrv start() {
        try {
            Dirsrv server = new Dirsrv(Files.createTempDirectory("dirsrv"));
            server.prepare();
            server.run();
            server.load(resource("dirsrv-base.ldif"));
            server.load(resource("dirsrv-people.ldif"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() throws IOException {
        Map<String, String> values = new TreeMap<>(Map.of(
                "db_lib",
                "bdb",
                "ds_passwd",
                ADMIN_PASSWORD_HASH + "\nnsslapd-rootpwstoragescheme: SSHA",
                "ds_port",
                Integer.toString(port),
                "ds_suffix",
                "",
                "ds_user",
                System.getProperty("user.name"),
                "fqdn",
                "localhost",
                "ldapi",
                folder.resolve("run/socket").toString(),
                "ldapi_autobind",
                "off",
                "ldapi_enabled",
                "off",
                "rootdn",
                ADMIN));
        for (String name : new String[] {"bak", "db", "ldif", "lock", "log", "run", "tmp"}) {
            values.put(
                    name + "_dir", Files.createDirectory(folder.resolve(name)).toString());
        }
        values.put("db_home_dir", values.get("db_dir"));
        values.put("inst_dir", folder.toString());
        Path schema = Files.createDirectories(folder.resolve("config/schema"));
        values.put("schema_dir", schema.toString());
        values.put("config_dir", schema.getParent().toString());
        values.put("cert_dir", schema.getParent().toString());
        String settings = Files.readString(TEMPLATE);
        for (Map.Entry<String, String> value : values.entrySet()) {
            settings = settings.replace("%" + value.getKey() + "%", value.getValue());
        }
        Files.writeString(schema.resolveSibling("dse.ldif"), settings);
        Files.copy(SCHEMA, schema.resolve("99user.ldif"));
        Files.copy(COLLATIONS, schema.resolveSibling("slapd-collations.conf"));
    }

    private void run() throws IOException {
        Path log = folder.resolve("out.log");
        process = Commands.start(
                folder,
                log,
                "ns-slapd",
                "-D",
                folder.resolve("config").toString(),
                "-i",
                folder.resolve("run/pid").toString(),
                "-d",
                "0");
        Eventually.holds("ns-slapd answers", this::answers);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("ns-slapd ends: " + Files.readString(folder.resolve("log/errors")));
        }
        try (LDAPConnection connection = new LDAPConnection("127.0.0.1", port)) {
            return connection.getRootDSE() != null;
        } catch (LDAPException e) {
            return false;
        }
    }

    /** Changes entries as an administrator; entries without a change type are added. */
    public void load(String ldif) {
        Commands.run(folder, ldif, "ldapmodify", "-a", "-x", "-H", url(), "-D", ADMIN, "-w", ADMIN_PASSWORD);
    }

    public String url() {
        return "ldap://127.0.0.1:" + port;
    }

    private static String resource(String name) throws IOException {
        try (var content = Dirsrv.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Commands.delete(folder);
    }
}
