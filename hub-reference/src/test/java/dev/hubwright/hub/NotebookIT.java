package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a person, in a browser, with a real notebook server. */
@RequiresEngine({Engine.JUPYTER, Engine.BROWSER})
class NotebookIT {

    private static final double PATIENCE = 60_000;

    @TempDir
    Path folder;

    @Test
    void leadsFromTheLoginToARunningCellAndBackOut() throws Exception {
        try (RunningHub hub = RunningHub.withNotebooks(folder);
                Chromium chromium = new Chromium()) {
            Page page = chromium.fresh();
            refuseAWrongPassword(hub, page);
            Person.logIn(page, "alice");
            page.waitForURL(Pattern.compile(".*/user/alice/tree.*"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
            Person.calculate(page);
            seeHomeAndStop(hub, page);
            logOut(hub, page);
        }
    }

    private static void refuseAWrongPassword(RunningHub hub, Page page) {
        Chromium.open(page, hub.url().toString());
        Chromium.picture(page, "login");
        Person.fill(page, "alice", "wrong");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Invalid username or password.");
        Chromium.picture(page, "login-refused");
    }

    private static void seeHomeAndStop(RunningHub hub, Page page) {
        Chromium.open(page, hub.url("/hub/home"));
        Chromium.picture(page, "home-running");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop"))
                .click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        Chromium.picture(page, "home-stopped");
        assertThat(Chromium.open(page, hub.url("/user/alice/tree")).status()).isEqualTo(424);
        Chromium.picture(page, "not-running");
    }

    private static void logOut(RunningHub hub, Page page) {
        Chromium.open(page, hub.url("/hub/logout"));
        Chromium.open(page, hub.url("/hub/home"));
        assertThat(page).hasURL(Pattern.compile(".*/hub/login.*"));
        assertThat(Chromium.open(page, hub.url("/user/alice/tree")).url()).contains("/hub/login");
    }
}
