package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows docs/install-bare-metal.md and then does what a person does: the hub is a nologin account behind httpd with
 * TLS, and a real notebook with a kernel of the machine runs as the person who has logged in by PAM.
 */
@Timeout(600)
class BareMetalIT {

    private static final double PATIENCE = 60_000;
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final Path DOMAIN_SCRIPTS = Path.of("..", "auth-pam/src/test/resources/dev/hubwright/auth/pam")
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    @Test
    @RequiresEngine({Engine.ROOT, Engine.SUDO, Engine.APACHE, Engine.JUPYTER, Engine.BROWSER})
    void leadsAPersonOfTheMachineToANotebookOfTheirOwn() throws Exception {
        try (BareMetal site = new BareMetal("", "", Map.of())) {
            site.addPerson(PASSWORD);
            site.install();
            site.startHub();
            try (Httpd httpd = site.startHttpd();
                    Chromium chromium = new Chromium()) {
                assertThat(httpd.isAlive()).isTrue();
                Page page = logIn(chromium, site, PASSWORD);
                String uid = Guide.runScript("id -u " + site.person(), Map.of()).strip();
                assertThat(whoami(page)).isEqualTo("(%s, '/home/%2$s', '%2$s')".formatted(uid, site.person()));
                List<Long> servers = site.servers();
                assertThat(servers).isNotEmpty();

                site.endHub();
                site.startHub();

                assertThat(site.servers()).containsAll(servers.subList(0, 1));
                Chromium.open(page, site.url("/user/" + site.person() + "/tree"));
                assertThat(Person.evaluate(page, "shared", "6*7")).isEqualTo("42");
                stopAndLogOut(site, page);
            }
        }
    }

    /** In a view of the machine that SSSD has joined to a domain; only the browser and httpd are outside. */
    @Test
    @RequiresEngine({Engine.ROOT, Engine.SUDO, Engine.APACHE, Engine.SSSD, Engine.SAMBA, Engine.JUPYTER, Engine.BROWSER
    })
    void leadsAPersonOfADomainToANotebookOfTheirOwn() throws Exception {
        // Accounts and groups of a domain are made there.
        Map<String, String> names = new LinkedHashMap<>();
        names.put("^groupadd .*$", "getent group hub-users");
        names.put("^usermod -aG hub-users alice$", "id alice");
        String address = "127." + (2 + ProcessHandle.current().pid() % 250) + ".7.7";
        Process domain = startDomain(address);
        try (BareMetal site = new BareMetal("alice", "hub-users", names)) {
            site.startInNameSpace(inTheDomain(site, address));
            try (Httpd httpd = site.startHttpd();
                    Chromium chromium = new Chromium()) {
                assertThat(httpd.isAlive()).isTrue();
                Page page = logIn(chromium, site, "Pa$$w0rd-1");
                String uid = Files.readString(site.folder.resolve("uid")).strip();
                assertThat(Long.parseLong(uid)).isGreaterThan(100_000);
                assertThat(whoami(page)).isEqualTo("(" + uid + ", '/home/alice', 'alice')");
                stopAndLogOut(site, page);
            }
        } finally {
            end(domain);
        }
    }

    private Process startDomain(String address) throws IOException {
        Process domain = new ProcessBuilder(
                        "bash",
                        DOMAIN_SCRIPTS.resolve("domain.sh").toString(),
                        folder.resolve("domain").toString(),
                        address)
                .redirectError(folder.resolve("domain.log").toFile())
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(domain.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.readLine()).isEqualTo("ready");
        return domain;
    }

    private List<String> inTheDomain(BareMetal site, String address) throws IOException {
        Path script = folder.resolve("install-and-run.sh");
        Files.writeString(
                script,
                String.join(
                        "\n",
                        "set -euo pipefail",
                        "mount -t tmpfs tmpfs /home",
                        "cd " + Path.of("..").toAbsolutePath().normalize(),
                        site.installScript(),
                        "mkhomedir_helper alice 0077",
                        "id -u alice > " + site.folder.resolve("uid"),
                        // As a child: the first process of a name space has to look after orphans.
                        "(" + site.hubScript() + ") &",
                        "wait $!"));
        return List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "bash",
                DOMAIN_SCRIPTS.resolve("sssd.sh").toString(),
                folder.resolve("domain").toString(),
                address,
                "bash",
                script.toString());
    }

    private static void end(Process domain) throws InterruptedException {
        domain.destroy();
        if (!domain.waitFor(20, TimeUnit.SECONDS)) {
            domain.descendants().forEach(ProcessHandle::destroyForcibly);
            domain.destroyForcibly();
        }
    }

    private static Page logIn(Chromium chromium, BareMetal site, String password) {
        Page page = chromium.freshTrusting();
        Chromium.open(page, site.url("/"));
        Person.fill(page, site.person(), "wrong");
        assertThat(page.getByRole(AriaRole.ALERT))
                .hasText("Invalid username or password.", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
        Person.fill(page, site.person(), password);
        page.waitForURL(
                Pattern.compile(".*/user/" + site.person() + "/tree.*"),
                new Page.WaitForURLOptions().setTimeout(PATIENCE));
        return page;
    }

    private static String whoami(Page tree) {
        return Person.evaluate(tree, "shared", "import os; (os.getuid(), os.getcwd(), os.environ['USER'])");
    }

    private static void stopAndLogOut(BareMetal site, Page page) {
        Chromium.open(page, site.url("/hub/home"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        assertThat(site.servers()).isEmpty();
        Chromium.open(page, site.url("/hub/logout"));
        Chromium.open(page, site.url("/hub/home"));
        assertThat(page).hasURL(Pattern.compile(".*/hub/login.*"));
    }
}
