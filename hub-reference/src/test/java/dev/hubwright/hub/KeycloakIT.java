package dev.hubwright.hub;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.Keycloak;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a person who has an account at a Keycloak, in a browser, with a real notebook server. */
@RequiresEngine({Engine.KEYCLOAK, Engine.JUPYTER, Engine.BROWSER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class KeycloakIT {

    private static final double PATIENCE = 90_000;
    private static final Pattern SECRETS = Pattern.compile("[?&](?:code|state|id_token_hint|session_state)=([^&]+)");

    private OidcHub hub;
    private Keycloak keycloak;
    private Chromium chromium;
    private final List<String> secrets = Collections.synchronizedList(new ArrayList<>());
    private final List<String> referrers = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        hub = OidcHub.reserve();
        keycloak = Keycloak.start(folder, realm());
        hub.start(
                folder,
                keycloak.url().resolve("/realms/institute"),
                "openid, profile, email",
                "/hub-users/students",
                List.of("jupyterhub-singleuser", "--allow-root"));
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        if (chromium != null) {
            chromium.close();
        }
        hub.close();
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void leadsToARunningCellAndOutAtBothEnds() {
        Page page = fresh();
        Chromium.open(page, hub.url().toString());
        Chromium.picture(page, "keycloak-button");
        pressTheButton(page);
        Chromium.picture(page, "keycloak-login");
        logIn(page, "alice");
        page.waitForURL(Pattern.compile(".*/user/alice/tree.*"), new Page.WaitForURLOptions().setTimeout(PATIENCE));
        Person.calculate(page);
        assertThat(hub.told("EMAIL")).isEqualTo("alice@example.org");
        secrets.add(hub.told("UPSTREAM_TOKEN"));

        Chromium.open(page, hub.url("/hub/home"));
        page.getByText("Sign out").click();

        assertThat(page).hasURL(hub.url("/hub/login"), new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
        pressTheButton(page);
        assertThat(page.locator("#password")).isVisible();
        assertThat(Chromium.open(page, hub.url("/user/alice/tree")).url()).contains("/hub/login");
        assertNoTraces();
    }

    @Test
    void lets2TabsLogInAtTheSameTime() {
        Page first = fresh();
        Page second = first.context().newPage();
        Chromium.open(first, hub.url("/hub/login?next=%2Fhub%2Ftoken"));
        Chromium.open(second, hub.url("/hub/login?next=%2Fhub%2Fhome"));
        pressTheButton(first);
        pressTheButton(second);

        logIn(first, "alice");
        assertThat(first).hasURL(hub.url("/hub/token"), new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
        // Keycloak's page notices by itself that the other tab is in, or takes the password as well.
        if (second.locator("#password").isVisible()) {
            logIn(second, "alice");
        }
        assertThat(second).hasURL(hub.url("/hub/home"), new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
        first.reload();
        assertThat(first).hasURL(hub.url("/hub/token"));
    }

    @Test
    void endsTheSessionWhenAnAdministratorOfKeycloakEndsIt() {
        Page page = fresh();
        Chromium.open(page, hub.url("/hub/login?next=%2Fhub%2Ftoken"));
        pressTheButton(page);
        logIn(page, "carol");
        assertThat(page).hasURL(hub.url("/hub/token"), new PageAssertions.HasURLOptions().setTimeout(PATIENCE));

        logOutAtKeycloak("carol");

        Eventually.holds("Keycloak has told the hub: " + keycloak.output(), Duration.ofSeconds(60), () -> {
            Chromium.open(page, hub.url("/hub/token"));
            return page.url().contains("/hub/login");
        });
    }

    @Test
    void refusesWhoIsNotInTheGroup() {
        Page page = fresh();
        Chromium.open(page, hub.url().toString());
        pressTheButton(page);
        logIn(page, "bob");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("you may not use this hub");
        assertThat(page.url()).doesNotContain("code=", "state=");
        Chromium.picture(page, "keycloak-refused");
    }

    private Page fresh() {
        Page page = chromium.fresh();
        page.context().onRequest(request -> {
            Matcher secret = SECRETS.matcher(request.url());
            while (secret.find()) {
                secrets.add(secret.group(1));
            }
            if (request.headers().containsKey("referer")) {
                referrers.add(request.headers().get("referer"));
            }
        });
        return page;
    }

    private void pressTheButton(Page page) {
        page.getByText("Sign in with the institute").click();
        page.locator("#username").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
    }

    private static void logIn(Page page, String name) {
        page.locator("#username").fill(name);
        page.locator("#password").fill(name + "-password");
        page.locator("#kc-login").click();
    }

    private void assertNoTraces() {
        assertThat(secrets).isNotEmpty();
        secrets.add(OidcHub.CLIENT_SECRET);
        assertThat(hub.log()).doesNotContain(secrets);
        assertThat(referrers)
                .filteredOn(referrer -> referrer.startsWith(hub.url().toString()))
                .noneMatch(referrer -> referrer.contains("code=") || referrer.contains("state="));
    }

    private void logOutAtKeycloak(String name) {
        WebClient admin = new WebClient(keycloak.url());
        String token = admin.postAsIs(
                        "/realms/master/protocol/openid-connect/token",
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", Keycloak.ADMIN_PASSWORD))
                .json()
                .get("access_token")
                .asText();
        String[] asAdministrator = {"Authorization", "Bearer " + token};
        JsonNode users = admin.get("/admin/realms/institute/users?exact=true&username=" + name, asAdministrator)
                .json();
        String id = users.get(0).get("id").asText();
        assertThat(admin.json("POST", "/admin/realms/institute/users/" + id + "/logout", "", asAdministrator)
                        .status())
                .isEqualTo(204);
    }

    private String realm() {
        return """
                {"realm": "institute", "enabled": true, "sslRequired": "none",
                 "groups": [{"name": "hub-users", "subGroups": [{"name": "students"}]}],
                 "users": [%s, %s, %s],
                 "clients": [{
                   "clientId": "hub", "enabled": true, "protocol": "openid-connect", "publicClient": false,
                   "secret": "%s", "standardFlowEnabled": true, "frontchannelLogout": false,
                   "redirectUris": ["%s"],
                   "attributes": {
                     "pkce.code.challenge.method": "S256",
                     "post.logout.redirect.uris": "%s",
                     "backchannel.logout.url": "%s",
                     "backchannel.logout.session.required": "true"},
                   "protocolMappers": [{
                     "name": "groups", "protocol": "openid-connect",
                     "protocolMapper": "oidc-group-membership-mapper",
                     "config": {"claim.name": "groups", "full.path": "true", "id.token.claim": "true",
                                "access.token.claim": "true", "userinfo.token.claim": "true"}}]}]}
                """.formatted(
                        person("alice", "\"/hub-users/students\""),
                        person("carol", "\"/hub-users/students\""),
                        person("bob", ""),
                        OidcHub.CLIENT_SECRET,
                        hub.url("/hub/oauth_callback"),
                        hub.url("/hub/logout"),
                        hub.url("/hub/backchannel_logout"));
    }

    private static String person(String name, String groups) {
        return """
                {"username": "%1$s", "enabled": true, "email": "%1$s@example.org", "emailVerified": true,
                 "firstName": "%1$s", "lastName": "Example", "groups": [%2$s],
                 "credentials": [{"type": "password", "value": "%1$s-password"}]}""".formatted(name, groups);
    }
}
