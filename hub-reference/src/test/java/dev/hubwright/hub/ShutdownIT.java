package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /shutdown} at a hub in a process of its own. */
@Timeout(300)
class ShutdownIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    @TempDir
    Path folder;

    private final int port = FreePort.take();
    private final int hubPort = FreePort.take();

    @AfterEach
    void leaveNothing() {
        HubRun.serversOf(hubPort).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @ParameterizedTest(name = "cleanup_servers: {0}, asked for {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    false | {}                                 | 1
                    true  | {"proxy": true}                    | 0
                    false | {"servers": true, "proxy": false}  | 0
                    true  | {"servers": false}                 | 1
                    """)
    void endsTheHubAndItsServersOnlyWhereThatIsWanted(boolean cleanUp, String body, int left) throws Exception {
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings(cleanUp).toString())) {
            hub.awaitReady();
            WebClient client = new WebClient(HubRun.at(port));
            WholeHub.Api service = new WholeHub.Api(client, TOKEN);
            assertThat(service.post("users/ada", "").status()).isEqualTo(201);
            assertThat(service.post("users/ada/server", "").status()).isIn(201, 202);
            Eventually.holds(
                    "the server is ready: " + hub.all(),
                    PATIENCE,
                    () -> service.get("users/ada").json().at("/servers//ready").asBoolean());
            assertThat(HubRun.serversOf(hubPort)).hasSize(1);

            assertThat(service.post("shutdown", body).status()).isEqualTo(202);

            assertThat(hub.awaitEnd()).as(hub.all()).isZero();
            assertThat(HubRun.serversOf(hubPort)).as(hub.all()).hasSize(left);
            assertThat(hub.all()).doesNotContain("Exception", TOKEN);
        }
    }

    private Path settings(boolean cleanUp) throws IOException {
        return Files.writeString(
                folder.resolve("hub.yaml"),
                String.join(
                        "\n",
                        "JupyterHub:",
                        "  ip: 127.0.0.1",
                        "  port: " + port,
                        "  hub_port: " + hubPort,
                        "  authenticator_class: demo",
                        "  spawner_class: simple",
                        "  data_folder: " + folder.resolve("data"),
                        "  db_url: sqlite:///" + folder.resolve("data/hub.sqlite"),
                        "  cleanup_servers: " + cleanUp,
                        "  services: [{name: operator, admin: true, api_token: " + TOKEN + "}]",
                        "DemoAuthenticator:",
                        "  password: " + RunningHub.PASSWORD,
                        "Authenticator:",
                        "  allow_all: true",
                        "Spawner:",
                        "  cmd: " + words(TinyServer.command()),
                        ""));
    }

    private static String words(List<String> command) {
        return command.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", ", "[", "]"));
    }
}
