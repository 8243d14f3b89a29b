package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notebooks on domains of their own, behind a proxy in a process of its own, in a browser, for which every name below
 * {@code localhost} is this machine.
 */
@RequiresEngine({Engine.JUPYTER, Engine.BROWSER})
@Timeout(400)
class SubdomainNotebookIT {

    private static final double PATIENCE = 120_000;

    private final int port = FreePort.take();
    private final int hubPort = FreePort.take();

    @TempDir
    Path folder;

    @Test
    void runsACellAndKeepsCookiesApart() throws Exception {
        Path api = folder.resolve("api.sock");
        try (HubRun proxy = new HubRun(
                        folder,
                        "proxy",
                        "--ip",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--api-socket",
                        api.toString(),
                        "--host-routing");
                HubRun hub = new HubRun(folder, "hub", "-f", settings(api).toString());
                Chromium chromium = new Chromium()) {
            hub.awaitReady();
            Eventually.holds(
                    "the proxy leads to the hub: " + proxy.all(),
                    Duration.ofSeconds(60),
                    () -> new WebClient(HubRun.at(port)).get("/hub/login").status() == 200);
            Page page = chromium.fresh();
            Chromium.open(page, hub("/hub/login"));
            Person.fill(page, "alice", "open sesame");
            page.waitForURL(
                    Pattern.compile("http://alice\\.hub\\.localhost:" + port + "/user/alice/tree.*"),
                    new Page.WaitForURLOptions().setTimeout(PATIENCE));
            Person.calculate(page);

            assertThat(domainsOf(page, "jupyterhub-hub-login")).containsExactly("hub.localhost");
            assertThat(domainsOf(page, "jupyterhub-user-alice")).containsExactly("alice.hub.localhost");
            assertThat(domainsOf(page, "jupyterhub-session-id")).containsExactly(".hub.localhost");
            assertThat(read(page, hub("/hub/home")))
                    .as("a script of a notebook does not read the hub")
                    .isEqualTo("refused");
            assertThat(read(page, hub("/hub/api/user"))).isEqualTo("refused");

            Page bobs = chromium.fresh();
            Chromium.open(bobs, hub("/hub/login?next=/hub/home"));
            Person.fill(bobs, "bob", "open sesame");
            assertThat(bobs).hasTitle("Your servers · Hubwright");
            assertThat(Chromium.open(bobs, "http://alice.hub.localhost:" + port + "/user/alice/tree")
                            .status())
                    .as("a notebook of somebody else")
                    .isEqualTo(403);

            Chromium.open(page, hub("/hub/logout"));
            Chromium.open(page, "http://alice.hub.localhost:" + port + "/user/alice/tree");
            assertThat(page).hasURL(Pattern.compile("http://hub\\.localhost:" + port + "/hub/login.*"));
        } finally {
            HubRun.serversOf(hubPort).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        }
    }

    private Path settings(Path api) throws Exception {
        return Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  bind_url: http://127.0.0.1:%1$d
                  hub_bind_url: http://127.0.0.1:%2$d
                  subdomain_host: http://hub.localhost:%1$d
                  authenticator_class: demo
                  spawner_class: simple
                  proxy_check_interval: 0.5
                ConfigurableHTTPProxy:
                  should_start: false
                  api_url: http+unix://%3$s
                DemoAuthenticator: {password: open sesame}
                Spawner:
                  cmd: [jupyterhub-singleuser]
                  args: [--allow-root]
                  default_url: /tree
                  environment: {JUPYTERHUB_SINGLEUSER_APP: notebook.notebookapp.NotebookApp}
                """.formatted(
                        port, hubPort, api.toString().replace("/", "%2F")));
    }

    private String hub(String path) {
        return "http://hub.localhost:" + port + path;
    }

    /** What a script of the page that is open can read. */
    private static String read(Page page, String url) {
        return (String) page.evaluate(
                "url => fetch(url, {credentials: 'include'}).then(a => a.ok ? a.text() : `${a.status}`, () => 'refused')",
                url);
    }

    private static List<String> domainsOf(Page page, String cookie) {
        return page.context().cookies().stream()
                .filter(known -> known.name.equals(cookie))
                .map((Cookie known) -> known.domain)
                .toList();
    }
}
