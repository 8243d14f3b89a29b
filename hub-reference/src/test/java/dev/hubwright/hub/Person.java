package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** What a person does in a browser. */
final class Person {

    private static final double PATIENCE = 60_000;
    private static final double START_PATIENCE = 120_000;

    private Person() {}

    static void logIn(Page page, String name) {
        fill(page, name, RunningHub.PASSWORD);
        Chromium.picture(page, "starting");
    }

    static void fill(Page page, String name, String password) {
        page.getByLabel("Username").fill(name);
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    /** Signs in as one of the examples' people, whose servers start by themselves. */
    static Page openServer(Chromium chromium, String site, String name) {
        Page page = chromium.fresh();
        Chromium.open(page, site);
        fill(page, name, "wonderland");
        waitForTree(page, name);
        return page;
    }

    static void waitForTree(Page page, String name) {
        page.waitForURL(
                Pattern.compile(".*/user/" + name + "/tree.*"),
                new Page.WaitForURLOptions().setTimeout(START_PATIENCE));
    }

    /** Stops the own server and starts it again. */
    static void restart(Page page, String home, String name) {
        Chromium.open(page, home);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        Locator start = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start"));
        assertThat(start).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        start.click();
        waitForTree(page, name);
    }

    static void calculate(Page tree) {
        Chromium.picture(tree, "notebook-tree");
        Page notebook = newNotebook(tree, "python3");
        notebook.keyboard().type("6*7");
        notebook.keyboard().press("Shift+Enter");
        assertThat(notebook.locator(".output_result pre").first())
                .hasText("42", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
        Chromium.picture(notebook, "notebook");
        notebook.close();
    }

    /** What a first cell of a new notebook with this kernel gives. */
    static String evaluate(Page tree, String kernel, String code) {
        Page notebook = newNotebook(tree, kernel);
        String text = evaluate(notebook, code);
        notebook.close();
        return text;
    }

    /** A notebook whose kernel is ready, with the cursor in its first cell. */
    static Page newNotebook(Page tree, String kernel) {
        Page notebook = tree.waitForPopup(() -> {
            tree.locator("#new-dropdown-button").click();
            tree.locator("#kernel-" + kernel + " a").click();
        });
        notebook.locator(".code_cell .CodeMirror").first().click();
        notebook.locator("#kernel_indicator_icon.kernel_idle_icon")
                .waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
        return notebook;
    }

    /** What the cell gives in which the cursor is; it then is in the next one. */
    static String evaluate(Page notebook, String code) {
        Locator outputs = notebook.locator(".output_result pre");
        int before = outputs.count();
        notebook.keyboard().insertText(code);
        notebook.keyboard().press("Shift+Enter");
        Locator output = outputs.nth(before);
        assertThat(output).not().isEmpty(new LocatorAssertions.IsEmptyOptions().setTimeout(PATIENCE));
        return output.innerText();
    }
}
