package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.spawn.ServerRef;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins by cookies that no neighbouring domain can plant. */
class HostCookiesTest {

    private static final URI HUB = URI.create("https://hub.example.org");
    private static final String LOGIN = "__Host-jupyterhub-hub-login";

    @TempDir
    Path folder;

    @Test
    void letsPeopleInByThemAlone() throws Exception {
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.publicUrl(HUB).hostCookies())) {
            WebClient browser = hub.browser();
            browser.get("/hub/login");
            List<String> set = browser.post("/hub/login", Map.of("username", "alice", "password", RunningHub.PASSWORD))
                    .setCookies();

            assertThat(set)
                    .filteredOn(cookie -> cookie.contains("hub-login"))
                    .singleElement()
                    .asString()
                    .startsWith(LOGIN + "=")
                    .contains("; Path=/;", "; Secure", "; HttpOnly")
                    .doesNotContain("Domain");
            String value = set.stream()
                    .filter(cookie -> cookie.startsWith(LOGIN))
                    .map(cookie -> cookie.substring(LOGIN.length() + 1, cookie.indexOf(';')))
                    .findFirst()
                    .orElseThrow();
            assertThat(home(hub, LOGIN + "=" + value)).isEqualTo(200);
            assertThat(home(hub, "jupyterhub-hub-login=" + value)).isEqualTo(302);
        }
    }

    @Test
    void tellsServers() throws Exception {
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.publicUrl(HUB).hostCookies())) {
            hub.api("alice").post("users/alice/server", "");
            assertThat(hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED"))
                    .isEqualTo("1");
        }
    }

    /** Who plants the cookie of a login under way logs somebody else in as themselves. */
    @Test
    void holdsLoginsUnderWayByThemToo() throws Exception {
        FakeProvider corp = new FakeProvider("corp");
        try (WholeHub hub = new WholeHub(
                folder,
                builder -> builder.publicUrl(HUB).hostCookies().authenticator("corp", corp, LoginRules.allowAll()))) {
            WebClient browser = hub.browser();
            WebClient.Answer begun = browser.get("/hub/login/corp");
            String state = begun.sent("state").orElseThrow();
            assertThat(begun.setCookies())
                    .filteredOn(cookie -> cookie.contains("hubwright-flow-"))
                    .singleElement()
                    .asString()
                    .startsWith("__Host-hubwright-flow-")
                    .contains("; Path=/;", "; Secure");

            WebClient.Answer back = browser.get("/hub/corp/oauth_callback?state=" + state + "&code=alice");

            assertThat(back.setCookies()).anyMatch(cookie -> cookie.startsWith(LOGIN + "="));
        }
    }

    private static int home(WholeHub hub, String cookie) {
        return hub.browser().get("/hub/home", "Cookie", cookie).status();
    }
}
