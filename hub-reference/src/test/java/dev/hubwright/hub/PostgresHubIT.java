package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.hub.store.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose database is a PostgreSQL server: either of them may go away and come back. */
@RequiresEngine({Engine.POSTGRESQL, Engine.ROOT})
@Timeout(300)
class PostgresHubIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private Postgres database;
    private int port;
    private int hubPort;

    @BeforeEach
    void start() throws Exception {
        database = new Postgres();
    }

    @AfterEach
    void remove() throws Exception {
        database.remove();
    }

    @Test
    void outlivesItsDatabaseAndItself() throws Exception {
        Path settings = settings();
        WebClient alice;
        List<Long> server;
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            WebClient browser = new WebClient(HubRun.at(port));
            browser.logIn("alice");
            browser.follow(browser.get("/hub/spawn"));
            // On a busy machine it takes longer than the first page waits.
            Eventually.holds(
                    "the server answers: " + hub.all(),
                    PATIENCE,
                    () -> browser.follow(browser.get("/user/alice/")).body().contains("the server of alice"));
            server = HubRun.serversOf(hubPort);
            assertThat(server).hasSize(1);

            database.crash();
            WebClient.Answer outage = browser.get("/hub/home");
            assertThat(outage.status()).isEqualTo(503);
            assertThat(outage.body()).contains("database").doesNotContain("PSQL", "127.0.0.1:", Postgres.PASSWORD);
            database.start();

            Eventually.holds(
                    "the hub works again: " + hub.all(),
                    PATIENCE,
                    () -> browser.get("/hub/home").status() == 200);
            assertThat(HubRun.serversOf(hubPort)).isEqualTo(server);
            assertThat(hub.all()).doesNotContain(Postgres.PASSWORD);
            alice = browser;
            hub.kill();
        }
        try (HubRun hub = new HubRun(folder, "hub", "-f", settings.toString())) {
            hub.awaitReady();
            assertThat(alice.get("/hub/home").status()).as("the session").isEqualTo(200);
            Eventually.holds(
                    "the server is found again: " + hub.all(),
                    PATIENCE,
                    () -> alice.get("/user/alice/").status() == 200);
            assertThat(HubRun.serversOf(hubPort)).isEqualTo(server);
            alice.get("/hub/home");
            alice.post("/hub/stop", Map.of());
            Eventually.holds(
                    "it is gone", PATIENCE, () -> HubRun.serversOf(hubPort).isEmpty());
        }
    }

    private Path settings() throws Exception {
        port = FreePort.take();
        hubPort = FreePort.take();
        Path password = Files.writeString(folder.resolve("password"), Postgres.PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(folder.resolve("hub.yaml"), """
                JupyterHub:
                  ip: 127.0.0.1
                  port: %d
                  hub_port: %d
                  authenticator_class: demo
                  spawner_class: simple
                  data_folder: %s
                  db_url: %s
                  db_password: ${file:%s}
                  cleanup_servers: false
                DemoAuthenticator:
                  password: %s
                Authenticator:
                  allow_all: true
                Spawner:
                  cmd: [%s]
                """.formatted(
                port,
                hubPort,
                folder.resolve("data"),
                database.url(Postgres.USER, database.database()),
                password,
                RunningHub.PASSWORD,
                TinyServer.command().stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "))));
    }
}
