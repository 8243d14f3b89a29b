package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of the built-in workspace, in a browser. */
@RequiresEngine({Engine.BROWSER, Engine.AXE_CORE})
@Timeout(300)
class WorkspacePageIT {

    private static final double PATIENCE = 90_000;
    private static final String MARKUP = "<img src=x onerror=document.title='hacked'>";

    @TempDir
    Path folder;

    private RunningHub hub;

    @AfterEach
    void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    /** The first minutes of somebody who has no Jupyter and tries {@code hubwright demo}. */
    @Test
    void isWhatTheDemoShowsOnAMachineWithoutJupyter() throws Exception {
        int port = FreePort.take();
        try (HubRun demo = new HubRun(
                        folder,
                        Map.of("PATH", withoutJupyter().toString()),
                        "demo",
                        "--port",
                        Integer.toString(port),
                        "--password",
                        "open sesame");
                Chromium chromium = new Chromium()) {
            demo.awaitReady();
            Page page = chromium.fresh();
            page.setDefaultTimeout(PATIENCE);
            Looks looks = new Looks(page);
            Chromium.open(page, HubRun.at(port).toString());
            Person.fill(page, "demo", "open sesame");
            page.waitForURL(Pattern.compile(".*/user/demo/"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
            evaluate(page, "6*7", "$1 ==> 42");
            write(page, "hello.jsh", "System.out.println(\"Hello, \" + 6 * 7)");
            looks.at(page, "workspace");
            press(page, "Run in JShell");
            seen(page.locator(".output .out"), "Hello, 42");

            Chromium.open(page, HubRun.at(port).resolve("hub/home").toString());
            press(page, "Stop");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start"))
                    .first()
                    .click();
            page.waitForURL(Pattern.compile(".*/user/demo/"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("hello.jsh").setExact(true))
                    .click();
            assertThat(page.locator("#text")).hasValue("System.out.println(\"Hello, \" + 6 * 7)");
            Chromium.open(page, HubRun.at(port).resolve("hub/home").toString());
            press(page, "Stop");
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start"))
                            .first())
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        }
    }

    @Test
    void takesNamesForNamesAndShowsNobodyElsesFiles() throws Exception {
        Path home = Files.createDirectories(folder.resolve("homes").resolve("alice"));
        Files.writeString(home.resolve(MARKUP + ".txt"), MARKUP);
        Files.createDirectory(home.resolve("<b>folder"));
        hub = new RunningHub(folder, WorkspaceProgram.settings());
        try (Chromium chromium = new Chromium()) {
            Page page = logIn(chromium, "alice");
            Looks looks = new Looks(page);
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName(MARKUP + ".txt").setExact(true))
                    .click();
            assertThat(page.locator("#editor-title")).hasText(MARKUP + ".txt");
            evaluate(page, "\"" + MARKUP + "\"", MARKUP);
            page.locator(".list .folder").click();
            assertThat(page.locator("#place")).hasText("Home/<b>folder");
            assertThat(page).hasTitle("Workspace · Hubwright");
            assertThat(page.locator("main img, main b")).hasCount(0);
            looks.at(page, "workspace-hostile");

            Page bobs = logIn(chromium, "bob");
            assertThat(bobs.getByText("This folder is empty.")).isVisible();
            Chromium.open(bobs, hub.url("/user/alice/"));
            assertThat(bobs.locator("body")).not().containsText("JShell");
        }
    }

    @Test
    void needsNoMouseAndLosesNoText() throws Exception {
        hub = new RunningHub(folder, WorkspaceProgram.settings());
        try (Chromium chromium = new Chromium()) {
            Page page = logIn(chromium, "alice");
            Path home = folder.resolve("homes").resolve("alice");
            focus(page, "New file");
            page.keyboard().press("Enter");
            page.keyboard().type("notes.txt");
            page.keyboard().press("Enter");
            assertThat(page.locator("#text")).isFocused();
            page.keyboard().type("first");
            page.keyboard().press("Control+s");
            assertThat(page.locator("#said")).hasText("notes.txt is saved");
            assertThat(home.resolve("notes.txt")).hasContent("first");

            Files.writeString(home.resolve("notes.txt"), "by somebody else");
            page.keyboard().type(" second");
            page.keyboard().press("Control+s");
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("The file was changed elsewhere since you opened it");
            assertThat(home.resolve("notes.txt")).hasContent("by somebody else");
            List<String> questions = new ArrayList<>();
            page.onDialog(dialog -> answer(dialog, questions));
            press(page, "Close");
            assertThat(page.locator("#text")).hasValue("first second");
            assertThat(questions).hasSize(1);

            page.locator("#uploads").setInputFiles(Files.writeString(folder.resolve("up.txt"), "uploaded"));
            assertThat(page.locator("#said")).hasText("up.txt is uploaded");
            assertThat(home.resolve("up.txt")).hasContent("uploaded");
        }
    }

    private static void answer(Dialog dialog, List<String> questions) {
        questions.add(dialog.message());
        dialog.dismiss();
    }

    private Page logIn(Chromium chromium, String user) {
        Page page = chromium.fresh();
        page.setDefaultTimeout(PATIENCE);
        Chromium.open(page, hub.url().toString());
        Person.fill(page, user, RunningHub.PASSWORD);
        page.waitForURL(Pattern.compile(".*/user/" + user + "/"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
        return page;
    }

    private static void evaluate(Page page, String code, String value) {
        page.locator("#code").fill(code);
        page.keyboard().press("Enter");
        seen(page.locator(".output .value"), value);
    }

    private static void write(Page page, String name, String text) {
        press(page, "New file");
        page.getByLabel("Name of the new file").fill(name);
        press(page, "Create");
        page.locator("#text").fill(text);
        assertThat(page.locator("#changed")).hasText("Not saved");
        press(page, "Save");
        assertThat(page.locator("#said")).hasText(name + " is saved");
    }

    private static void seen(Locator lines, String text) {
        assertThat(lines.last()).containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    private static void focus(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .focus();
    }

    /** A folder with what the spawner calls, for a path on which no Jupyter is. */
    private Path withoutJupyter() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String name : List.of("setsid", "getent", "id", "sh")) {
            Files.createSymbolicLink(programs.resolve(name), Engine.find(name).orElseThrow());
        }
        return programs;
    }
}
