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
    private Walk walk;
    private Page page;

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
        walk = new Walk(hub.hub.url());
        page = walk.page;
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
        walk.close();
        hub.close();
    }

    @Test
    void isGoodToLookAtAndKeepsNobodyOut() throws Exception {
        walk.go("/hub/login");
        walk.look("login");
        Person.fill(page, "alice", "wrong");
        walk.look("login-refused");
        Person.fill(page, "alice", RunningHub.PASSWORD);
        assertThat(page).hasTitle("Start a server · Hubwright");
        walk.look("spawn");

        hub.servers.hold();
        walk.press("Start");
        assertThat(page.locator("#message")).hasText("Looking for a place");
        walk.look("pending");
        hub.servers.failWith(ProviderException.permanent("There is no room today", "no room"));
        hub.servers.release();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("There is no room today");
        assertThat(page.locator("#excerpt-lines")).hasText("Reading the data\nNo space left on device");
        walk.look("failed");
        page.reload();
        assertThat(page.locator("pre")).hasText("Reading the data\nNo space left on device");
        walk.look("not-running-failed");
        page.getByText("Try again").click();
        walk.look("spawn-again");
        hub.servers.failNoMore();
    }

    @Test
    void letsPeopleNameServersAndDeleteThem() throws Exception {
        walk.logIn("alice", "/hub/home");
        assertThat(page).hasTitle("Your servers · Hubwright");
        page.getByLabel("Its name").fill("genomes");
        walk.press("Start it");
        walk.press("Start");
        assertThat(page.locator("body")).hasText("This is the server of alice/genomes");
        walk.go("/hub/home");
        page.getByLabel("Its name").fill("My Server!");
        walk.press("Start it");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("lower-case letter");
        walk.look("home");

        hub.servers.hold();
        hub.hub.servers().start(ServerRef.of("alice"), "default", Opaque.empty());
        walk.go("/hub/home");
        assertThat(page.locator(".state.starting")).isVisible();
        hub.servers.release();
        assertThat(page.locator(".state.starting")).isHidden();
        Chromium.picture(page, "home");

        walk.press("Stop genomes");
        page.getByText("Delete genomes…").click();
        walk.look("home-delete");
        walk.press("Delete genomes");
        assertThat(page.locator("h2", new Page.LocatorOptions().setHasText("genomes")))
                .isHidden();
    }

    @Test
    void showsTokensErrorsAndTheEnd() {
        walk.logIn("alice", "/hub/token");
        page.getByLabel("What is it for?").fill("Nightly reports");
        page.getByLabel("What may it do?").fill("read:users!user");
        page.getByLabel("Expires after").selectOption("a week");
        walk.press("Make it");
        assertThat(page.locator(".token")).isVisible();
        walk.look("tokens");
        walk.press("Revoke Nightly reports");
        assertThat(page.getByText("You have none.")).isVisible();

        walk.go("/hub/nothing");
        walk.look("error");
        walk.go("/user/alice/lab");
        walk.look("not-running");
        walk.go("/hub/device");
        walk.look("device");
        walk.go("/hub/logout");
        walk.look("logged-out");
    }

    @Test
    void showsAdministratorsEverythingTheyNeed() throws Exception {
        hub.browserOf("mallory");
        hub.browserOf("bob");
        for (String name : List.of("zoe", "ursula-with-a-very-long-name.of-the-institute@example.org")) {
            hub.makeUser(name);
        }
        walk.logIn("admin", "/hub/admin");
        assertThat(page).hasTitle("People · Hubwright");
        walk.look("people");

        page.getByLabel("Names, one a line").fill("Carol\ndave");
        walk.press("Add");
        assertThat(page.getByText("2 people were added.")).isVisible();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("bo");
        walk.press("Show");
        assertThat(page.locator("main h2 a")).hasText("bob");
        walk.press("Start Default server of bob");
        walk.press("Start");
        assertThat(page.locator(".state.ready")).isVisible();
        assertThat(page.locator("main h2 a")).hasText("bob");
        page.locator("main h2 a").click();
        assertThat(page.getByText("by Authenticator.allow_all")).isVisible();
        page.getByText("Make this person an administrator…").click();
        walk.look("person");
        walk.press("Log out everywhere");
        assertThat(page.getByText("In no browser.")).isVisible();
        page.getByText("Delete bob…").click();
        walk.press("Delete for good");
        assertThat(page.getByText("The person is deleted.")).isVisible();

        walk.go("/hub/admin/groups");
        walk.look("groups");
        page.getByText("gpu").click();
        page.getByLabel("Names, one a line").fill("zoe");
        walk.press("Put in");
        assertThat(page.locator("main h2 a")).hasText("zoe");
        walk.look("group");
        walk.go("/hub/admin/sessions");
        walk.look("sessions");
        walk.go("/hub/admin/logins");
        assertThat(page.getByText("named in Authenticator.blocked_users")).isVisible();
        walk.look("logins");
        walk.go("/hub/admin/services");
        assertThat(page.getByText("Not there")).hasCount(2);
        page.getByText("What announcements may do").click();
        walk.look("services");
        walk.go("/hub/admin/notices");
        walk.look("notices");
        walk.go("/hub/admin/settings");
        walk.look("settings");
    }

    @Test
    void showsATutorTheirPart() throws Exception {
        hub.browserOf("bob");
        walk.logIn("turing", "/hub/admin");
        assertThat(page.locator("main h2 a")).hasText(new String[] {"bob", "turing"});
        walk.look("people-of-a-tutor");
        page.locator("main h2 a").first().click();
        walk.look("person-for-a-tutor");
        walk.go("/hub/admin/groups");
        page.getByText("gpu").click();
        assertThat(page.getByText("bob")).isVisible();
        walk.look("group-for-a-tutor");
        walk.go("/hub/admin/settings");
        walk.look("forbidden");
    }
}
