package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.FakeChoices;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page of a hub that people meet, on their way through it. */
@RequiresEngine({Engine.BROWSER, Engine.AXE_CORE})
class EveryPageIT {

    @TempDir
    Path folder;

    private static final Role TUTOR = new Role(
            "tutor",
            "",
            Set.of("admin-ui", "admin:servers!group=gpu", "list:groups", "read:groups!group=gpu"),
            Set.of("turing"),
            Set.of(),
            Set.of());

    private WholeHub hub;
    private Chromium chromium;
    private Page page;
    private Looks looks;

    @BeforeEach
    void start() throws Exception {
        LittleServers servers = new LittleServers()
                .offering(new FakeChoices())
                .printing("Reading the data\n\u001B[31mNo space left on device\u001B[0m\n");
        hub = new WholeHub(folder, servers, builder -> builder.namedServers(3)
                .groups(Map.of("gpu", List.of("bob")))
                .services(services())
                .roles(List.of(TUTOR), ScopeTree.standard())
                .spawner(servers));
        chromium = new Chromium();
        page = chromium.fresh();
        looks = new Looks(page);
    }

    /** One that is there, one that is not, and one of which the hub knows the name alone. */
    private static List<ServiceDefinition> services() {
        return List.of(
                ServiceDefinition.builder("announcements")
                        .url(URI.create("http://127.0.0.1:" + FreePort.take()))
                        .command(List.of("sleep", "600"))
                        .admin(true)
                        .build(),
                ServiceDefinition.builder("grades")
                        .url(URI.create("http://127.0.0.1:" + FreePort.take()))
                        .build(),
                ServiceDefinition.builder("idle-reports").build());
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
        assertThat(page.locator("#excerpt-lines")).hasText("Reading the data\nNo space left on device");
        looks.at(page, "failed");
        page.reload();
        assertThat(page.locator("pre")).hasText("Reading the data\nNo space left on device");
        looks.at(page, "not-running-failed");
        page.getByText("Try again").click();
        looks.at(page, "spawn-again");
        hub.servers.failNoMore();
    }

    @Test
    void letsPeopleNameServersAndDeleteThem() throws Exception {
        go("/hub/login?next=/hub/home");
        Person.fill(page, "alice", RunningHub.PASSWORD);
        assertThat(page).hasTitle("Your servers · Hubwright");
        page.getByLabel("Its name").fill("genomes");
        press("Start it");
        press("Start");
        assertThat(page.locator("body")).hasText("This is the server of alice/genomes");
        go("/hub/home");
        page.getByLabel("Its name").fill("My Server!");
        press("Start it");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("lower-case letter");
        looks.at(page, "home");

        hub.servers.hold();
        hub.hub.servers().start(ServerRef.of("alice"), "default", Opaque.empty());
        go("/hub/home");
        assertThat(page.locator(".state.starting")).isVisible();
        hub.servers.release();
        assertThat(page.locator(".state.starting")).isHidden();
        Chromium.picture(page, "home");

        press("Stop genomes");
        page.getByText("Delete genomes…").click();
        looks.at(page, "home-delete");
        press("Delete genomes");
        assertThat(page.locator("h2", new Page.LocatorOptions().setHasText("genomes")))
                .isHidden();
    }

    @Test
    void showsTokensErrorsAndTheEnd() {
        go("/hub/login?next=/hub/token");
        Person.fill(page, "alice", RunningHub.PASSWORD);
        page.getByLabel("What is it for?").fill("Nightly reports");
        page.getByLabel("What may it do?").fill("read:users!user");
        page.getByLabel("Expires after").selectOption("a week");
        press("Make it");
        assertThat(page.locator(".token")).isVisible();
        looks.at(page, "tokens");
        press("Revoke Nightly reports");
        assertThat(page.getByText("You have none.")).isVisible();

        go("/hub/nothing");
        looks.at(page, "error");
        go("/user/alice/lab");
        looks.at(page, "not-running");
        go("/hub/device");
        looks.at(page, "device");
        go("/hub/logout");
        looks.at(page, "logged-out");
    }

    @Test
    void showsAdministratorsEverythingTheyNeed() throws Exception {
        hub.browserOf("mallory");
        hub.browserOf("bob");
        for (String name : List.of("zoe", "ursula-with-a-very-long-name.of-the-institute@example.org")) {
            hub.makeUser(name);
        }
        go("/hub/login?next=/hub/admin");
        Person.fill(page, "admin", RunningHub.PASSWORD);
        assertThat(page).hasTitle("People · Hubwright");
        looks.at(page, "people");

        page.getByLabel("Names, one a line").fill("Carol\ndave");
        press("Add");
        assertThat(page.getByText("2 people were added.")).isVisible();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("bo");
        press("Show");
        assertThat(page.locator("main h2 a")).hasText("bob");
        press("Start Default server of bob");
        press("Start");
        assertThat(page.locator(".state.ready")).isVisible();
        assertThat(page.locator("main h2 a")).hasText("bob");
        page.locator("main h2 a").click();
        assertThat(page.getByText("by Authenticator.allow_all")).isVisible();
        page.getByText("Make this person an administrator…").click();
        looks.at(page, "person");
        press("Log out everywhere");
        assertThat(page.getByText("In no browser.")).isVisible();
        page.getByText("Delete bob…").click();
        press("Delete for good");
        assertThat(page.getByText("The person is deleted.")).isVisible();

        go("/hub/admin/groups");
        looks.at(page, "groups");
        page.getByText("gpu").click();
        page.getByLabel("Names, one a line").fill("zoe");
        press("Put in");
        assertThat(page.locator("main h2 a")).hasText("zoe");
        looks.at(page, "group");
        go("/hub/admin/sessions");
        looks.at(page, "sessions");
        go("/hub/admin/logins");
        assertThat(page.getByText("named in Authenticator.blocked_users")).isVisible();
        looks.at(page, "logins");
        go("/hub/admin/services");
        assertThat(page.getByText("Not there")).hasCount(2);
        page.getByText("What announcements may do").click();
        looks.at(page, "services");
        go("/hub/admin/settings");
        looks.at(page, "settings");
    }

    @Test
    void showsATutorTheirPart() throws Exception {
        hub.browserOf("bob");
        go("/hub/login?next=/hub/admin");
        Person.fill(page, "turing", RunningHub.PASSWORD);
        assertThat(page.locator("main h2 a")).hasText(new String[] {"bob", "turing"});
        looks.at(page, "people-of-a-tutor");
        page.locator("main h2 a").first().click();
        looks.at(page, "person-for-a-tutor");
        go("/hub/admin/groups");
        page.getByText("gpu").click();
        assertThat(page.getByText("bob")).isVisible();
        looks.at(page, "group-for-a-tutor");
        go("/hub/admin/settings");
        looks.at(page, "forbidden");
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
