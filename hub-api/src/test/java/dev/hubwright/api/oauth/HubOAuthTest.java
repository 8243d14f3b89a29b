package dev.hubwright.api.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubOAuthTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final String CLIENT = "jupyterhub-user-alice";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T12:00:00Z"));
    private FakeHub hub;
    private Map<String, String> environment;
    private HubOAuth oauth;

    @BeforeEach
    void start() throws Exception {
        hub = new FakeHub();
        environment = new HashMap<>(Map.of(
                "JUPYTERHUB_API_URL", hub.api().toString(),
                "JUPYTERHUB_API_TOKEN", TOKEN,
                "JUPYTERHUB_CLIENT_ID", CLIENT,
                "JUPYTERHUB_HOST", "",
                "JUPYTERHUB_BASE_URL", "/",
                "JUPYTERHUB_SERVICE_PREFIX", "/user/alice/",
                "JUPYTERHUB_OAUTH_CALLBACK_URL", "/user/alice/oauth_callback",
                "JUPYTERHUB_OAUTH_ACCESS_SCOPES", "[\"access:servers!server=alice/\", \"access:servers!user=alice\"]"));
        oauth = oauth();
        hub.users.put("alices", user("alice", "access:servers!server=alice/"));
        hub.users.put("bobs", user("bob", "access:servers!server=bob/"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubOAuth oauth() {
        return HubOAuth.of(HubOAuthConfig.of(environment), clock);
    }

    private static String user(String name, String scope) {
        return "{\"kind\": \"user\", \"name\": \"" + name + "\", \"admin\": false, \"groups\": [\"a\\u00e4\"],"
                + " \"session_id\": null, \"scopes\": [\"" + scope + "\"]}";
    }

    @Test
    void knowsWhoeverBringsATokenOfTheHub() throws Exception {
        Visit visit = oauth.visit(get("/user/alice/").with("authorization", "Bearer alices"));

        assertThat(visit).isInstanceOfSatisfying(Visit.Known.class, known -> {
            assertThat(known.user().name()).isEqualTo("alice");
            assertThat(known.user().groups()).containsExactly("a\u00e4");
            assertThat(known.xsrf()).isEmpty();
            assertThat(oauth.isForged(get("/user/alice/"), known)).isFalse();
        });
        assertThat(oauth.visit(get("/user/alice/").with("authorization", "token nobodys")))
                .isInstanceOf(Visit.Stranger.class);
        assertThat(oauth.visit(get("/user/alice/").with("authorization", "Basic YTpi")))
                .isInstanceOf(Visit.Stranger.class);
        assertThat(oauth.visit(get("/user/alice/").with("authorization", "token bobs")))
                .isInstanceOf(Visit.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "access:servers, true",
        "access:servers!user=alice, true",
        "access:servers!server=alice/, true",
        "access:servers!server=alice/lab, false",
        "access:servers!user=alice2, false",
        "read:users!user=alice, false",
        "access:services, false",
    })
    void asksForOneOfItsScopes(String held, boolean admitted) throws Exception {
        hub.users.put("t", user("carol", held));

        assertThat(oauth.visit(get("/user/alice/").with("authorization", "token t")) instanceof Visit.Known)
                .isEqualTo(admitted);
    }

    @Test
    void letsNobodyInWhereNoScopeIsNamed() throws Exception {
        environment.remove("JUPYTERHUB_OAUTH_ACCESS_SCOPES");

        assertThat(oauth().visit(get("/user/alice/").with("authorization", "token alices")))
                .isInstanceOf(Visit.Refused.class);
    }

    @Test
    void logsABrowserIn() throws Exception {
        WebAnswer login = oauth.login(get("/user/alice/files?path=a%20b"));
        String location = login.location().orElseThrow();
        assertThat(location).startsWith("/hub/api/oauth2/authorize?client_id=" + CLIENT);
        assertThat(Query.value(location, "redirect_uri")).contains("/user/alice/oauth_callback");
        assertThat(login.cookies())
                .singleElement()
                .asString()
                .contains("; Path=/user/alice/;", "; Max-Age=600;", "; HttpOnly;", "; SameSite=Lax")
                .doesNotContain("Secure");

        hub.codes.put("c", "alices");
        Browser browser = new Browser().keep(login);
        WebAnswer end = oauth.callback(browser.get(callback("c", location)));
        browser.keep(end);

        assertThat(end.location()).contains("/user/alice/files?path=a%20b");
        assertThat(hub.forms).singleElement().satisfies(form -> {
            assertThat(form)
                    .containsEntry("client_secret", TOKEN)
                    .containsEntry("grant_type", "authorization_code")
                    .containsEntry("redirect_uri", "/user/alice/oauth_callback");
            assertThat(Sealer.digest(form.get("code_verifier")))
                    .isEqualTo(Query.value(location, "code_challenge").orElseThrow());
        });
        assertThat(browser.names()).containsExactly(CLIENT);
        assertThat(browser.header()).doesNotContain("alices");
        assertThat(oauth.visit(browser.get("/user/alice/"))).isInstanceOf(Visit.Known.class);
    }

    @Test
    void tellsItsOwnRequestsFromForgedOnes() throws Exception {
        Browser browser = loggedIn();
        Visit.Known visit = (Visit.Known) oauth.visit(browser.get("/user/alice/"));
        String xsrf = visit.xsrf().orElseThrow();

        assertThat(oauth.isForged(browser.get("/user/alice/x"), visit)).isTrue();
        assertThat(oauth.isForged(browser.get("/user/alice/x?_xsrf=other"), visit))
                .isTrue();
        assertThat(oauth.isForged(browser.get("/user/alice/x?_xsrf=" + xsrf), visit))
                .isFalse();
        assertThat(oauth.isForged(browser.get("/user/alice/x").with("x-xsrftoken", xsrf), visit))
                .isFalse();
    }

    @Test
    void takesNoLoginThatThisBrowserHasNotBegun() throws Exception {
        hub.codes.put("c", "alices");
        WebAnswer login = oauth.login(get("/user/alice/"));
        String location = login.location().orElseThrow();

        assertThat(oauth.callback(get(callback("c", location))).status()).isEqualTo(400);
        Browser other = new Browser().keep(oauth.login(get("/user/alice/")));
        assertThat(oauth.callback(other.get(callback("c", location))).status()).isEqualTo(400);
        assertThat(oauth.callback(get("/user/alice/oauth_callback")).status()).isEqualTo(400);
        clock.advance(Duration.ofMinutes(11));
        assertThat(oauth.callback(new Browser().keep(login).get(callback("c", location)))
                        .status())
                .isEqualTo(400);
        assertThat(hub.codes).containsKey("c");
    }

    @Test
    void tellsWhatTheHubSaysAgainstALogin() throws Exception {
        WebAnswer login = oauth.login(get("/user/alice/"));
        Browser browser = new Browser().keep(login);
        String state = Query.value(login.location().orElseThrow(), "state").orElseThrow();

        WebAnswer refused = oauth.callback(browser.get(
                "/user/alice/oauth_callback?error=access_denied&error_description=not+today&state=" + state));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("not today");
        assertThat(oauth.callback(browser.get(callback("used", login.location().orElseThrow())))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "https://evil.example/", "/user/bob/", "/user/alice/\\x", "/user/alice/a b"})
    void comesBackToItsOwnPagesOnly(String uri) throws Exception {
        WebAnswer login = oauth.login(get(uri));
        hub.codes.put("c", "alices");

        assertThat(oauth.callback(new Browser()
                                .keep(login)
                                .get(callback("c", login.location().orElseThrow())))
                        .location())
                .contains("/user/alice/");
    }

    @Test
    void believesNoCookieThatItHasNotMade() throws Exception {
        Browser browser = loggedIn();
        String cookie = browser.header();

        assertThat(oauth.visit(get("/user/alice/").with("cookie", CLIENT + "=x; " + cookie)))
                .as("the first that is good")
                .isInstanceOf(Visit.Known.class);
        assertThat(oauth.visit(get("/user/alice/").with("cookie", cookie.substring(0, cookie.length() - 2))))
                .isInstanceOf(Visit.Stranger.class);
        environment.put("JUPYTERHUB_API_TOKEN", "another");
        assertThat(oauth().visit(browser.get("/user/alice/"))).isInstanceOf(Visit.Stranger.class);
        environment.put("JUPYTERHUB_API_TOKEN", TOKEN);
        assertThat(oauth().visit(browser.get("/user/alice/")))
                .as("a replica, or the same after a restart")
                .isInstanceOf(Visit.Known.class);
        clock.advance(Duration.ofDays(15));
        assertThat(oauth.visit(browser.get("/user/alice/"))).isInstanceOf(Visit.Stranger.class);
    }

    @Test
    void asksTheHubOnceInFiveMinutesAndAfterALogout() throws Exception {
        WebRequest request = get("/user/alice/").with("authorization", "token alices");
        oauth.visit(request);
        oauth.visit(request);
        assertThat(hub.questions).hasSize(1);

        hub.users.remove("alices");
        assertThat(oauth.visit(request)).isInstanceOf(Visit.Known.class);
        assertThat(oauth.visit(get("/user/alice/")
                        .with("authorization", "token alices")
                        .with("cookie", "jupyterhub-session-id=new")))
                .isInstanceOf(Visit.Stranger.class);
        clock.advance(Duration.ofSeconds(301));
        assertThat(oauth.visit(request)).isInstanceOf(Visit.Stranger.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 404})
    void takesAnOutageForNoRefusal(int status) throws Exception {
        Browser browser = loggedIn();
        clock.advance(Duration.ofMinutes(6));
        hub.broken = status;

        assertThatThrownBy(() -> oauth.visit(browser.get("/user/alice/")))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining(Integer.toString(status));
        hub.close();
        assertThatThrownBy(() -> oauth.visit(browser.get("/user/alice/")))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("JUPYTERHUB_API_URL");
    }

    @Test
    void logsOutAtTheHub() throws Exception {
        environment.put("JUPYTERHUB_HOST", "https://hub.example.org");
        environment.put("JUPYTERHUB_BASE_URL", "/jupyter/");
        WebAnswer logout = oauth().logout(get("/user/alice/logout"));

        assertThat(logout.location()).contains("https://hub.example.org/jupyter/hub/logout");
        assertThat(logout.cookies())
                .singleElement()
                .asString()
                .startsWith(CLIENT + "=;")
                .contains("Max-Age=0");
    }

    @Test
    void keepsCookiesToTlsWhereThereIsTls() {
        assertThat(oauth.login(get("/user/alice/").with("x-forwarded-proto", "https,http"))
                        .cookies()
                        .get(0))
                .contains("; Secure");
        environment.put("JUPYTERHUB_PUBLIC_URL", "https://hub.example.org/user/alice/");
        environment.put("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED", "1");
        environment.put("JUPYTERHUB_COOKIE_OPTIONS", "{\"SameSite\": \"Strict\"}");
        assertThat(oauth().login(get("/user/alice/")).cookies().get(0))
                .startsWith("__Host-" + CLIENT)
                .contains("; Path=/;", "; Secure", "; SameSite=Strict");
    }

    @Test
    void namesAllThatIsWrongWithTheEnvironment() {
        assertThatThrownBy(() -> HubOAuthConfig.of(
                        Map.of("JUPYTERHUB_API_URL", "nowhere", "JUPYTERHUB_OAUTH_ACCESS_SCOPES", "access:servers")))
                .isInstanceOfSatisfying(
                        InvalidSettings.class, e -> assertThat(e.problems()).hasSize(4));
        assertThat(HubOAuthConfig.of(environment)).asString().doesNotContain(TOKEN);
    }

    @Test
    void reportsActivityAtOnceAndAgainAfterAFailure() {
        environment.put("JUPYTERHUB_ACTIVITY_URL", hub.api() + "/users/alice/activity");
        environment.put("JUPYTERHUB_ACTIVITY_INTERVAL", "0.05");
        environment.put("JUPYTERHUB_SERVER_NAME", "la\"b");
        hub.broken = 503;
        try (ActivityReports reports = ActivityReports.start(HubOAuthConfig.of(environment), clock)) {
            clock.advance(Duration.ofSeconds(5));
            reports.touch();
            hub.broken = 0;

            Eventually.holds(
                    "a report",
                    () -> hub.reports.contains(TOKEN + " users/alice/activity {\"servers\":{"
                            + "\"la\\u0022b\":{\"last_activity\":\"2026-11-25T12:00:05Z\"}},"
                            + "\"last_activity\":\"2026-11-25T12:00:05Z\"}"));
        }
    }

    private Browser loggedIn() throws Exception {
        hub.codes.put("c", "alices");
        WebAnswer login = oauth.login(get("/user/alice/"));
        Browser browser = new Browser().keep(login);
        return browser.keep(
                oauth.callback(browser.get(callback("c", login.location().orElseThrow()))));
    }

    private static String callback(String code, String location) {
        return "/user/alice/oauth_callback?code=" + code + "&state="
                + Query.value(location, "state").orElseThrow();
    }

    private static Sent get(String uri) {
        return new Sent(uri, Map.of());
    }

    private record Sent(String uri, Map<String, String> values) implements WebRequest {

        Sent with(String name, String value) {
            Map<String, String> more = new HashMap<>(values);
            more.put(name, value);
            return new Sent(uri, more);
        }

        @Override
        public List<String> headers(String name) {
            return Optional.ofNullable(values.get(name)).stream().toList();
        }
    }

    /** Keeps cookies. */
    private static final class Browser {

        private final Map<String, String> cookies = new HashMap<>();

        Browser keep(WebAnswer answer) {
            for (String cookie : answer.cookies()) {
                String[] pair = cookie.split(";")[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
                if (cookie.contains("Max-Age=0")) {
                    cookies.remove(pair[0]);
                }
            }
            return this;
        }

        List<String> names() {
            return new ArrayList<>(cookies.keySet());
        }

        String header() {
            return String.join(
                    "; ",
                    cookies.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }

        Sent get(String uri) {
            return HubOAuthTest.get(uri).with("cookie", header());
        }
    }
}
