package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of a real directory, from the login to a running cell, with the settings of published installations. */
class LdapNotebookIT {

    private static final double PATIENCE = 60_000;

    private static final Path SOURCES =
            Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings", "sources");

    @TempDir
    Path folder;

    @Test
    @RequiresEngine({Engine.SAMBA, Engine.ROOT, Engine.JUPYTER, Engine.BROWSER})
    void leadsPeopleOfAManagedDomainToTheirNotebooks() throws Exception {
        try (SambaDomain domain = SambaDomain.start();
                Hub hub = start("ldap-machine.py", domain.address());
                Chromium chromium = new Chromium()) {
            Page page = chromium.fresh();
            refuse(hub, page, "alice", "not-the-password");
            calculate(page, "alice", "ALICE", SambaDomain.PASSWORD);
        }
    }

    @Test
    @RequiresEngine({Engine.SLAPD, Engine.JUPYTER, Engine.BROWSER})
    void leadsPeopleOfAnOpenLdapServerToTheirNotebooks() throws Exception {
        try (Slapd slapd = Slapd.start();
                Hub hub = start("kubernetes-ldap.py", "127.0.0.1:" + slapd.port());
                Chromium chromium = new Chromium()) {
            Page page = chromium.fresh();
            refuse(hub, page, "alice", "not-the-password");
            refuse(hub, page, "alice,cn=jupyterhub", "wonderland-1");
            calculate(page, "alice", "alice", "wonderland-1");
        }
    }

    private static void refuse(Hub hub, Page page, String name, String password) {
        page.navigate(hub.url().toString());
        Person.fill(page, name, password);
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Invalid username or password.");
    }

    private static void calculate(Page page, String user, String typed, String password) {
        Person.fill(page, typed, password);
        page.waitForURL(
                Pattern.compile(".*/user/" + user + "/tree.*"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
        Person.calculate(page);
    }

    /**
     * With the file as it was published, and over it what stands in for its placeholders and this machine's way to start a
     * notebook, and the one rule that such a file lacks.
     */
    private Hub start(String source, String directory) throws Exception {
        Path file = Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  spawner_class: simple
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
                  args: [--allow-root]
                  default_url: /tree
                  environment: {JUPYTERHUB_SINGLEUSER_APP: notebook.notebookapp.NotebookApp}
                """.formatted(folder, directory));
        ClassLoader loader = getClass().getClassLoader();
        HubConfiguration configuration = HubConfiguration.resolve(
                ConfigurationFiles.read(List.of(SOURCES.resolve(source), file), Map.of(), List.of()),
                Providers.discover(AuthenticatorFactory.class, loader),
                Providers.discover(SpawnerFactory.class, loader),
                System.getenv());
        assertThat(configuration.warnings()).anyMatch(warning -> warning.contains("use_ssl"));
        return Hub.builder(configuration, System.getenv()).start();
    }
}
