package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/docker.md and the files of deploy/compose: hub, proxy and people's servers in containers. */
@RequiresEngine({Engine.COMPOSE, Engine.NOTEBOOK_IMAGE, Engine.BROWSER})
@Timeout(600)
class ComposeIT {

    private static final int IMAGE = 0;
    private static final int FOLDER = 1;
    private static final int START = 2;
    private static final int UPDATE = 3;

    @TempDir
    Path temporary;

    private final String own = "compose" + UUID.randomUUID().toString().substring(0, 8);
    private final String alice = own + "a";
    private final String bob = own + "b";
    private Path folder;
    private int port;
    private List<String> steps;

    @BeforeEach
    void read() throws Exception {
        folder = temporary.resolve("installation");
        port = FreePort.take();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("\\./hubwright version", "true");
        names.put("docker build", "docker build -q --build-arg BASE=local/debian:12");
        names.put("hubwright:0\\.1", own);
        names.put("/srv/hubwright", folder.toString());
        names.put("docker compose", "docker-compose -p " + own);
        steps = new Guide("docker.md", names, Map.of()).blocks();
    }

    @AfterEach
    void remove() throws Exception {
        for (String name : List.of("jupyter-" + alice, "jupyter-" + bob, own)) {
            DockerCommand.run("rm", "-f", name);
            DockerCommand.run("volume", "rm", "-f", name);
        }
        if (Files.exists(folder)) {
            step("cd " + folder + "\ndocker-compose -p " + own + " down --volumes");
        }
        DockerCommand.run("rmi", "-f", own);
    }

    private void step(String script) throws Exception {
        Guide.runScript(script, Map.of());
    }

    @Test
    void keepsFilesOverAStopServersOverAnUpdateAndPeopleApart() throws Exception {
        install();
        try (Chromium chromium = new Chromium()) {
            Page page = openServer(chromium, alice);
            Person.calculate(page);
            Person.restart(page, url("/hub/home"), alice);
            assertThat(page.getByText("Untitled.ipynb")).isVisible();

            updateTheHub(page);

            Page other = openServer(chromium, bob);
            assertThat(other.getByText("Untitled.ipynb")).hasCount(0);
            assertThat(Chromium.open(other, url("/user/" + alice + "/tree")).status())
                    .isIn(403, 404);
            assertThat(fromInside("http://jupyter-" + alice + ":8888/user/" + alice + "/api/contents"))
                    .isEqualTo("403");
            assertThat(fromInside("http://proxy:8001/api/routes")).isEqualTo("403");
            assertThat(fromInside("http://hub:8081/hub/health")).isEqualTo("200");
        }
    }

    private String fromInside(String address) throws Exception {
        return DockerCommand.statusFromInside("jupyter-" + bob, address);
    }

    /** As the page says, with names, a port and an image of this test where an installation has its own. */
    private void install() throws Exception {
        step(steps.get(IMAGE));
        step(steps.get(FOLDER));
        Files.writeString(
                folder.resolve(".env"),
                "HUB_PORT=" + port + "\nHUB_NETWORK=" + own + "\nHUB_IMAGE=" + own + "\n",
                StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("settings/30-image.yaml"), """
                DockerSpawner:
                  image: local/notebook:1
                  pull_policy: never
                Spawner:
                  default_url: /tree
                """);
        step(steps.get(START));
        awaitHub();
    }

    private void awaitHub() {
        Eventually.holds("the hub is up", Duration.ofSeconds(120), () -> {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url("/hub/health")).toURL().openConnection();
            connection.setReadTimeout(5000);
            try {
                return connection.getResponseCode() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private Page openServer(Chromium chromium, String name) throws Exception {
        Page page = chromium.fresh();
        Chromium.open(page, url("/"));
        Person.fill(page, name, password());
        Person.waitForTree(page, name);
        return page;
    }

    private String password() throws Exception {
        return Files.readAllLines(folder.resolve(".env")).stream()
                .filter(line -> line.startsWith("DEMO_PASSWORD="))
                .map(line -> line.substring("DEMO_PASSWORD=".length()))
                .findFirst()
                .orElseThrow();
    }

    /** While it is away something else gets its address. */
    private void updateTheHub(Page page) throws Exception {
        String server = server();
        String hub = hub();
        DockerCommand.run("stop", hub);
        DockerCommand.run("run", "-d", "--name", own, "--network", own, "local/debian:12", "sleep", "600");
        step(steps.get(UPDATE));
        assertThat(hub()).isNotEqualTo(hub);
        awaitHub();
        Eventually.holds("the hub has found the server", Duration.ofSeconds(90), () -> {
            Chromium.open(page, url("/hub/home"));
            return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                    .isVisible();
        });
        Chromium.open(page, url("/user/" + alice + "/tree"));
        assertThat(page.getByText("Untitled.ipynb")).isVisible();
        assertThat(server()).isEqualTo(server);
    }

    /** Changes whenever alice's container is made or started again. */
    private String server() throws Exception {
        return DockerCommand.run("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", "jupyter-" + alice);
    }

    private String hub() throws Exception {
        return DockerCommand.run(
                "ps",
                "-q",
                "-f",
                "label=com.docker.compose.project=" + own,
                "-f",
                "label=com.docker.compose.service=hub");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
