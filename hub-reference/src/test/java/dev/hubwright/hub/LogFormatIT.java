package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hub that is run by its command writes, line by line. */
@Timeout(300)
class LogFormatIT {

    private static final String FORGED = "eve\r\n2026-11-25T10:00:00.000 INFO  d.h.h.Hub - forged\u2028\u001b[2K";

    @TempDir
    Path folder;

    private String address;

    @Test
    void isALineOfJsonForEachEvent() throws Exception {
        String id = "";
        String printed;
        try (HubRun hub = run("json")) {
            id = visit();
            hub.end();
            printed = hub.out();
        }

        List<JsonNode> lines = printed.lines().map(LogFormatIT::parse).toList();
        String request = id;
        assertThat(lines).hasSizeGreaterThan(3).allSatisfy(line -> {
            assertThat(line.path("time").asText()).endsWith("Z");
            assertThat(line.path("level").asText()).isIn("DEBUG", "INFO", "WARN", "ERROR");
            assertThat(line.path("message").isTextual()).isTrue();
        });
        assertThat(lines)
                .anyMatch(line -> line.path("request_id").asText().equals(request)
                        && line.path("message").asText().startsWith("login-refused"));
    }

    @Test
    void isALineOfJsonForEachEventOfAProxy() throws Exception {
        String printed;
        try (HubRun proxy = new HubRun(
                folder,
                "proxy",
                "--port",
                "" + FreePort.take(),
                "--api-port",
                "" + FreePort.take(),
                "--log-format",
                "json",
                "--default-target",
                "http://127.0.0.1:9")) {
            proxy.awaitProxy();
            proxy.end();
            printed = proxy.out();
        }

        assertThat(printed.lines().map(LogFormatIT::parse))
                .anyMatch(line -> line.path("message").asText().equals("Route added / -> http://127.0.0.1:9"))
                .allMatch(line -> line.path("level").asText().equals("INFO"));
    }

    @Test
    void isALineOfTextForEachEvent() throws Exception {
        String id;
        String printed;
        try (HubRun hub = run("text")) {
            id = visit();
            hub.end();
            printed = hub.out();
        }

        assertThat(printed.split("[\\n\\r\\u0085\\u2028]"))
                .hasSizeGreaterThan(4)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]{12} (DEBUG|INFO|WARN|ERROR) .*|\\t.*"))
                .noneMatch(line -> line.startsWith("2026-11-25T10:00:00.000 "))
                .anyMatch(line -> line.contains("login-refused") && line.endsWith(" [" + id + "]"));
    }

    /** Gives the name of the request that was refused. */
    private String visit() throws Exception {
        WebClient browser = new WebClient(URI.create(address));
        browser.get("/hub/login");
        browser.get("/hub/%0d%0a" + WebClient.encode(FORGED));
        return browser.post("/hub/login", Map.of("username", FORGED, "password", "wrong"))
                .header("x-request-id")
                .orElseThrow();
    }

    private HubRun run(String format) throws IOException {
        address = "http://127.0.0.1:" + FreePort.take();
        Path settings = Files.writeString(folder.resolve("hub.yaml"), """
                Application: {log_format: %s, log_level: DEBUG}
                JupyterHub:
                  bind_url: %s
                  hub_bind_url: http://127.0.0.1:%d
                  authenticator_class: demo
                  spawner_class: simple
                  data_folder: data
                  db_url: sqlite:///hub.sqlite
                DemoAuthenticator: {password: correct horse}
                """.formatted(format, address, FreePort.take()));
        HubRun hub = new HubRun(folder, "hub", "-f", settings.toString());
        hub.awaitReady();
        return hub;
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
