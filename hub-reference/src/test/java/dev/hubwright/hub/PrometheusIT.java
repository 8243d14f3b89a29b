package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads a hub, and has an answer to each question of the dashboard. */
@RequiresEngine(Engine.PROMETHEUS)
@Timeout(300)
class PrometheusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePort.take();

    @Test
    void answersWhatTheDashboardAsks() throws Exception {
        try (WholeHub hub = new WholeHub(folder)) {
            hub.makeUser("admin");
            hub.browserOf("alice");
            hub.browserOf("mallory");
            hub.api("alice").post("users/alice/server", "");
            assertThat(hub.hub.servers().awaitSettled(ServerRef.of("alice"), PATIENCE))
                    .isTrue();
            Process prometheus =
                    prometheus(hub.hub.url(), hub.api("admin", "read:metrics").token());
            try {
                Eventually.holds(
                        "it has read the hub often",
                        PATIENCE,
                        () -> ask("count_over_time(up{job=\"hub\"}[5m]) > 3 and up{job=\"hub\"} == 1")
                                        .size()
                                == 1);
                for (String expression : Dashboard.read().of("hub", "1m")) {
                    Eventually.holds("an answer to " + expression, PATIENCE, () -> !ask(expression)
                            .isEmpty());
                }
                assertThat(ask("jupyterhub_running_servers")
                                .path(0)
                                .path("value")
                                .path(1)
                                .asText())
                        .isEqualTo("1");
            } finally {
                prometheus.destroyForcibly().waitFor();
            }
        }
    }

    private Process prometheus(URI hub, String token) throws IOException {
        Path settings = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s}
                scrape_configs:
                - job_name: hub
                  metrics_path: /hub/metrics
                  authorization: {type: token, credentials: %s}
                  static_configs: [{targets: ["%s"]}]
                """.formatted(token, hub.getAuthority()));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** The series that answer; none while it does not listen yet. */
    private JsonNode ask(String expression) throws InterruptedException {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query);
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as(expression + ": " + answer.body())
                    .isIn(200, 503);
            return new ObjectMapper().readTree(answer.body()).path("data").path("result");
        } catch (IOException e) {
            return new ObjectMapper().createArrayNode();
        }
    }
}
