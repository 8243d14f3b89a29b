package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages that ask people something on their way, or tell them why it goes no further. */
@RequiresEngine({Engine.BROWSER, Engine.AXE_CORE})
class EveryQuestionIT {

    private static final ServerRef ALICE = ServerRef.of("alice");

    @TempDir
    Path folder;

    private WholeHub hub;
    private Walk walk;
    private Page page;

    @BeforeEach
    void start() throws Exception {
        ServiceDefinition grades = ServiceDefinition.builder("grades")
                .url(URI.create("http://127.0.0.1:" + FreePort.take()))
                .apiToken(Secret.of("the token of a service"))
                .oauthClientAllowedScopes(List.of("read:users!user", "servers!user"))
                .build();
        Role everybody = Role.of(Role.USER, "", Set.of("self", "access:services!service=grades"));
        hub = new WholeHub(folder, builder -> builder.services(List.of(grades))
                .roles(List.of(everybody), ScopeTree.standard())
                .authenticator(EveryQuestionIT::answer, LoginRules.allowAll()));
        walk = new Walk(hub.hub.url());
        page = walk.page;
    }

    @AfterEach
    void close() {
        hub.servers.release();
        walk.close();
        hub.close();
    }

    /** Some have a device for codes, the password of some has expired, and nobody answers for some. */
    private static AuthResult answer(AuthRequest request) throws ProviderException {
        String user = request.flow().flatMap(flow -> flow.text("user")).orElse(request.username());
        if (request.flow().isEmpty()) {
            if (user.equals("nobody")) {
                throw ProviderException.retryable("The directory does not answer. Try again in a minute.", "no answer");
            }
            if (!request.password().reveal().equals(RunningHub.PASSWORD)) {
                return AuthResult.denied(DenialReason.BAD_CREDENTIALS);
            }
            Opaque flow = Opaque.of(1, Map.of("user", user));
            if (user.equals("oscar")) {
                return AuthResult.challenge(
                        List.of(new AuthResult.Field("code", "Code from your device", true)), "", flow);
            }
            if (user.equals("edith")) {
                return AuthResult.challenge(
                        List.of(
                                new AuthResult.Field("new", "New password", true),
                                new AuthResult.Field("again", "New password again", true)),
                        "Your password has expired. Choose another one.",
                        flow);
            }
        }
        AuthResult.Granted granted = AuthResult.granted(Identity.of(user));
        return user.equals("edith") ? granted.withNotice("Your new password is valid for 90 days.") : granted;
    }

    @Test
    void asksOnTheWayIn() {
        walk.logIn("oscar", "/hub/home");
        assertThat(page.getByLabel("Code from your device")).isFocused();
        walk.look("login-code");
        page.getByLabel("Code from your device").fill("123456");
        walk.press("Continue");
        assertThat(page).hasTitle("Your servers · Hubwright");
        walk.go("/hub/logout");

        walk.logIn("edith", "/hub/home");
        assertThat(page.getByText("Your password has expired.")).isVisible();
        walk.look("login-expired");
        page.getByLabel("New password", new Page.GetByLabelOptions().setExact(true))
                .fill("longer than before");
        page.getByLabel("New password again").fill("longer than before");
        walk.press("Continue");
        assertThat(page.getByText("Your new password is valid for 90 days.")).isVisible();
        walk.look("notice");
        page.getByText("Continue", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page).hasTitle("Your servers · Hubwright");
        walk.go("/hub/logout");

        walk.logIn("nobody", "/hub/home");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The directory does not answer.");
        walk.look("login-unavailable");
    }

    @Test
    void asksWhetherAServiceMayAct() {
        walk.logIn(
                "alice", "/hub/api/oauth2/authorize?client_id=service-grades&response_type=code&scope=read:users!user");
        assertThat(page.getByText("Allow access?")).isVisible();
        assertThat(page.locator(".scopes li")).not().hasCount(0);
        walk.look("consent");
        page.getByText("Do not allow").click();
        assertThat(page).hasTitle("Your servers · Hubwright");
    }

    @Test
    void asksWhetherSomebodyWantsAShare() throws Exception {
        hub.makeUser("alice");
        hub.store.servers().update(ALICE, record -> record);
        Secret code = Secret.of("a code for a share");
        hub.store.shareCodes().add(code, ALICE, Set.of("access:servers!server=alice/"), Duration.ofDays(1));

        walk.logIn("bob", "/hub/accept-share?code=" + WebClient.encode(code.reveal()));
        assertThat(page).hasTitle("Shared with you · Hubwright");
        assertThat(page.locator(".scopes li")).hasText("use it");
        walk.look("accept-share");
        walk.press("Accept");
        assertThat(page).hasTitle("Not running · Hubwright");
        walk.look("not-running-of-another");
        walk.go("/hub/accept-share?code=another");
        assertThat(page.getByText("This code is not known")).isVisible();
        walk.look("accept-share-unknown");
    }

    @Test
    void saysWhyItGoesNoFurther() throws Exception {
        walk.logIn("alice", "/hub/home");
        hub.hub.servers().start(ALICE, "default", Opaque.empty());
        walk.go("/user/alice/");
        assertThat(page.locator("body")).hasText("This is the server of alice/");
        hub.servers.stopAll();
        walk.go("/user/alice/");
        assertThat(page.getByText("Your server does not answer.")).isVisible();
        walk.look("error-503");

        hub.servers.holdStops();
        hub.hub.servers().stop(ALICE, StopMode.GRACEFUL);
        walk.go("/hub/spawn-pending/alice");
        assertThat(page).hasTitle("Stopping · Hubwright");
        walk.look("stopping");
        hub.servers.release();

        walk.go("/hub/admin");
        assertThat(page.getByText("This page is for administrators")).isVisible();
        walk.look("error-403");
        for (String status : List.of("404", "500", "502", "504")) {
            walk.go("/hub/error/" + status);
            assertThat(page.locator(".status")).hasText(status);
            walk.look("error-" + status);
        }
        page.locator("a.button").click();
        assertThat(page).hasTitle("Your servers · Hubwright");
    }
}
