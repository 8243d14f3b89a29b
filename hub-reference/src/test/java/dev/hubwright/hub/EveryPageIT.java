package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.FakeChoices;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page of a hub that people meet, on their way through it. */
@RequiresEngine({Engine.BROWSER, Engine.AXE_CORE})
class EveryPageIT {

    @TempDir
    Path folder;

    private WholeHub hub;
    private Chromium chromium;
    private Page page;
    private Looks looks;

    @BeforeEach
    void start() throws Exception {
        LittleServers servers = new LittleServers().offering(new FakeChoices());
        hub = new WholeHub(folder, servers, builder -> builder.namedServers(3)
                .groups(Map.of("gpu", List.of("bob")))
                .spawner(servers));
        chromium = new Chromium();
        page = chromium.fresh();
        looks = new Looks(page);
    }

    @AfterEach
    void close() {
        hub.servers.release();
        chromium.close();
        hub.close();
    }

    @Test
    void isGoodToLookAtAndKeepsNobodyOut() throws Exception {
        go("/hub/login");
        looks.at(page, "login");
        Person.fill(page, "alice", "wrong");
        looks.at(page, "login-refused");
        Person.fill(page, "alice", RunningHub.PASSWORD);
        assertThat(page).hasTitle("Start a server · Hubwright");
        looks.at(page, "spawn");

        hub.servers.hold();
        press("Start");
        assertThat(page.locator("#message")).hasText("Looking for a place");
        looks.at(page, "pending");
        hub.servers.failWith(ProviderException.permanent("There is no room today", "no room"));
        hub.servers.release();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("There is no room today");
        looks.at(page, "failed");
        hub.servers.failNoMore();

        hub.servers.hold();
        hub.hub.servers().start(ServerRef.of("alice"), "default", Opaque.empty());
        go("/hub/home");
        looks.at(page, "home");
        hub.servers.release();
        hub.hub.servers().awaitSettled(ServerRef.of("alice"), Duration.ofMinutes(1));
    }

    private void go(String path) {
        Chromium.open(page, hub.hub.url().resolve(path).toString());
    }

    private void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
