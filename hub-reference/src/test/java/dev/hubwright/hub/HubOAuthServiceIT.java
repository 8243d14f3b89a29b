package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services written with JupyterHub's own library, as Debian has it: one that the hub starts, and one that it does not. */
@RequiresEngine(Engine.JUPYTER)
@Timeout(300)
class HubOAuthServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "token-of-a-service-elsewhere";

    @TempDir
    Path folder;

    @Test
    void knowsPeopleInAServiceThatTheHubStarts() throws Exception {
        ServiceDefinition whoAmI = ServiceDefinition.builder("whoami")
                .url(URI.create("http://127.0.0.1:" + FreePort.take()))
                .command(List.of("/usr/bin/python3", script("whoami.py").toString()))
                .build();
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(whoAmI)))) {
            goThroughService(hub, "/services/whoami/");
        }
    }

    @Test
    void knowsPeopleInAServiceThatRunsElsewhere() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + FreePort.take());
        ServiceDefinition whoAmI = ServiceDefinition.builder("elsewhere")
                .url(url)
                .apiToken(Secret.of(TOKEN))
                .build();
        try (WholeHub hub = new WholeHub(folder, builder -> builder.services(List.of(whoAmI)))) {
            Process process = startedByHand(hub, url);
            try {
                goThroughService(hub, "/services/elsewhere/");
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private void goThroughService(WholeHub hub, String page) throws Exception {
        WebClient admin = hub.browserOf("admin");
        Eventually.holds("the service answers", PATIENCE, () -> answers(admin, page));

        String authorize = admin.get(page).location().orElseThrow();
        assertThat(admin.get(authorize).body()).contains("Allow access?");
        WebClient.Answer back = admin.follow(admin.post(authorize, Map.of()));

        assertThat(back.status()).as(back.body()).isEqualTo(200);
        assertThat(back.json().path("name").asText()).isEqualTo("admin");
        assertThat(back.json().path("admin").asBoolean()).isTrue();
        assertThat(admin.get(page).status()).as("it has a cookie now").isEqualTo(200);

        String byToken = hub.api("admin").token();
        assertThat(admin.get(page + "token", "Authorization", "token " + byToken)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("admin");
        assertThat(hub.browser()
                        .get(
                                page + "token",
                                "Authorization",
                                "token " + hub.api("alice").token())
                        .status())
                .as("who may not use the service")
                .isEqualTo(403);
        WebClient alice = hub.browserOf("alice");
        assertThat(alice.follow(alice.get(page)).status()).isEqualTo(403);

        admin.get("/hub/logout");
        WebClient.Answer after = admin.follow(admin.get(page));
        assertThat(after.body()).as("the login page").contains("name=\"password\"");
    }

    private boolean answers(WebClient admin, String page) throws Exception {
        Path log = folder.resolve("service.log");
        String said = Files.exists(log) ? Files.readString(log) : "";
        assertThat(said).doesNotContain("Traceback");
        return admin.get(page).status() == 302;
    }

    private Process startedByHand(WholeHub hub, URI url) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/python3", script("whoami.py").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JUPYTERHUB_SERVICE_NAME",
                        "elsewhere",
                        "JUPYTERHUB_SERVICE_PREFIX",
                        "/services/elsewhere/",
                        "JUPYTERHUB_SERVICE_URL",
                        url.toString(),
                        "JUPYTERHUB_CLIENT_ID",
                        "service-elsewhere",
                        "JUPYTERHUB_API_TOKEN",
                        TOKEN,
                        "JUPYTERHUB_API_URL",
                        hub.hub.url().resolve("/hub/api").toString()));
        return builder.start();
    }

    private Path script(String name) throws Exception {
        try (var source = getClass().getResourceAsStream("/services/" + name)) {
            Path file = folder.resolve(name);
            Files.write(file, source.readAllBytes());
            return file;
        }
    }
}
