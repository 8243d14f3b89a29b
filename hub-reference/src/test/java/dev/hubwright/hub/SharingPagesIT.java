package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people meet in a browser who let each other in, with a notebook server and a service of JupyterHub's library. */
@RequiresEngine({Engine.JUPYTER, Engine.BROWSER})
@Timeout(600)
class SharingPagesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Role EVERYBODY = Role.of(
            Role.USER, "May share", Set.of("self", "shares!user", "read:users:name", "access:services!service=whoami"));

    @TempDir
    Path folder;

    private RunningHub hub;
    private Chromium chromium;

    @BeforeEach
    void start() throws Exception {
        Path script = folder.resolve("whoami.py");
        try (var source = getClass().getResourceAsStream("/services/whoami.py")) {
            Files.write(script, source.readAllBytes());
        }
        ServiceDefinition whoAmI = ServiceDefinition.builder("whoami")
                .url(URI.create("http://127.0.0.1:" + FreePort.take()))
                .command(List.of("/usr/bin/python3", script.toString()))
                .build();
        hub = RunningHub.withNotebooks(folder, builder -> builder.roles(List.of(EVERYBODY), ScopeTree.standard())
                .services(List.of(whoAmI)));
        chromium = new Chromium();
    }

    @AfterEach
    void end() {
        chromium.close();
        hub.close();
    }

    @Test
    void letsAGuestInByALinkAndNobodyWithoutIt() {
        Page alice = chromium.fresh();
        Chromium.open(alice, hub.url("/hub/login"));
        Person.fill(alice, "alice", RunningHub.PASSWORD);
        Person.waitForTree(alice, "alice");
        WebClient program = new WebClient(hub.url());
        program.logIn("alice");
        program.get("/hub/home");
        JsonNode code = change(program, "POST", "share-codes/alice/").json();

        Page bob = chromium.fresh();
        Chromium.open(bob, hub.url("/user/alice/tree"));
        Person.fill(bob, "bob", RunningHub.PASSWORD);
        isRefused(bob, "403");
        assertThat(bob.locator("body")).not().containsText("alice");

        Chromium.open(bob, hub.url(code.path("accept_url").asText()));
        hasTitle(bob, "Shared with you · Hubwright");
        assertThat(bob.locator("main")).containsText("alice shares their server with you");
        Chromium.picture(bob, "accept-share");
        press(bob, "Accept");
        hasTitle(bob, "Allow access · Hubwright");
        press(bob, "Allow");
        Person.waitForTree(bob, "alice");
        Person.calculate(bob);

        Page again = again(bob);
        Chromium.open(again, hub.url("/user/alice/tree"));
        Person.waitForTree(again, "alice");

        assertThat(change(program, "DELETE", "shares/alice/").status()).isEqualTo(204);
        assertThat(change(program, "DELETE", "share-codes/alice/").status()).isEqualTo(204);
        Chromium.open(bob, hub.url(code.path("accept_url").asText()));
        isRefused(bob, "404");
        Page elsewhere = chromium.fresh();
        Chromium.open(elsewhere, hub.url("/user/alice/tree"));
        Person.fill(elsewhere, "bob", RunningHub.PASSWORD);
        isRefused(elsewhere, "403");
    }

    @Test
    void asksOnceBeforeAServiceOfTheMenuKnowsSomebody() {
        Page bob = chromium.fresh();
        Chromium.open(bob, hub.url("/hub/login?next=/hub/home"));
        Person.fill(bob, "bob", RunningHub.PASSWORD);
        hasTitle(bob, "Your servers · Hubwright");
        Eventually.holds("the service answers", PATIENCE, () -> {
            int status = new WebClient(hub.url()).get("/services/whoami/").status();
            return status == 302;
        });

        // Not by its role: Playwright makes no "navigation" of NAVIGATION in the Turkish locale that tests run in.
        bob.locator("nav[aria-label=Services] a").click();
        hasTitle(bob, "Allow access · Hubwright");
        assertThat(bob.locator("main")).containsText("whoami");
        bob.getByText("Do not allow").click();
        hasTitle(bob, "Your servers · Hubwright");
        bob.getByText("whoami").click();
        press(bob, "Allow");
        bob.waitForURL(Pattern.compile(".*/services/whoami/"));
        assertThat(bob.locator("body")).containsText("\"bob\"");

        Chromium.open(bob, hub.url("/services/whoami/"));
        assertThat(bob.locator("body")).containsText("\"bob\"");
        Chromium.open(bob, hub.url("/hub/logout"));
        Chromium.open(bob, hub.url("/services/whoami/"));
        assertThat(bob).hasURL(Pattern.compile(".*/hub/login.*"));
    }

    /** The page comes after redirects, through a server that is slow at times. */
    private static void isRefused(Page page, String status) {
        assertThat(page.locator("h1"))
                .containsText(status, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE.toMillis()));
    }

    private static void hasTitle(Page page, String title) {
        assertThat(page).hasTitle(title, new PageAssertions.HasTitleOptions().setTimeout(PATIENCE.toMillis()));
    }

    /** Another tab of the same browser. */
    private static Page again(Page page) {
        return page.context().newPage();
    }

    private static WebClient.Answer change(WebClient browser, String method, String operation) {
        return browser.json(method, "/hub/api/" + operation, "{}", "X-XSRFToken", browser.xsrf());
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
