package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Follows docs/install-bare-metal.md on this machine, under names of its own, and then does what a person does: the hub
 * is a nologin account behind httpd with TLS, and a real notebook runs as the person who has logged in with PAM.
 */
@RequiresEngine({Engine.ROOT, Engine.SUDO, Engine.APACHE, Engine.JUPYTER, Engine.BROWSER})
@Timeout(300)
class BareMetalIT {

    private static final double PATIENCE = 60_000;
    private static final String PASSWORD = "correct-horse-battery-staple";

    private final String own = "hw" + UUID.randomUUID().toString().substring(0, 6);
    private final String person = own + "p";
    private final int httpsPort = freePort();
    private final Path folder = Path.of("/opt", own);
    private final Path httpdFolder = folder.resolve("httpd");
    private final Path unit = folder.resolve("unit.service");
    private final Path site = folder.resolve("site.conf");
    private Guide guide;
    private Process hub;

    @BeforeEach
    void install() throws Exception {
        sh("useradd --create-home --shell /bin/bash " + person);
        sh("echo '" + person + ":" + PASSWORD + "' | chpasswd -c SHA512");
        Files.createDirectories(httpdFolder);
        sh("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout " + httpdFolder + "/key -out "
                + httpdFolder + "/cert 2>/dev/null");
        guide = new Guide("install-bare-metal.md", names(), Map.of("PATH", path()));
        guide.run();
    }

    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(" /etc/sudoers.d/hubwright$", " /etc/sudoers.d/" + own);
        names.put(" /etc/systemd/system/hubwright.service$", " " + unit);
        names.put(" /etc/apache2/sites-available/hubwright.conf$", " " + site);
        names.put("/opt/hubwright", folder.toString());
        names.put("/etc/hubwright", "/etc/" + own);
        names.put("/etc/pam.d/hubwright", "/etc/pam.d/" + own);
        names.put("/var/lib/hubwright", "/var/lib/" + own);
        names.put("service: hubwright", "service: " + own);
        names.put("/srv/jupyter", "/srv/" + own);
        names.put("(?<=nologin |shadow )hubwright$", own);
        names.put("(?<=--user |-u )hubwright\\b", own);
        names.put("hub-users", own + "grp");
        names.put("\\balice\\b", person);
        names.put("https://hub.example.org/", "https://localhost:" + httpsPort + "/");
        names.put("127.0.0.1:8000", "127.0.0.1:" + freePort());
        names.put("127.0.0.1:8081", "127.0.0.1:" + freePort());
        // Of what setup prints.
        names.put("\\*:443", "*:" + httpsPort);
        names.put("/etc/ssl/certs/localhost.pem", httpdFolder + "/cert");
        names.put("/etc/ssl/private/localhost.key", httpdFolder + "/key");
        return names;
    }

    @AfterEach
    void remove() throws Exception {
        endHub();
        for (String account : List.of(person, own)) {
            sh("pkill -KILL -u " + account + " || true");
            sh("userdel --force --remove " + account + " 2>/dev/null || true");
        }
        sh("groupdel " + own + "grp || true");
        sh("rm -rf /opt/%1$s /etc/%1$s /etc/pam.d/%1$s /var/lib/%1$s /srv/%1$s /etc/sudoers.d/%1$s".formatted(own));
    }

    @Test
    void leadsAPersonOfTheMachineToANotebookOfTheirOwn() throws Exception {
        Files.writeString(site, guide.renamed(Files.readString(site)));
        startHub();
        try (Httpd httpd = new Httpd(httpdFolder, httpsPort, site);
                Chromium chromium = new Chromium()) {
            assertThat(httpd).isNotNull();
            Page page = chromium.freshTrusting();
            page.navigate(url("/"));
            Person.fill(page, person, "wrong");
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("Invalid username or password.");
            Person.fill(page, person, PASSWORD);
            page.waitForURL(
                    Pattern.compile(".*/user/" + person + "/tree.*"),
                    new Page.WaitForURLOptions().setTimeout(PATIENCE));
            assertThat(evaluate(page, "import os; (os.getuid(), os.getcwd(), os.environ['USER'])"))
                    .isEqualTo("(%s, '/home/%2$s', '%2$s')".formatted(uid(), person));
            List<Long> servers = servers();
            assertThat(servers).isNotEmpty();

            endHub();
            startHub();

            assertThat(servers()).isEqualTo(servers);
            page.navigate(url("/user/" + person + "/tree"));
            assertThat(evaluate(page, "6*7")).isEqualTo("42");
            stopAndLogOut(page);
        }
    }

    /** In a notebook of the kernel that the machine has for everybody. */
    private static String evaluate(Page tree, String code) {
        Page notebook = tree.waitForPopup(() -> {
            tree.locator("#new-dropdown-button").click();
            tree.locator("#kernel-shared a").click();
        });
        notebook.locator(".code_cell .CodeMirror").first().click();
        notebook.locator("#kernel_indicator_icon.kernel_idle_icon")
                .waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
        notebook.keyboard().insertText(code);
        notebook.keyboard().press("Shift+Enter");
        Locator output = notebook.locator(".output_result pre").first();
        assertThat(output).not().isEmpty(new LocatorAssertions.IsEmptyOptions().setTimeout(PATIENCE));
        String text = output.innerText();
        notebook.close();
        return text;
    }

    private void stopAndLogOut(Page page) {
        page.navigate(url("/hub/home"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        assertThat(servers()).isEmpty();
        page.navigate(url("/hub/logout"));
        page.navigate(url("/hub/home"));
        assertThat(page).hasURL(Pattern.compile(".*/hub/login.*"));
    }

    private String url(String path) {
        return "https://localhost:" + httpsPort + path;
    }

    private String uid() throws Exception {
        return Guide.runScript("id -u " + person, Map.of()).strip();
    }

    /** Processes of the person that know a hub, by their pids. */
    private List<Long> servers() {
        return HubRun.serversFor(person);
    }

    /** As the unit says: as its user, in its folder, by its command. */
    private void startHub() throws IOException {
        String text = guide.renamed(Files.readString(unit));
        assertThat(value(text, "User")).isEqualTo(own);
        assertThat(value(text, "KillMode")).isEqualTo("process");
        Path log = folder.resolve("hub.log");
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + own,
                "--regid=" + own,
                "--init-groups",
                "--",
                "/bin/sh",
                "-c",
                "umask 0077; exec " + value(text, "ExecStart").replace("/usr/bin/java", java())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of(value(text, "WorkingDirectory")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8"));
        hub = builder.start();
        Eventually.holds("the hub is up", Duration.ofSeconds(90), () -> {
            String said = Files.readString(log);
            assertThat(hub.isAlive()).as(said).isTrue();
            return said.contains("The hub is at ");
        });
    }

    private void endHub() {
        if (hub != null) {
            hub.destroy();
            hub.onExit().join();
        }
    }

    private static String value(String unit, String key) {
        return unit.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static void sh(String script) throws Exception {
        Guide.runScript(script, Map.of("PATH", path()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String path() {
        return Path.of(System.getProperty("java.home"), "bin")
                + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    }

    private static int freePort() {
        try {
            return HubRun.freePort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
