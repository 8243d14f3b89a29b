package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of two people, in browsers, with real notebook servers in containers. */
@RequiresEngine({Engine.NOTEBOOK_IMAGE, Engine.BROWSER})
class ContainerIT {

    @TempDir
    Path folder;

    @AfterEach
    void removeWhatIsLeft() throws Exception {
        for (String name : List.of("jupyter-annabel", "jupyter-bertram")) {
            DockerCommand.run("rm", "-f", name);
            DockerCommand.run("volume", "rm", "-f", name);
        }
    }

    @Test
    void keepsFilesOverAStopAndPeopleApart() throws Exception {
        try (RunningHub hub = RunningHub.withContainers(folder, DockerCommand.addressForContainers());
                Chromium chromium = new Chromium()) {
            Page annabel = openServer(hub, chromium, "annabel");
            Person.calculate(annabel);
            Person.restart(annabel, hub.url("/hub/home"), "annabel");
            assertThat(annabel.getByText("Untitled.ipynb")).isVisible();

            Page bertram = openServer(hub, chromium, "bertram");
            assertThat(bertram.getByText("Untitled.ipynb")).hasCount(0);
            assertThat(Chromium.open(bertram, hub.url("/user/annabel/tree")).status())
                    .isIn(403, 404);
            String address = DockerCommand.run("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "jupyter-annabel");
            assertThat(DockerCommand.statusFromInside(
                            "jupyter-bertram", "http://" + address + ":8888/user/annabel/api/contents"))
                    .isEqualTo("403");
        }
    }

    private static Page openServer(RunningHub hub, Chromium chromium, String name) {
        Page page = chromium.fresh();
        Chromium.open(page, hub.url().toString());
        Person.logIn(page, name);
        Person.waitForTree(page, name);
        return page;
    }
}
