package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our workspace, and with it {@code HubOAuth}, behind JupyterHub itself. */
@RequiresEngine({Engine.JUPYTERHUB, Engine.CONFIGURABLE_HTTP_PROXY})
@Timeout(300)
class JupyterHubIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "token-of-a-service-for-the-test";

    @TempDir
    Path folder;

    private URI site;
    private Process jupyterHub;

    @BeforeEach
    void start() throws IOException {
        int port = FreePort.take();
        site = HubRun.at(port);
        Files.writeString(folder.resolve("jupyterhub_config.py"), configuration(port));
        jupyterHub = new ProcessBuilder("jupyterhub", "-f", "jupyterhub_config.py")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        Eventually.holds("JupyterHub is up", PATIENCE, () -> {
            assertThat(jupyterHub.isAlive()).as(said()).isTrue();
            return said().contains("JupyterHub is now running");
        });
    }

    private String configuration(int port) throws IOException {
        String command = WorkspaceProgram.command().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(", "));
        return String.join(
                "\n",
                "c.JupyterHub.bind_url = 'http://127.0.0.1:" + port + "'",
                "c.JupyterHub.hub_port = " + FreePort.take(),
                "c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:" + FreePort.take() + "'",
                "c.JupyterHub.authenticator_class = 'dummy'",
                "c.DummyAuthenticator.password = '" + RunningHub.PASSWORD + "'",
                "c.JupyterHub.spawner_class = 'simple'",
                "c.SimpleLocalProcessSpawner.home_dir_template = '" + folder + "/{username}'",
                "c.Spawner.cmd = [" + command + "]",
                "c.Spawner.start_timeout = 120",
                "c.Spawner.http_timeout = 120",
                "c.JupyterHub.services = [{'name': 'test', 'api_token': '" + TOKEN + "'}]",
                "c.JupyterHub.load_roles = [{'name': 'reader', 'services': ['test'], 'scopes': ['read:users', 'read:servers']}]");
    }

    @AfterEach
    void stop() throws InterruptedException {
        // It ends its servers and its proxy when it is asked to end.
        jupyterHub.destroy();
        if (!jupyterHub.waitFor(60, TimeUnit.SECONDS)) {
            jupyterHub.descendants().forEach(ProcessHandle::destroyForcibly);
            jupyterHub.destroyForcibly().waitFor();
        }
    }

    private Path log() {
        return folder.resolve("jupyterhub.log");
    }

    private String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private WebClient browserOf(String user) {
        WebClient browser = WebClient.ofJupyterHub(site);
        browser.get("/hub/login");
        assertThat(browser.postAsIs("/hub/login", Map.of("username", user, "password", RunningHub.PASSWORD))
                        .status())
                .isEqualTo(302);
        return browser;
    }

    @Test
    void knowsPeopleOfJupyterHub() throws Exception {
        WebClient alice = browserOf("alice");
        alice.get("/hub/spawn");
        Eventually.holds("a workspace: " + said(), PATIENCE, () -> alice.get("/hub/spawn-pending/alice")
                .location()
                .orElse("")
                .startsWith("/user/alice/"));

        assertThat(alice.follow(alice.get("/user/alice/")).body()).contains("JShell");
        assertThat(alice.cookieNames()).contains("jupyterhub-user-alice");
        WebClient.Answer me = alice.get("/user/alice/api/me");
        assertThat(me.json().path("user").asText()).isEqualTo("alice");
        String xsrf = me.json().path("xsrf").asText();
        assertThat(alice.send("PUT", "/user/alice/file?path=a.txt", "kept", "X-XSRFToken", xsrf)
                        .status())
                .isEqualTo(204);
        assertThat(folder.resolve("alice/a.txt")).hasContent("kept");
        calculate(alice, xsrf);

        WebClient bob = browserOf("bob");
        assertThat(bob.follow(bob.get("/user/alice/")).status()).isEqualTo(403);
        assertThat(WebClient.ofJupyterHub(site)
                        .get("/user/alice/files", "Authorization", "token " + TOKEN)
                        .status())
                .as("a token without access")
                .isEqualTo(403);
        Eventually.holds("JupyterHub has been told of activity", PATIENCE, () -> WebClient.ofJupyterHub(site)
                .get("/hub/api/users/alice", "Authorization", "token " + TOKEN)
                .json()
                .path("servers")
                .path("")
                .path("last_activity")
                .isTextual());
        assertThat(said()).doesNotContain("Traceback", "no version header");
        alice.get("/hub/logout");
        assertThat(alice.get("/user/alice/files").status()).isEqualTo(403);
    }

    private void calculate(WebClient alice, String xsrf) throws Exception {
        try (ConsoleClient console = ConsoleClient.open(
                site,
                "/user/alice/console?_xsrf=" + xsrf,
                "Cookie",
                "jupyterhub-user-alice=" + alice.cookie("jupyterhub-user-alice").orElseThrow()
                        + "; jupyterhub-session-id="
                        + alice.cookie("jupyterhub-session-id").orElseThrow())) {
            console.run("6*7");
            console.await("value", "42");
        }
    }
}
