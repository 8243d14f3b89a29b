package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine(Engine.JUPYTER)
@Timeout(180)
class JupyterIT {

    private static final ServerRef ALICE = ServerRef.of("alice");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private HttpServer hub;
    private Servers servers;

    @BeforeEach
    void open() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/hub/api", exchange -> {
            byte[] body = "{\"version\": \"5.2.1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-JupyterHub-Version", "5.2.1");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        hub.start();
        servers = new Servers(data);
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
        hub.stop(0);
    }

    @Test
    void startsAndStopsARealServer() throws Exception {
        SpawnRequest.Builder request = SpawnRequest.builder()
                .server(ALICE)
                .spawnId("real1")
                .settings(Servers.settings(Map.of()))
                .command(command())
                .environment(environment(ALICE))
                .deadline(Instant.now().plusSeconds(120));

        StartResult.Running server = servers.start(request);

        assertThat(answers(server, ALICE)).isTrue();
        assertThat(servers.spawner.poll(ALICE, server.state())).isInstanceOf(Status.Up.class);

        servers.spawner.stop(ALICE, server.state(), StopMode.GRACEFUL);

        assertThat(servers.processesOf("real1")).isEmpty();
        assertThat(servers.spawner.poll(ALICE, server.state())).isInstanceOf(Status.Exited.class);
    }

    @Test
    @RequiresEngine({Engine.JUPYTER, Engine.ROOT, Engine.SUDO})
    void startsAndStopsARealServerAsAPersonOfTheMachine() throws Exception {
        Site site = new Site();
        try {
            ServerRef person = ServerRef.of(site.people.add("a"));
            long uid = site.people.uid(person.user());
            Spawner local = Site.localSpawner(data, Map.of("group", site.people.group));
            SpawnRequest.Builder request = site.localRequest(person)
                    .command(List.of("jupyterhub-singleuser"))
                    .environment(environment(person))
                    .deadline(Instant.now().plusSeconds(120));

            StartResult.Running server = Site.start(local, request);

            assertThat(answers(server, person)).isTrue();
            assertThat(local.poll(person, server.state())).isInstanceOf(Status.Up.class);
            assertThat(Site.servers(uid)).isNotEmpty();

            local.stop(person, server.state(), StopMode.GRACEFUL);

            assertThat(Site.servers(uid)).isEmpty();
            assertThat(local.poll(person, server.state())).isInstanceOf(Status.Exited.class);
        } finally {
            site.close();
        }
    }

    private static boolean answers(StartResult.Running server, ServerRef ref) throws Exception {
        URI api = server.uri().resolve("/user/" + ref.user() + "/api");
        return Backoff.until(PATIENCE, () -> {
            int status = status(api);
            return status > 0 && status < 500;
        });
    }

    /** As the superuser it refuses to start without being told so. */
    private static List<String> command() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of("jupyterhub-singleuser", "--allow-root")
                : List.of("jupyterhub-singleuser");
    }

    private ServerEnvironment environment(ServerRef ref) {
        String api = "http://127.0.0.1:" + hub.getAddress().getPort() + "/hub/api";
        String user = ref.user();
        String scopes = "[\"access:servers!server=%1$s/\", \"access:servers!user=%1$s\"]".formatted(user);
        return ServerEnvironment.of(Map.ofEntries(
                Map.entry("JUPYTERHUB_API_TOKEN", Servers.TOKEN),
                Map.entry("JPY_API_TOKEN", Servers.TOKEN),
                Map.entry("JUPYTERHUB_CLIENT_ID", "jupyterhub-user-" + user),
                Map.entry("JUPYTERHUB_USER", user),
                Map.entry("JUPYTERHUB_SERVER_NAME", ""),
                Map.entry("JUPYTERHUB_HOST", ""),
                Map.entry("JUPYTERHUB_BASE_URL", "/"),
                Map.entry("JUPYTERHUB_SERVICE_PREFIX", "/user/" + user + "/"),
                Map.entry("JUPYTERHUB_API_URL", api),
                Map.entry("JUPYTERHUB_ACTIVITY_URL", api + "/users/" + user + "/activity"),
                Map.entry("JUPYTERHUB_OAUTH_CALLBACK_URL", "/user/" + user + "/oauth_callback"),
                Map.entry("JUPYTERHUB_OAUTH_ACCESS_SCOPES", scopes),
                Map.entry("JUPYTERHUB_OAUTH_SCOPES", scopes)));
    }

    /** The status of an answer; 0 if there is none. */
    private static int status(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setReadTimeout(5000);
            connection.setInstanceFollowRedirects(false);
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
