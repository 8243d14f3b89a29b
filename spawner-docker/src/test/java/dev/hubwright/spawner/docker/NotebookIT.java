package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresEngine(Engine.NOTEBOOK_IMAGE)
@Timeout(180)
class NotebookIT {

    private static final String IMAGE = "local/notebook:1";
    private static final ServerRef ALICE = ServerRef.of("alice");

    private final Docker docker = new Docker();
    private HttpServer hub;

    @BeforeEach
    void open() throws Exception {
        hub = HttpServer.create(new InetSocketAddress(0), 0);
        hub.createContext("/hub/api", exchange -> {
            byte[] body = "{\"version\": \"5.2.1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-JupyterHub-Version", "5.2.1");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        hub.start();
    }

    @AfterEach
    void close() throws Exception {
        docker.clean();
        if (hub != null) {
            hub.stop(0);
        }
    }

    @Test
    void aRealNotebookServerBecomesReadyAndKeepsFiles() throws Exception {
        DockerConfig config = docker.config().image(IMAGE).build();
        try (Spawner spawner = DockerSpawnerFactory.create(config, docker.context)) {
            StartResult.Running first = start(spawner);
            assertThat(Docker.inspect(first.state(), "{{.HostConfig.CapAdd}}")).isEqualTo("[]");
            Docker.exec(first.state(), "echo precious > /home/jovyan/notebook.ipynb");

            spawner.stop(ALICE, first.state(), StopMode.GRACEFUL);
            assertThat(spawner.poll(ALICE, first.state())).isInstanceOf(Status.Exited.class);

            StartResult.Running second = start(spawner);
            assertThat(Docker.exec(second.state(), "cat /home/jovyan/notebook.ipynb; id -un"))
                    .isEqualTo("precious\njovyan");
        }
    }

    private StartResult.Running start(Spawner spawner) throws Exception {
        StartResult.Running running =
                Docker.start(spawner, Docker.request(ALICE, java.util.List.of()).environment(environment()));
        URI api = running.uri().resolve("/user/alice/api");
        Eventually.holds("the server answers", Duration.ofSeconds(90), () -> {
            int status = Docker.status(api);
            return status > 0 && status < 500;
        });
        return running;
    }

    private ServerEnvironment environment() throws Exception {
        String gateway = Docker.run("network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}");
        String api = "http://" + (gateway.isEmpty() ? "172.17.0.1" : gateway) + ":"
                + hub.getAddress().getPort() + "/hub/api";
        String scopes = "[\"access:servers!server=alice/\", \"access:servers!user=alice\"]";
        return ServerEnvironment.of(Map.ofEntries(
                Map.entry("JUPYTERHUB_API_TOKEN", Docker.TOKEN),
                Map.entry("JPY_API_TOKEN", Docker.TOKEN),
                Map.entry("JUPYTERHUB_CLIENT_ID", "jupyterhub-user-alice"),
                Map.entry("JUPYTERHUB_USER", "alice"),
                Map.entry("JUPYTERHUB_SERVER_NAME", ""),
                Map.entry("JUPYTERHUB_HOST", ""),
                Map.entry("JUPYTERHUB_BASE_URL", "/"),
                Map.entry("JUPYTERHUB_SERVICE_PREFIX", "/user/alice/"),
                Map.entry("JUPYTERHUB_API_URL", api),
                Map.entry("JUPYTERHUB_ACTIVITY_URL", api + "/users/alice/activity"),
                Map.entry("JUPYTERHUB_OAUTH_CALLBACK_URL", "/user/alice/oauth_callback"),
                Map.entry("JUPYTERHUB_OAUTH_ACCESS_SCOPES", scopes),
                Map.entry("JUPYTERHUB_OAUTH_SCOPES", scopes)));
    }
}
