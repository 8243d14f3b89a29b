package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of a published installation as it is: PAM as the machine has it, and sudospawner where the file says that it
 * is. A view of the machine with an empty /opt keeps both from everybody else.
 */
@Timeout(600)
@RequiresEngine({Engine.ROOT, Engine.SUDO, Engine.JUPYTER, Engine.BROWSER})
class PublishedSudoIT {

    private static final double PATIENCE = 60_000;
    private static final String PASSWORD = "correct-horse-battery-staple";

    private static final String INSTALL = """
            useradd --system --create-home --home-dir /var/lib/OWN --shell /usr/sbin/nologin OWN
            usermod -aG shadow OWN
            useradd --create-home --shell /bin/bash OWNp
            echo 'OWNp:PASSWORD' | chpasswd -c SHA512
            echo 'The home of OWNp' > /home/OWNp/hello.txt
            chown OWNp /home/OWNp/hello.txt
            install -d /var/lib/OWN/lib
            cp hub-reference/target/lib/*.jar /var/lib/OWN/lib/
            cp $(ls hub-reference/target/hub-reference-*.jar | grep -v -e -sources -e -javadoc) /var/lib/OWN/lib/
            cp hub-reference/src/test/resources/dev/hubwright/hub/settings/sources/pam-sudo.py /var/lib/OWN/jupyterhub_config.py
            chmod -R a+rX /var/lib/OWN
            echo 'OWN ALL=(OWNp) NOPASSWD: /opt/jupyterhub/bin/sudospawner' > /var/lib/OWN/sudoers
            visudo -c -f /var/lib/OWN/sudoers
            install -m 0440 /var/lib/OWN/sudoers /etc/sudoers.d/OWN
            cat > /var/lib/OWN/here.yaml << 'YAML'
            JupyterHub: {ip: 127.0.0.1, port: PORT, hub_port: HUB}
            Authenticator: {allow_all: true}
            YAML
            """;

    private static final String RUN = """
            set -eu
            mount -t tmpfs -o mode=0755 tmpfs /opt
            install -D -m 0755 MEDIATOR /opt/jupyterhub/bin/sudospawner
            ln -s /usr/bin/jupyterhub-singleuser /opt/jupyterhub/bin/
            cd /var/lib/OWN
            exec setpriv --reuid=OWN --regid=OWN --init-groups -- JAVA -cp '/var/lib/OWN/lib/*' \\
                dev.hubwright.hub.cli.Main hub -f jupyterhub_config.py -f here.yaml
            """;

    private static final String REMOVE = """
            for account in OWNp OWN; do
                pkill -KILL -u $account || true
                userdel --force --remove $account 2>/dev/null || true
            done
            rm -rf /etc/sudoers.d/OWN /var/lib/OWN
            """;

    @TempDir
    Path folder;

    private final String own = "hw" + UUID.randomUUID().toString().substring(0, 6);
    private final String person = own + "p";
    private int port;
    private int hubPort;
    private Process hub;

    @BeforeEach
    void installAndStart() throws Exception {
        port = FreePort.take();
        hubPort = FreePort.take();
        Guide.runScript(named(INSTALL), Map.of());
        Path log = folder.resolve("hub.log");
        hub = new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sh", "-c", named(RUN))
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Eventually.holds("the hub is up", Duration.ofSeconds(120), () -> {
            String said = Files.readString(log);
            assertThat(hub.isAlive()).as(said).isTrue();
            return said.contains("The hub is at ");
        });
    }

    @AfterEach
    void endAndRemove() throws Exception {
        try {
            if (hub != null) {
                hub.destroy();
                hub.onExit().join();
            }
        } finally {
            Guide.runScript(named(REMOVE), Map.of());
        }
    }

    private String named(String script) {
        Path mediator = Path.of("..", "spawner-sudo/src/test/resources/dev/hubwright/spawner/sudo/test-mediator.py");
        return script.replace("OWN", own)
                .replace("PASSWORD", PASSWORD)
                .replace("PORT", Integer.toString(port))
                .replace("HUB", Integer.toString(hubPort))
                .replace("MEDIATOR", mediator.toAbsolutePath().normalize().toString())
                .replace(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin/java").toString());
    }

    @Test
    void leadsAPersonToAServerOfTheirOwn() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.fresh();
            Chromium.open(page, url("/"));
            Person.fill(page, person, "wrong");
            assertThat(page.getByRole(AriaRole.ALERT))
                    .hasText(
                            "Invalid username or password.",
                            new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
            Person.fill(page, person, PASSWORD);
            page.waitForURL(
                    Pattern.compile(".*/user/" + person + "/lab.*"), new Page.WaitForURLOptions().setTimeout(PATIENCE));

            // Debian has no JupyterLab; what else the server shows tells whose it is.
            Chromium.open(
                    page,
                    url("/user/" + person + "/files/hello.txt"),
                    new Page.NavigateOptions().setReferer(url("/user/" + person + "/lab")));
            assertThat(page.locator("body")).containsText("The home of " + person);
            List<Long> servers = HubRun.serversOf(hubPort);
            assertThat(servers).isNotEmpty();
            for (long server : servers) {
                assertThat(Files.getOwner(Path.of("/proc/" + server)).getName()).isEqualTo(person);
            }

            Chromium.open(page, url("/hub/home"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                    .click();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
            assertThat(HubRun.serversOf(hubPort)).isEmpty();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
