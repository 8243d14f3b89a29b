package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.OidcProvider;
import dev.hubwright.api.contract.RequiresEngine;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hub's side of OpenID Connect against a certified provider: in, to a server, out at both ends, and no traces. */
@RequiresEngine(Engine.OIDC_PROVIDER)
@Timeout(300)
class OidcProviderIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    @TempDir
    Path folder;

    private OidcHub hub;
    private OidcProvider provider;
    private final List<String> secrets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        hub = OidcHub.reserve();
        provider = OidcProvider.start(folder, """
                [{"client_id": "hub", "client_secret": "%s", "response_types": ["code"],
                  "grant_types": ["authorization_code", "refresh_token"],
                  "redirect_uris": ["%s"],
                  "post_logout_redirect_uris": ["%s"],
                  "backchannel_logout_uri": "%s", "backchannel_logout_session_required": true}]
                """.formatted(
                        OidcHub.CLIENT_SECRET,
                        hub.url("/hub/oauth_callback"),
                        hub.url("/hub/logout"),
                        hub.url("/hub/backchannel_logout")));
        hub.start(folder, provider.issuer(), "openid, profile, email, groups", "hub-users", TinyServer.command());
    }

    @AfterEach
    void close() {
        hub.close();
        provider.close();
    }

    @Test
    void leadsInAndOutAtBothEndsWithoutTraces() throws Exception {
        Browser browser = new Browser();
        String callback = browser.logIn("alice");
        WebClient.Answer back = browser.atHub.get(callback);
        assertThat(back.location()).contains("/hub/token");
        secrets.add(parameter(callback, "code"));
        secrets.add(parameter(callback, "state"));

        browser.atHub.get("/hub/spawn");
        Eventually.holds(
                "the server answers: " + hub.log(),
                PATIENCE,
                () -> browser.atHub.get("/user/alice/").body().equals("This is the server of alice"));
        String token = hub.told("UPSTREAM_TOKEN");
        secrets.add(token);
        assertThat(token).hasSizeGreaterThan(20);
        assertThat(hub.told("EMAIL")).isEqualTo("alice@example.org");

        WebClient.Answer fresh = new WholeHub.Api(browser.atHub, hub.told("JUPYTERHUB_API_TOKEN"))
                .post("upstream-token", "{\"resource\": \"\"}");
        assertThat(fresh.status()).as(fresh.body()).isEqualTo(200);
        secrets.add(fresh.json().get("access_token").asText());
        assertThat(hub.log()).contains("token-issued of alice");

        WebClient.Answer out = browser.atHub.get("/hub/logout");
        assertThat(out.location().get())
                .startsWith(provider.issuer() + "/session/end?")
                .contains("id_token_hint=");
        secrets.add(parameter(out.location().get(), "id_token_hint"));
        assertThat(browser.atHub.get("/hub/home").location().get()).startsWith("/hub/login");
        assertThat(browser.logOutAtProvider(out.location().get())).startsWith(hub.url("/hub/logout"));

        assertThat(browser.isAskedForAPassword())
                .as("the provider has forgotten the session")
                .isTrue();
        assertNoTraces();
    }

    @Test
    void endsTheSessionWhenThePersonLogsOutAtTheProvider() throws Exception {
        Browser office = new Browser();
        office.atHub.get(office.logIn("alice"));
        Browser home = new Browser();
        home.atHub.get(home.logIn("alice"));
        assertThat(office.atHub.get("/hub/home").status()).isEqualTo(200);

        office.logOutAtProvider(provider.issuer() + "/session/end");

        Eventually.holds(
                "the provider has told the hub: " + provider.output() + hub.log(),
                PATIENCE,
                () -> office.atHub.get("/hub/home").status() == 302);
        assertThat(home.atHub.get("/hub/home").status())
                .as("another session of the same person")
                .isEqualTo(200);
        assertNoTraces();
    }

    @Test
    void refusesWhoIsInNoGroupAndWhoSaysNo() throws Exception {
        Browser bob = new Browser();
        WebClient.Answer refused = bob.atHub.follow(bob.atHub.get(bob.logIn("bob")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("you may not use this hub");

        Browser unsure = new Browser();
        String callback = unsure.abort();
        assertThat(callback).contains("error=access_denied");
        WebClient.Answer page = unsure.atHub.follow(unsure.atHub.get(callback));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).doesNotContain("state=", "access_denied");
        assertNoTraces();
    }

    @Test
    void keepsServingWhileTheProviderIsGone() {
        Browser alice = new Browser();
        alice.atHub.get(alice.logIn("alice"));
        provider.close();

        assertThat(alice.atHub.get("/hub/home").status()).isEqualTo(200);
    }

    /** The file of a published installation, with the provider's addresses and a client of its own in place of theirs. */
    @Test
    void runsThePublishedFileOfAGroup() throws Exception {
        hub.close();
        String published = Files.readString(
                        Path.of("src/test/resources/dev/hubwright/hub/settings/sources/oidc-group.py"))
                .replace("https://iris-iam.stfc.ac.uk/authorize", provider.issuer() + "/auth")
                .replace("https://iris-iam.stfc.ac.uk/token", provider.issuer() + "/token")
                .replace("https://iris-iam.stfc.ac.uk/userinfo", provider.issuer() + "/me")
                .replace("jupyterhub-da/stfccloud", "hub-users")
                .replaceFirst("client_id = '<[A-Z_]*>'", "client_id = 'hub'")
                .replaceFirst("client_secret = '<[A-Z_]*>'", "client_secret = '" + OidcHub.CLIENT_SECRET + "'");
        hub.startPublished(folder, published, TinyServer.command());

        Browser alice = new Browser();
        assertThat(alice.atHub.get("/hub/login").body()).contains("IRIS IAM");
        alice.atHub.get(alice.logIn("alice"));
        alice.atHub.get("/hub/spawn");
        Eventually.holds(
                "the server answers: " + hub.log(),
                PATIENCE,
                () -> alice.atHub.get("/user/alice/").body().equals("This is the server of alice"));
        Browser bob = new Browser();
        assertThat(bob.atHub.follow(bob.atHub.get(bob.logIn("bob"))).status()).isEqualTo(403);
        assertNoTraces();
    }

    private void assertNoTraces() {
        secrets.add(OidcHub.CLIENT_SECRET);
        assertThat(hub.log()).doesNotContain(secrets);
    }

    private static String parameter(String uri, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(uri);
        assertThat(found.find()).as(uri).isTrue();
        return found.group(1);
    }

    /** One browser at two places. */
    private final class Browser {

        private final WebClient atHub = new WebClient(hub.url());
        private final WebClient atProvider = new WebClient(provider.issuer());

        /** Goes from the hub's button to the way back, which it does not take yet. */
        String logIn(String user) {
            WebClient.Answer begun = atHub.get("/hub/login/default?next=%2Fhub%2Ftoken");
            WebClient.Answer page = inside(begun.location().orElseThrow());
            while (page.location().isEmpty()) {
                Map<String, String> fields = hidden(page.body());
                if (page.body().contains("name=\"login\"")) {
                    fields.put("login", user);
                    fields.put("password", "anything");
                }
                page = inside(atProvider.postAsIs(action(page.body()), fields));
            }
            return path(page.location().get());
        }

        String abort() {
            WebClient.Answer page =
                    inside(atHub.get("/hub/login/default").location().orElseThrow());
            Matcher abort = Pattern.compile("href=\"([^\"]*/abort)\"").matcher(page.body());
            assertThat(abort.find()).as(page.body()).isTrue();
            return path(inside(abort.group(1)).location().orElseThrow());
        }

        boolean isAskedForAPassword() {
            return inside(atHub.get("/hub/login/default").location().orElseThrow())
                    .body()
                    .contains("name=\"password\"");
        }

        /** Says yes to the provider's question; gives where it leads. */
        String logOutAtProvider(String address) {
            WebClient.Answer page = inside(address);
            Map<String, String> fields = hidden(page.body());
            fields.put("logout", "yes");
            WebClient.Answer done = inside(atProvider.postAsIs(action(page.body()), fields));
            return done.location().orElse("");
        }

        /** Follows redirects as long as they stay at the provider. */
        private WebClient.Answer inside(String address) {
            return inside(atProvider.get(path(address)));
        }

        private WebClient.Answer inside(WebClient.Answer first) {
            WebClient.Answer answer = first;
            while (answer.location().filter(this::isInside).isPresent()) {
                answer = atProvider.get(path(answer.location().get()));
            }
            return answer;
        }

        private boolean isInside(String location) {
            return location.startsWith("/")
                    || location.startsWith(provider.issuer().toString());
        }

        private String path(String address) {
            URI uri = URI.create(address);
            return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        }

        private String action(String page) {
            Matcher form = FORM.matcher(page);
            assertThat(form.find()).as(page).isTrue();
            return path(form.group(1));
        }

        private static Map<String, String> hidden(String page) {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher input = HIDDEN.matcher(page);
            while (input.find()) {
                fields.put(input.group(1), input.group(2));
            }
            return fields;
        }
    }
}
