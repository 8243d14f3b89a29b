package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The manifests of deploy/kubernetes on a real node: directory, hub and proxy in pods, and two people in browsers. */
@RequiresEngine({Engine.KUBERNETES, Engine.NOTEBOOK_IMAGE, Engine.BROWSER, Engine.ROOT})
@Timeout(600)
class KubernetesIT {

    private static final double PATIENCE = 90_000;

    @TempDir
    Path folder;

    private Installation installation;

    @AfterEach
    void remove() {
        if (installation != null) {
            installation.remove();
        }
    }

    @Test
    void keepsFilesOverAStopPeopleApartAndNotebooksOverAnUpdateOfTheHub() throws Exception {
        installation = new Installation(folder);
        installation.install();
        try (Chromium chromium = new Chromium()) {
            Page alice = Person.openServer(chromium, installation.url("/"), "alice");
            Page bob = Person.openServer(chromium, installation.url("/"), "bob");
            assertThat(installation.names("pods")).contains("pod/jupyter-alice", "pod/jupyter-bob");
            Person.calculate(alice);
            assertThat(bob.getByText("Untitled.ipynb")).hasCount(0);
            assertThat(Chromium.open(bob, installation.url("/user/alice/tree")).status())
                    .isIn(403, 404);

            stop(alice);
            Eventually.holds("alice's pod is gone", Duration.ofSeconds(60), () -> !installation
                    .names("pods")
                    .contains("pod/jupyter-alice"));
            alice.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start"))
                    .click();
            Person.waitForTree(alice, "alice");
            assertThat(alice.getByText("Untitled.ipynb")).isVisible();

            updateTheHubUnderARunningNotebook(alice);
        }
    }

    private void updateTheHubUnderARunningNotebook(Page alice) throws Exception {
        List<WebSocket> opened = new CopyOnWriteArrayList<>();
        List<WebSocket> closed = new CopyOnWriteArrayList<>();
        alice.context()
                .onPage(page -> page.onWebSocket(socket -> {
                    opened.add(socket);
                    socket.onClose(closed::add);
                }));
        Page notebook = Person.newNotebook(alice, "python3");
        assertThat(Person.evaluate(notebook, "six = 6; six")).isEqualTo("6");
        String server = installation.uid("jupyter-alice");
        String hub = installation.podsOf("hub");

        installation.restart("hub");
        assertThat(installation.podsOf("hub")).isNotEqualTo(hub);
        assertThat(Person.evaluate(notebook, "six * 7")).isEqualTo("42");
        assertThat(opened).isNotEmpty();
        assertThat(closed).isEmpty();
        notebook.close();
        assertThat(installation.uid("jupyter-alice")).isEqualTo(server);
        Chromium.open(alice, installation.url("/hub/home"));
        assertThat(alice.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }

    private void stop(Page page) {
        Chromium.open(page, installation.url("/hub/home"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }
}
