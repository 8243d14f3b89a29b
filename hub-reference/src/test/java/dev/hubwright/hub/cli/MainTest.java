package dev.hubwright.hub.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MainTest {

    private static final Setting<Secret> PASSWORD = Setting.secret("password");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private HubConfiguration configuration;
    private LaunchOptions options;
    private String typed = "";

    @BeforeEach
    @AfterEach
    void forgetTheLogLevel() {
        System.clearProperty("hubwright.log.level");
        System.clearProperty("hubwright.log.format");
    }

    @Test
    void showsHelpForNothing() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: hubwright", "demo", "check");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub", "proxy", "check", "demo", "providers", "setup", "token", "version"})
    void helpsWithEveryCommand(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: hubwright " + command);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThat(run("chek")).isEqualTo(2);
        assertThat(run("hub")).isEqualTo(2);
        assertThat(run("check", "--nonsense")).isEqualTo(2);
        assertThat(err.toString())
                .contains("Did you mean: hubwright check?", "--config", "Try \"hubwright hub --help\"")
                .doesNotContain("Exception", "\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void runsAHub() throws IOException {
        Path file = file("JupyterHub: {authenticator_class: demo, spawner_class: simple, port: 9000}");

        int code = run("hub", "-f", file.toString(), "--no-ssl", "--log-level=DEBUG", "--ip", "::1", "--port=9001");

        assertThat(code).isEqualTo(42);
        assertThat(configuration.bindHost()).isEqualTo("::1");
        assertThat(configuration.bindPort()).isEqualTo(9001);
        assertThat(System.getProperty("hubwright.log.level")).isEqualTo("DEBUG");
        assertThat(options.greeting()).isEmpty();
        assertThat(err.toString()).contains("warning: ", "no allow rule");
    }

    @Test
    void namesTheOptionThatIsWrong() throws IOException {
        Path file = file("JupyterHub: {authenticator_class: demo, spawner_class: simple}");

        assertThat(run("hub", "-f", file.toString(), "--port=many", "--log-level=loud"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("error: --port: JupyterHub.port = \"many\"", "error: --log-level: ", "2 problems");
        assertThat(configuration).isNull();
    }

    @Test
    void explainsALoginThatSucceeds() throws IOException {
        typed = "right";
        Path file = loginFile("allowed_users: [Alice], admin_users: [bob]");

        assertThat(run("check", "-f", file.toString(), "--login", "alice")).isZero();
        assertThat(out.toString())
                .contains("Password of alice: ", "  ok   authenticated: as \"alice\"")
                .contains("  ok   allowed: by Authenticator.allowed_users", "  ok   administrator: no")
                .contains("The login succeeds.")
                .doesNotContain("right\n");
        assertThat(folder.resolve("hub.sqlite")).doesNotExist();
    }

    @Test
    void explainsWhyALoginIsRefused() throws IOException {
        typed = "right";
        Path file = loginFile("allowed_users: [bob]");

        assertThat(run("check", "-f", file.toString(), "--login=alice", "--password-stdin"))
                .isEqualTo(3);
        assertThat(out.toString())
                .contains("  FAIL allowed: no allow rule matches: add \"alice\" to Authenticator.allowed_users")
                .contains("The login is refused.")
                .doesNotContain("Password of");
    }

    @Test
    void tellsARefusalFromAnOutage() throws IOException {
        Path file = loginFile("allow_all: true");
        typed = "wrong-secret";
        assertThat(run("check", "-f", file.toString(), "--login=alice")).isEqualTo(3);
        typed = "unknown";
        assertThat(run("check", "-f", file.toString(), "--login=alice")).isEqualTo(4);

        assertThat(out.toString())
                .contains("FAIL authenticated: BAD_CREDENTIALS", "FAIL no answer: the wire is cut")
                .doesNotContain("wrong-secret");
    }

    @Test
    void knowsWhatTheHubKeepsAboutPeople() throws Exception {
        typed = "right";
        String database = "sqlite:///" + folder.resolve("hub.sqlite");
        try (HubStore store = HubStore.open(database, folder, CryptKeys.none(), Clock.systemUTC())) {
            store.users().update("alice", none -> UserRecord.created("alice", true, Instant.EPOCH));
        }
        Path file = loginFile("allow_existing_users: true");

        assertThat(run("check", "-f", file.toString(), "--login=alice")).isZero();
        assertThat(out.toString())
                .contains("allowed: by Authenticator.allow_existing_users")
                .contains("administrator: yes, by what the hub has kept");
    }

    private Path loginFile(String rules) throws IOException {
        return file("{JupyterHub: {authenticator_class: demo, spawner_class: simple, db_url: 'sqlite:///"
                + folder.resolve("hub.sqlite") + "', data_folder: " + folder.resolve("data") + "}, Authenticator: {"
                + rules + "}}");
    }

    @Test
    void checksGoodSettings() throws IOException {
        Path file = file("JupyterHub: {authenticator_class: demo, spawner_class: simple}");

        assertThat(run("check", "-f", file.toString())).isZero();
        assertThat(out.toString()).contains("settings are right", "demo", "simple", "warning: ");
        assertThat(configuration).isNull();
    }

    @Test
    void checksBadSettingsInAllFiles() throws IOException {
        Path file = file("JupyterHub: {authenticator_class: dmeo, prot: 1}");

        assertThat(run("check", "-f", file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains(file + ":1: JupyterHub.prot is not known", "did you mean demo?", "3 problems")
                .doesNotContain("Exception");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThat(run("check", "-f", "/no/such.yaml")).isEqualTo(1);
        assertThat(err.toString()).contains("error: /no/such.yaml does not exist");
    }

    @Test
    void listsProviders() {
        assertThat(run("providers")).isZero();
        assertThat(out.toString())
                .contains("demo", "also: dummy", "DummyAuthenticator", "simple", "known only with its settings");
    }

    @Test
    void makesTokens() {
        run("token");
        run("token");

        assertThat(out.toString().lines())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("[0-9a-f]{64}"));
    }

    @Test
    void makesATokenOfAUser() throws Exception {
        Path file = Files.writeString(
                folder.resolve("hub.yaml"),
                "JupyterHub: {authenticator_class: demo, spawner_class: simple, db_url: \"sqlite:///"
                        + folder.resolve("hub.sqlite") + "\"}");
        String database = "sqlite:///" + folder.resolve("hub.sqlite");
        try (HubStore store = HubStore.open(database, folder, CryptKeys.none(), Clock.systemUTC())) {
            store.users().update("alice", none -> UserRecord.created("alice", false, Instant.now()));
            assertThat(run("token", "alice", "-f", file.toString())).isZero();

            Secret token = Secret.of(out.toString().strip());
            assertThat(store.tokens().find(token)).get().extracting("owner").isEqualTo("alice");
        }
    }

    @Test
    void refusesATokenOfNobody() throws Exception {
        Path file = Files.writeString(
                folder.resolve("hub.yaml"),
                "JupyterHub: {authenticator_class: demo, spawner_class: simple, db_url: \"sqlite:///"
                        + folder.resolve("hub.sqlite") + "\"}");

        assertThat(run("token", "nobody", "-f", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("There is no user \"nobody\"");
        assertThat(run("token", "nobody")).isEqualTo(1);
        assertThat(err.toString()).contains("say with -f FILE");
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).startsWith("Hubwright ").contains("Java ");
    }

    @Test
    void runsADemo() throws IOException {
        installSingleUserServer("#!/bin/sh");

        assertThat(run(
                        "demo",
                        "--port",
                        "9000",
                        "--data",
                        folder.resolve("data").toString()))
                .isEqualTo(42);

        assertThat(configuration.bindHost()).isEqualTo("127.0.0.1");
        assertThat(configuration.bindPort()).isEqualTo(9000);
        assertThat(configuration.databaseUrl().reveal()).isEqualTo("sqlite:///" + folder + "/data/hubwright.sqlite");
        assertThat(configuration.warnings()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
        Settings demo = configuration.authenticators().get(0).settings();
        assertThat(demo.get(AuthenticatorSettings.ALLOWED_USERS)).containsExactly("demo");
        assertThat(options.greeting().orElseThrow())
                .contains("http://127.0.0.1:9000/", "demo", demo.get(PASSWORD).reveal());
        assertThat(demo.get(PASSWORD).reveal()).matches("[a-z2-9]{4}(-[a-z2-9]{4}){3}");
        Settings simple = configuration.spawners().get(0).settings();
        assertThat(simple.get(SpawnerSettings.CMD)).containsExactly(folder + "/bin/jupyterhub-singleuser");
        assertThat(simple.get(SpawnerSettings.DEFAULT_URL)).isEmpty();
        assertThat(options.toString() + configuration)
                .doesNotContain(demo.get(PASSWORD).reveal());
    }

    @Test
    void takesTheDemosPasswordFromTheEnvironment() throws IOException {
        installSingleUserServer("#!/bin/sh");
        environment.put("HUBWRIGHT_DEMO_PASSWORD", "from variable");

        run("demo", "--data", folder.resolve("data").toString());
        assertThat(password()).isEqualTo("from variable");

        run("demo", "--data", folder.resolve("data").toString(), "--password", "from option");
        assertThat(password()).isEqualTo("from option");
    }

    @Test
    void refusesAnEmptyDemoPassword() throws IOException {
        installSingleUserServer("#!/bin/sh");
        environment.put("HUBWRIGHT_DEMO_PASSWORD", "");

        assertThat(run("demo", "--data", folder.resolve("data").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("HUBWRIGHT_DEMO_PASSWORD must not be empty");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void asksForTheClassicNotebookWhereThereIsNothingElse() throws IOException {
        installSingleUserServer("#!" + python("exit 0"));

        run("demo", "--data", folder.resolve("data").toString());

        Settings simple = configuration.spawners().get(0).settings();
        assertThat(simple.get(SpawnerSettings.DEFAULT_URL)).isEqualTo("/tree");
        assertThat(simple.get(SpawnerSettings.ENVIRONMENT))
                .containsEntry("JUPYTERHUB_SINGLEUSER_APP", "notebook.notebookapp.NotebookApp");
    }

    @Test
    void leavesTheInterfaceAloneWhereSomebodyNamedIt() throws IOException {
        installSingleUserServer("#!" + python("exit 0"));
        environment.put("JUPYTERHUB_SINGLEUSER_APP", "jupyter-server");

        run("demo", "--data", folder.resolve("data").toString());

        assertThat(configuration.spawners().get(0).settings().get(SpawnerSettings.DEFAULT_URL))
                .isEmpty();
    }

    @Test
    void leavesTheInterfaceAloneWhereTheProbeFails() throws IOException {
        installSingleUserServer("#!" + python("exit 3"));

        run("demo", "--data", folder.resolve("data").toString());

        assertThat(configuration.spawners().get(0).settings().get(SpawnerSettings.ENVIRONMENT))
                .isEmpty();
    }

    @Test
    void startsTheWorkspaceWhereThereIsNoJupyter() {
        environment.put("PATH", "/nowhere");
        environment.put("LANG", "C");

        run("demo", "--data", folder.resolve("data").toString());

        Settings simple = configuration.spawners().get(0).settings();
        assertThat(simple.get(SpawnerSettings.CMD))
                .startsWith(javaProgram())
                .endsWith(Main.class.getName(), "workspace");
        assertThat(simple.get(SpawnerSettings.ENVIRONMENT)).containsEntry("LC_ALL", "C.UTF-8");
        assertThat(simple.get(SpawnerSettings.DEFAULT_URL)).isEmpty();
    }

    private static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Test
    void startsNoWorkspaceWithoutAHub() {
        environment.put("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:0/user/alice/");

        assertThat(run("workspace")).isEqualTo(1);
        assertThat(err.toString()).contains("JUPYTERHUB_CLIENT_ID is missing", "JUPYTERHUB_API_TOKEN is missing");
    }

    @Test
    void refusesADataFolderThatIsAFile() throws IOException {
        installSingleUserServer("#!/bin/sh");
        Path file = file("no folder");

        assertThat(run("demo", "--data", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(file + " is not a folder", "--data");
    }

    private String password() {
        return configuration.authenticators().get(0).settings().get(PASSWORD).reveal();
    }

    private void installSingleUserServer(String firstLine) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path script = Files.writeString(bin.resolve("jupyterhub-singleuser"), firstLine + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("PATH", "/nowhere:" + bin);
    }

    private Path python(String line) throws IOException {
        Path script = Files.writeString(folder.resolve("python3"), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private Path file(String line) throws IOException {
        return Files.write(folder.resolve("hub.yaml"), List.of(line));
    }

    private int run(String... arguments) {
        return Main.execute(
                new Surroundings(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        environment,
                        () -> Providers.of(new Demo()),
                        () -> Providers.of(new Simple()),
                        this::remember,
                        new TypedPassword()),
                arguments);
    }

    private int remember(HubConfiguration asked, LaunchOptions launchOptions) {
        configuration = asked;
        options = launchOptions;
        return 42;
    }

    private static final class Demo implements AuthenticatorFactory {

        @Override
        public String id() {
            return "demo";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("dummy");
        }

        @Override
        public Schema schema() {
            return AuthenticatorSettings.SCHEMA.then("DummyAuthenticator", PASSWORD);
        }

        @Override
        public List<Problem> validate(Settings settings) {
            return List.of();
        }

        @Override
        public Authenticator create(Settings settings, ProviderContext context) {
            return request -> switch (request.password().reveal()) {
                case "right" -> AuthResult.granted(Identity.of(request.username()));
                case "unknown" -> throw ProviderException.retryable("Later.", "the wire\nis cut");
                default -> AuthResult.denied(DenialReason.BAD_CREDENTIALS);
            };
        }

        @Override
        public int spiLevel() {
            return Providers.SPI_LEVEL;
        }
    }

    private final class TypedPassword implements Passwords {

        @Override
        public Secret ask(String prompt) {
            out.append(prompt).append('\n');
            return Secret.of(typed);
        }

        @Override
        public Secret fromInput() throws IOException {
            return Passwords.firstLine(new ByteArrayInputStream((typed + "\r\nmore\n").getBytes(UTF_8)));
        }
    }

    private static final class Simple implements SpawnerFactory {

        @Override
        public String id() {
            return "simple";
        }

        @Override
        public Schema schema() {
            return SpawnerSettings.SCHEMA.then("SimpleLocalProcessSpawner");
        }

        @Override
        public Spawner create(Settings settings, ProviderContext context) {
            throw new UnsupportedOperationException("A fake makes nothing");
        }

        @Override
        public int spiLevel() {
            return Providers.SPI_LEVEL;
        }
    }
}
