package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told by SIGHUP that its settings have changed. */
@Timeout(180)
class ReloadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    @TempDir
    Path folder;

    @Test
    void readsItsFileAgainOnSighup() throws Exception {
        Path file = folder.resolve("jupyterhub_config.py");
        int port = FreePort.take();
        Files.writeString(file, settings("INFO", port, FreePort.take()));

        try (HubRun hub = new HubRun(folder, "hub", "-f", file.toString())) {
            hub.awaitReady();
            WholeHub.Api lister = new WholeHub.Api(new WebClient(HubRun.at(port)), TOKEN);
            assertThat(lister.get("users").status()).isEqualTo(403);
            Files.writeString(
                    file,
                    Files.readString(file).replace("'INFO'", "'DEBUG'")
                            + "c.Authenticator.allowed_users = {'alice', 'bob'}\nc.Spawner.start_timeout = 7\n"
                            + "c.JupyterHub.load_roles = [{'name': 'listers', 'scopes': ['list:users'],"
                            + " 'services': ['lister']}]\n");
            hangUp(hub);
            Eventually.holds(
                    "the settings are taken over",
                    PATIENCE,
                    () -> says(
                            hub,
                            "Application.log_level has changed and counts from now on",
                            "Authenticator.allowed_users has changed and counts from now on",
                            "JupyterHub.load_roles has changed and counts from now on",
                            "Spawner.start_timeout has changed and needs a restart of the hub"));
            assertThat(lister.get("users").status()).isEqualTo(200);

            Files.writeString(file, "c.JupyterHub.prot = 1\n");
            hangUp(hub);
            Eventually.holds(
                    "what is wrong is said",
                    PATIENCE,
                    () -> says(hub, "The settings are not taken over: " + file + ":1: JupyterHub.prot is not known"));
            assertThat(hub.process().isAlive()).isTrue();
        }
    }

    private static boolean says(HubRun hub, String... sentences) {
        String log = hub.all();
        return Stream.of(sentences).allMatch(log::contains);
    }

    private String settings(String level, int port, int hubPort) {
        return """
                c.Application.log_level = '%s'
                c.JupyterHub.bind_url = 'http://127.0.0.1:%d'
                c.JupyterHub.hub_bind_url = 'http://127.0.0.1:%d'
                c.JupyterHub.authenticator_class = 'dummy'
                c.JupyterHub.spawner_class = 'simple'
                c.JupyterHub.db_url = 'sqlite:///hub.sqlite'
                c.DummyAuthenticator.password = 'correct horse'
                c.DummyAuthenticator.allow_all = False
                c.Authenticator.allowed_users = {'alice'}
                c.JupyterHub.services = [{'name': 'lister', 'api_token': '%s'}]
                """.formatted(level, port, hubPort, TOKEN);
    }

    private static void hangUp(HubRun hub) throws Exception {
        assertThat(new ProcessBuilder(
                                "kill", "-HUP", String.valueOf(hub.process().pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
