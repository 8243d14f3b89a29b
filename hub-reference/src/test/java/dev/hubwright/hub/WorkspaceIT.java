package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.contract.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built-in workspace behind our hub, as programs meet it. */
@Timeout(300)
class WorkspaceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private RunningHub hub;
    private WebClient alice;
    private Path home;

    @BeforeEach
    void start() throws Exception {
        hub = new RunningHub(folder, WorkspaceProgram.settings());
        home = folder.resolve("homes").resolve("alice");
        alice = open("alice");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private WebClient open(String user) {
        WebClient browser = new WebClient(hub.url());
        browser.follow(browser.logIn(user));
        Eventually.holds("a workspace of " + user, PATIENCE, () -> browser.get("/hub/spawn-pending/" + user)
                .location()
                .orElse("")
                .equals("/user/" + user + "/"));
        assertThat(browser.follow(browser.get("/user/" + user + "/")).body()).contains("JShell");
        return browser;
    }

    private String xsrf(WebClient browser) {
        return browser.get("/user/alice/api/me").json().path("xsrf").asText();
    }

    @Test
    void servesItsOwnerAndNobodyElse() throws Exception {
        WebClient bob = open("bob");
        Files.writeString(home.resolve("mine.txt"), "mine");

        assertThat(alice.get("/user/alice/files").json().get(0).path("name").asText())
                .isEqualTo("mine.txt");
        assertThat(bob.get("/user/bob/files").body()).isEqualTo("[]");
        assertThat(bob.follow(bob.get("/user/alice/")).status()).isEqualTo(403);
        assertThat(bob.get("/user/alice/file?path=mine.txt").status()).isEqualTo(403);
        assertThat(new WebClient(hub.url()).get("/user/alice/").location().orElseThrow())
                .startsWith("/hub/api/oauth2/authorize");
        assertThat(alice.get("/user/alice/nothing").status()).isEqualTo(404);
        assertThat(alice.get("/user/alice").location()).contains("/user/alice/");
        WebClient.Answer page = alice.get("/user/alice/");
        assertThat(page.header("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
    }

    @Test
    void keepsFilesInTheFolderAndForgeriesOut() throws Exception {
        String xsrf = xsrf(alice);
        String large = "é".repeat(1_500_000);

        assertThat(alice.send("PUT", "/user/alice/file?path=large.txt", large).status())
                .isEqualTo(403);
        assertThat(alice.send("PUT", "/user/alice/file?path=large.txt", large, "X-XSRFToken", xsrf)
                        .status())
                .isEqualTo(204);
        assertThat(home.resolve("large.txt")).hasSize(3_000_000);
        WebClient.Answer download = alice.get("/user/alice/download?path=large.txt");
        assertThat(download.body()).isEqualTo(large);
        assertThat(download.header("content-disposition").orElseThrow()).startsWith("attachment;");
        assertThat(download.header("content-security-policy").orElseThrow()).startsWith("sandbox");
        assertThat(alice.get("/user/alice/file?path=large.txt").status()).isEqualTo(415);

        String strange = WebClient.encode("<img src=x onerror=alert(1)>é.txt");
        assertThat(alice.send("PUT", "/user/alice/file?path=" + strange, "a", "X-XSRFToken", xsrf)
                        .status())
                .isEqualTo(204);
        assertThat(alice.send("PUT", "/user/alice/file?path=" + strange, "b", "X-XSRFToken", xsrf)
                        .status())
                .isEqualTo(409);
        assertThat(home.resolve("<img src=x onerror=alert(1)>é.txt")).hasContent("a");
        for (String path : new String[] {"../bob/x", "%2Fetc%2Fhwtest", "..%2Fx", "a%00b"}) {
            assertThat(alice.send("PUT", "/user/alice/file?path=" + path, "x", "X-XSRFToken", xsrf)
                            .status())
                    .as(path)
                    .isBetween(400, 404);
        }
        try (var left = Files.list(home)) {
            assertThat(left).as("no half of a file").hasSize(2);
        }
        assertThat(alice.send("DELETE", "/user/alice/file?path=large.txt", "").status())
                .isEqualTo(403);
        assertThat(alice.send("DELETE", "/user/alice/file?path=large.txt", "", "X-XSRFToken", xsrf)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void evaluatesJavaInAProcessOfItsOwn() throws Exception {
        String path = "/user/alice/console?_xsrf=" + xsrf(alice);
        String[] cookie = {
            "Cookie",
            "jupyterhub-user-alice=" + alice.cookie("jupyterhub-user-alice").orElseThrow() + "; jupyterhub-session-id="
                    + alice.cookie("jupyterhub-session-id").orElseThrow()
        };
        assertThatThrownBy(() -> ConsoleClient.open(hub.url(), "/user/alice/console", cookie))
                .as("a page of somebody else")
                .hasStackTraceContaining("HandshakeException");
        assertThatThrownBy(() -> ConsoleClient.open(hub.url(), path)).hasStackTraceContaining("HandshakeException");
        try (ConsoleClient console = ConsoleClient.open(hub.url(), path, cookie)) {
            console.await("state", "ASLEEP");
            console.run("6*7");
            console.await("value", "$1 ==> 42");
            console.run("int twice(int x) {");
            console.await("more", "int twice(int x) {");
            console.run("int twice(int x) {\n return 2 * x;\n}\nSystem.out.println(\"é\" + twice(21)); undefined()");
            console.await("out", "é42");
            console.await("error", "cannot find symbol");
            console.run("throw new IllegalStateException(\"oh\")");
            console.await("error", "IllegalStateException: oh");
            console.run(
                    "System.getenv().keySet().stream().filter(k -> k.startsWith(\"JUPYTERHUB\")).count() + \" left\"");
            console.await("value", "\"0 left\"");
            console.run("Path.of(\"\").toAbsolutePath()");
            console.await("value", home.toRealPath().toString());

            console.run("while (true) { }");
            console.await("input", "while (true) { }");
            console.send("stop");
            console.await("error", "Stopped");
            console.run("System.exit(3)");
            console.await("error", "has ended (3)");
            console.run("\"again\" + (1 + 1)");
            console.await("value", "again2");

            try (ConsoleClient second = ConsoleClient.open(hub.url(), path, cookie)) {
                second.await("value", "$1 ==> 42");
                assertThat(alice.get("/user/alice/api/status")
                                .json()
                                .path("connections")
                                .asInt())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void endsWithTheLogoutAtTheHub() {
        alice.get("/hub/logout");

        assertThat(alice.get("/user/alice/files").status()).isEqualTo(403);
        assertThat(alice.follow(alice.get("/user/alice/")).body()).contains("Sign in");
    }
}
