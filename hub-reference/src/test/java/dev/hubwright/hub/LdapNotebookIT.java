package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.Providers;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.auth.ldap.servers.SambaDomain;
import dev.hubwright.auth.ldap.servers.Slapd;
import dev.hubwright.hub.settings.ConfigurationFiles;
import dev.hubwright.hub.settings.HubConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of a real directory, from the login to a running cell, with the settings of published installations. */
class LdapNotebookIT {

    private static final double PATIENCE = 60_000;

    private static final Path SOURCES =
            Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings", "sources");

    private static final String THE_HUBS_OWN_USER = """
            JupyterHub: {spawner_class: simple}
            Spawner: {args: [--allow-root]}
            """;

    @TempDir
    Path folder;

    /** The file names no spawner, so each server runs as its owner, whom the machine knows by the directory's short name. */
    @Test
    @RequiresEngine({Engine.SAMBA, Engine.ROOT, Engine.JUPYTER, Engine.BROWSER})
    void leadsPeopleOfAManagedDomainToNotebooksOfTheirOwn() throws Exception {
        String name = "hw" + UUID.randomUUID().toString().substring(0, 6);
        String uid = Guide.runScript("useradd --create-home %1$s && id -u %1$s".formatted(name), Map.of());
        try (SambaDomain domain = SambaDomain.start()) {
            domain.addPerson(name);
            try (Hub hub = start("ldap-machine.py", domain.address());
                    Chromium chromium = new Chromium()) {
                Page page = chromium.fresh();
                refuse(hub, page, name, "not-the-password");
                logIn(page, name, name.toUpperCase(Locale.ROOT), SambaDomain.PASSWORD);
                assertThat(Person.evaluate(
                                page, "python3", "import os; (os.getuid(), os.getcwd(), os.environ['USER'])"))
                        .isEqualTo("(%s, '/home/%2$s', '%2$s')".formatted(uid.strip(), name));
                stop(hub, page);
            }
        } finally {
            Guide.runScript("pkill -KILL -u %1$s || true; userdel --force --remove %1$s".formatted(name), Map.of());
        }
    }

    @Test
    @RequiresEngine({Engine.SLAPD, Engine.JUPYTER, Engine.BROWSER})
    void leadsPeopleOfAnOpenLdapServerToTheirNotebooks() throws Exception {
        try (Slapd slapd = Slapd.start();
                Hub hub = start(
                        "kubernetes-ldap.py",
                        "127.0.0.1:" + slapd.port(),
                        Files.writeString(folder.resolve("spawner.yaml"), THE_HUBS_OWN_USER));
                Chromium chromium = new Chromium()) {
            Page page = chromium.fresh();
            refuse(hub, page, "alice", "not-the-password");
            refuse(hub, page, "alice,cn=jupyterhub", "wonderland-1");
            logIn(page, "alice", "alice", "wonderland-1");
            Person.calculate(page);
            stop(hub, page);
        }
    }

    private static void refuse(Hub hub, Page page, String name, String password) {
        Chromium.open(page, hub.url().toString());
        Person.fill(page, name, password);
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Invalid username or password.");
    }

    private static void logIn(Page page, String user, String typed, String password) {
        Person.fill(page, typed, password);
        page.waitForURL(
                Pattern.compile(".*/user/" + user + "/tree.*"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
    }

    private static void stop(Hub hub, Page page) {
        Chromium.open(page, hub.url().resolve("/hub/home").toString());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }

    /**
     * With the file as it was published, and over it what stands in for its placeholders and this machine's way to start a
     * notebook, and the one rule that such a file lacks.
     */
    private Hub start(String source, String directory, Path... more) throws Exception {
        Path file = Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  ip: 127.0.0.1
                  port: 0
                  hub_port: 0
                  data_folder: %1$s
                  db_url: sqlite:///%1$s/hub.sqlite
                LDAPAuthenticator:
                  server_address: %2$s
                Authenticator:
                  allow_all: true
                Spawner:
                  cmd: [jupyterhub-singleuser]
                  default_url: /tree
                  environment: {JUPYTERHUB_SINGLEUSER_APP: notebook.notebookapp.NotebookApp}
                """.formatted(folder, directory));
        List<Path> files = new ArrayList<>(List.of(SOURCES.resolve(source), file));
        files.addAll(List.of(more));
        ClassLoader loader = getClass().getClassLoader();
        HubConfiguration configuration = HubConfiguration.resolve(
                ConfigurationFiles.read(files, Map.of(), List.of()),
                Providers.discover(AuthenticatorFactory.class, loader),
                Providers.discover(SpawnerFactory.class, loader),
                System.getenv());
        assertThat(configuration.warnings()).anyMatch(warning -> warning.contains("use_ssl"));
        return Hub.builder(configuration, System.getenv()).start();
    }
}
