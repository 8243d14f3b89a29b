package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service of a hub that runs as root, as another account and over the hub's sudden end. */
@RequiresEngine(Engine.ROOT)
@Timeout(300)
class ServiceProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    @TempDir
    Path folder;

    @Test
    void endsWithAHubThatIsKilledAndRunsAgainWithTheNext() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String mark = "7" + System.nanoTime() % 1_000_000;
        Path settings = settings(mark);
        ProcessHandle first;
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            first = await(mark);
            assertThat(first.info().user()).contains("nobody");
            Eventually.holds("its output is in the log: " + hub.all(), PATIENCE, () -> hub.all()
                    .contains("sleeper: I am nobody at home in /nonexistent"));
            assertThat(hub.all()).as("the log").doesNotContain(TOKEN);
            assertThat(commandLines()).as("command lines").noneMatch(line -> line.contains(TOKEN));
            assertThat(HubRun.variable(first.pid(), "JUPYTERHUB_API_TOKEN")).isEqualTo(TOKEN);
            hub.kill();
        }
        ProcessHandle orphan = first;
        Eventually.holds("it ends with the hub", PATIENCE, () -> !orphan.isAlive());
        ProcessHandle second;
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            second = await(mark);
        }
        Eventually.holds("it ends with the hub", PATIENCE, () -> !second.isAlive());
    }

    private Path settings(String mark) throws IOException {
        String script = "echo I am $(id -un) at home in $HOME; exec sleep " + mark;
        return Files.writeString(
                folder.resolve("hub.yaml"),
                String.join(
                        "\n",
                        "JupyterHub:",
                        "  ip: 127.0.0.1",
                        "  port: " + FreePort.take(),
                        "  hub_port: " + FreePort.take(),
                        "  authenticator_class: demo",
                        "  spawner_class: simple",
                        "  data_folder: " + folder.resolve("data"),
                        "  db_url: sqlite:///" + folder.resolve("data/hub.sqlite"),
                        "  services:",
                        "  - name: sleeper",
                        "    user: nobody",
                        "    cwd: /",
                        "    api_token: " + TOKEN,
                        "    command: [sh, -c, \"" + script + "\"]",
                        "DemoAuthenticator:",
                        "  password: " + RunningHub.PASSWORD,
                        "Authenticator:",
                        "  allow_all: true",
                        ""));
    }

    private static ProcessHandle await(String mark) {
        Eventually.holds("the service runs", PATIENCE, () -> find(mark).isPresent());
        return find(mark).orElseThrow();
    }

    private static Optional<ProcessHandle> find(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + mark))
                .filter(process -> process.info().command().orElse("").endsWith("sleep"))
                .findFirst();
    }

    private static List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .toList();
    }
}
