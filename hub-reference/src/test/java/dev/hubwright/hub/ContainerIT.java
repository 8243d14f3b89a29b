package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of two people, in browsers, with real notebook servers in containers. */
@RequiresEngine({Engine.NOTEBOOK_IMAGE, Engine.BROWSER})
class ContainerIT {

    private static final double PATIENCE = 60_000;

    @TempDir
    Path folder;

    @AfterEach
    void removeWhatIsLeft() throws Exception {
        for (String name : List.of("jupyter-annabel", "jupyter-bertram")) {
            docker("rm", "-f", name);
            docker("volume", "rm", "-f", name);
        }
    }

    @Test
    void keepsFilesOverAStopAndPeopleApart() throws Exception {
        try (RunningHub hub = RunningHub.withContainers(folder, addressForContainers());
                Chromium chromium = new Chromium()) {
            Page annabel = openServer(hub, chromium, "annabel");
            Person.calculate(annabel);
            restart(hub, annabel, "annabel");
            assertThat(annabel.getByText("Untitled.ipynb")).isVisible();

            Page bertram = openServer(hub, chromium, "bertram");
            assertThat(bertram.getByText("Untitled.ipynb")).hasCount(0);
            assertThat(bertram.navigate(hub.url("/user/annabel/tree")).status()).isIn(403, 404);
            assertThat(askedFromInside("jupyter-bertram", "jupyter-annabel", "/user/annabel/api/contents"))
                    .isEqualTo("403");
        }
    }

    /** The address of this machine on the network that containers are in. */
    private static String addressForContainers() throws Exception {
        return NetworkInterface.getByName("docker0").getInterfaceAddresses().stream()
                .map(InterfaceAddress::getAddress)
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .orElseThrow()
                .getHostAddress();
    }

    private static Page openServer(RunningHub hub, Chromium chromium, String name) {
        Page page = chromium.fresh();
        page.navigate(hub.url().toString());
        Person.logIn(page, name);
        waitForTree(page, name);
        return page;
    }

    private static void restart(RunningHub hub, Page page, String name) {
        page.navigate(hub.url("/hub/home"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        var start = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start"));
        assertThat(start).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        start.click();
        waitForTree(page, name);
    }

    private static void waitForTree(Page page, String name) {
        page.waitForURL(
                Pattern.compile(".*/user/" + name + "/tree.*"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
    }

    /** The status that one container gets when it asks another one directly, past the proxy. */
    private static String askedFromInside(String from, String other, String path) throws Exception {
        String address = docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", other);
        String program = "import urllib.request as r, urllib.error as e\n"
                + "try: print(r.urlopen('http://" + address + ":8888" + path + "').status)\n"
                + "except e.HTTPError as x: print(x.code)";
        return docker("exec", from, "python3", "-c", program);
    }

    private static String docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
