package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minute of somebody who tries it: {@code hubwright demo}. */
@RequiresEngine(Engine.JUPYTER)
class DemoIT {

    private static final Pattern GREETING =
            Pattern.compile("Hubwright runs at (\\S+) for the user (\\S+) with the password (\\S+)\\R?");

    @TempDir
    Path folder;

    @Test
    void saysInOneLineHowToGetIn() throws Exception {
        int port = FreePort.take();
        try (HubRun demo = new HubRun(folder, "demo", "--port", Integer.toString(port), "--data", "my-data")) {
            Duration time = demo.awaitReady();
            System.out.println("The demo was up after " + time.toMillis() + " ms");
            Matcher greeting = GREETING.matcher(demo.out());
            assertThat(greeting.find()).as(demo.all()).isTrue();
            assertThat(greeting.group(1)).isEqualTo("http://127.0.0.1:" + port + "/");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("my-data"))))
                    .isEqualTo("rwx------");
            WebClient browser = new WebClient(HubRun.at(port));
            Map<String, String> fields = Map.of("username", greeting.group(2), "password", greeting.group(3));
            browser.get("/hub/login");
            WebClient.Answer loggedIn = browser.post("/hub/login", fields);
            assertThat(loggedIn.status()).isEqualTo(302);
            browser.follow(loggedIn);
            Eventually.holds("a notebook server: " + demo.all(), Duration.ofSeconds(90), () -> browser.get(
                            "/hub/spawn-pending/demo")
                    .location()
                    .orElse("")
                    .equals("/user/demo/"));
            assertThat(browser.get("/user/demo/api").status()).isEqualTo(200);
            browser.get("/hub/home");
            browser.post("/hub/stop", Map.of());
            Eventually.holds("it has stopped", Duration.ofSeconds(90), () -> browser.get("/hub/home")
                    .body()
                    .contains("Stopped"));
        }
    }

    @Test
    void takesThePasswordOfTheCommandLine() throws Exception {
        int port = FreePort.take();
        try (HubRun demo = new HubRun(
                folder, "demo", "--port", Integer.toString(port), "--password", "open sesame", "--data", "d")) {
            demo.awaitReady();
            WebClient browser = new WebClient(HubRun.at(port));
            browser.get("/hub/login");

            assertThat(browser.post("/hub/login", Map.of("username", "demo", "password", "open"))
                            .status())
                    .isEqualTo(403);
            assertThat(browser.post("/hub/login", Map.of("username", "demo", "password", "open sesame"))
                            .status())
                    .isEqualTo(302);
            assertThat(browser.post("/hub/login", Map.of("username", "other", "password", "open sesame"))
                            .status())
                    .isNotEqualTo(302);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HubRun demo = new HubRun(folder, "demo", "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(demo.awaitEnd()).isEqualTo(1);

            List<String> errors = demo.all()
                    .lines()
                    .filter(line -> line.startsWith("error: "))
                    .toList();
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0)).contains(Integer.toString(taken.getLocalPort()), "port");
            assertThat(demo.all()).doesNotContain("\tat ");
        }
    }
}
