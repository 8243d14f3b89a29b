package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People's servers on domains of their own, in a browser, for which every name below {@code localhost} is this machine. */
@RequiresEngine(Engine.BROWSER)
class SubdomainIT {

    @TempDir
    Path folder;

    private String port;
    private WholeHub hub;
    private Chromium chromium;
    private Page page;

    @BeforeEach
    void start() throws Exception {
        int free = freePort();
        port = ":" + free;
        hub = new WholeHub(folder, builder -> builder.bind("127.0.0.1", free)
                .subdomains(URI.create("http://hub.localhost:" + free)));
        chromium = new Chromium();
        page = chromium.fresh();
    }

    @AfterEach
    void close() {
        chromium.close();
        hub.close();
    }

    @Test
    void keepsPagesOfServersApartFromTheHub() throws Exception {
        go("hub.localhost", "/hub/login");
        Person.fill(page, "alice", RunningHub.PASSWORD);
        assertThat(page).hasURL("http://alice.hub.localhost" + port + "/user/alice/");
        assertThat(page.locator("body")).hasText("This is the server of alice/");

        assertThat(domainOf("jupyterhub-hub-login"))
                .as("of the hub's host alone")
                .isEqualTo("hub.localhost");
        assertThat(domainOf("_xsrf")).isEqualTo("hub.localhost");
        assertThat(domainOf("jupyterhub-session-id")).as("of all below it").isEqualTo(".hub.localhost");
        assertThat(hub.servers.headersOf(ServerRef.of("alice")).toString()).doesNotContain("jupyterhub-hub-login");
        assertThat(read("http://hub.localhost" + port + "/hub/home")).isEqualTo("refused");
        assertThat(read("http://bob.hub.localhost" + port + "/user/bob/")).isEqualTo("refused");
        assertThat(read("/hub/api/user")).isEqualTo("403");
    }

    @Test
    void leadsToTheRightDomainFromAnywhere() {
        go("hub.localhost", "/hub/login?next=/hub/home");
        Person.fill(page, "alice", RunningHub.PASSWORD);
        assertThat(page).hasTitle("Your servers · Hubwright");

        go("alice.hub.localhost", "/user/alice/lab?x=1");
        assertThat(page).hasURL("http://hub.localhost" + port + "/hub/user/alice/lab?x=1");
        assertThat(page).hasTitle("Not running · Hubwright");
        page.getByText("Start it").click();
        assertThat(page.locator("body")).hasText("This is the server of alice/");
        go("hub.localhost", "/user/alice/lab?x=1");
        assertThat(page).hasURL("http://alice.hub.localhost" + port + "/user/alice/lab?x=1");
        go("alice.hub.localhost", "/hub/home");
        assertThat(page).hasURL("http://hub.localhost" + port + "/hub/home");
        page.getByText("Open").click();
        assertThat(page).hasURL("http://alice.hub.localhost" + port + "/user/alice/");
        assertThat(hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_HOST")).isEqualTo("http://hub.localhost" + port);
        assertThat(hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_OAUTH_CALLBACK_URL"))
                .isEqualTo("http://alice.hub.localhost" + port + "/user/alice/oauth_callback");
    }

    /** What a script of the page that is open can read; a status where the answer is no success. */
    private String read(String url) {
        return (String) page.evaluate(
                "url => fetch(url, {credentials: 'include'}).then(a => a.ok ? a.text() : `${a.status}`, () => 'refused')",
                url);
    }

    private String domainOf(String cookie) {
        return page.context().cookies().stream()
                .filter(known -> known.name.equals(cookie))
                .findFirst()
                .orElseThrow()
                .domain;
    }

    private void go(String host, String path) {
        Chromium.open(page, "http://" + host + port + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
