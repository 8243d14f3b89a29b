package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser meets: logins, redirects, pages of servers that are not there, and what others try. */
@Timeout(60)
class BrowserPagesTest {

    private static final String LOGIN_COOKIE = "jupyterhub-hub-login";
    private static final String SESSION_COOKIE = "jupyterhub-session-id";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_xsrf\"[^>]*value=\"([^\"]+)\"");

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder);
    }

    @AfterEach
    void close() {
        hub.servers.release();
        hub.close();
    }

    @Test
    void startsTheServerAfterTheLogin() {
        WebClient browser = hub.browser();

        WebClient.Answer page = browser.follow(browser.logIn("alice"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("This is the server of alice/");
    }

    @Test
    void refusesAWrongPasswordWithTheFormAgain() {
        WebClient browser = hub.browser();
        browser.get("/hub/login");

        WebClient.Answer answer = browser.post("/hub/login", Map.of("username", "alice", "password", "wrong"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body())
                .contains("Invalid username or password.", "alice")
                .doesNotContain("wrong");
        assertThat(browser.cookie(LOGIN_COOKIE)).isEmpty();
    }

    @Test
    void refusesSomebodyWhoIsBlocked() {
        WebClient browser = hub.browser();

        WebClient.Answer answer = browser.logIn("mallory");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(browser.cookie(LOGIN_COOKIE)).isEmpty();
        assertThat(browser.get("/hub/home").location().get()).startsWith("/hub/login");
    }

    @Test
    void takesNoLoginWithoutItsOwnForm() {
        WebClient browser = hub.browser();
        Map<String, String> fields = Map.of("username", "alice", "password", RunningHub.PASSWORD);

        assertThat(browser.postAsIs("/hub/login", fields).status()).isEqualTo(403);
        assertThat(browser.cookie(LOGIN_COOKIE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spawn", "stop", "spawn/alice", "stop/alice", "token", "token/a1/revoke"})
    void takesNoFormThatIsNotItsOwn(String form) throws Exception {
        WebClient alice = hub.browserOf("alice");
        alice.get("/hub/home");

        assertThat(alice.postAsIs("/hub/" + form, Map.of()).status()).isEqualTo(403);
        assertThat(alice.postAsIs("/hub/" + form, Map.of("_xsrf", "x." + alice.xsrf()))
                        .status())
                .isEqualTo(403);
        assertThat(hub.servers.count()).isZero();
        assertThat(hub.store.tokens().ofUser("alice")).isEmpty();
    }

    @Test
    void keepsFormsGoodWhileOtherPagesFail() {
        WebClient alice = hub.browserOf("alice");
        String token = formToken(alice.get("/hub/home"));
        alice.get("/hub/nonsense");
        alice.get("/favicon.ico");
        alice.get("/user/bob/");
        alice.get("/hub/token");

        assertThat(alice.postAsIs("/hub/spawn", Map.of("_xsrf", token)).status())
                .isEqualTo(302);
        assertThat(hub.servers.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home",
                "//evil.example",
                "///evil.example",
                "////evil.example",
                "\\\\evil.example",
                "\\/evil.example",
                "/\\evil.example",
                "https://evil.example/",
                "https:evil.example",
                "http:/evil.example",
                "http://127.0.0.1.evil.example/",
                "http://127.0.0.1@evil.example/",
                "//127.0.0.1.evil.example/",
                "javascript:alert(1)",
                "data:text/html,x",
                "/\t/evil.example",
                "\t//evil.example",
                "/\n/evil.example",
                "/x\r\nSet-Cookie: a=b",
                " //evil.example",
                "/\u0000/evil",
                "/%0d%0aSet-Cookie:%20a=b",
                "http://ORIGIN//evil.example",
                "http://ORIGIN/\\evil.example",
                "//ORIGIN//evil.example"
            })
    void neverLeadsToAnotherOrigin(String text) {
        String next = text.replace("ORIGIN", hub.hub.url().getAuthority());
        String query = "?next=" + WebClient.encode(next);
        WebClient browser = hub.browser();

        staysHere(browser.logIn("alice", "/hub/login" + query));
        staysHere(browser.get("/hub/login" + query));
        staysHere(browser.get("/hub/spawn" + query));
        staysHere(browser.get("/hub/spawn" + query));
        browser.get("/hub/home");
        staysHere(browser.post("/hub/spawn" + query, Map.of()));
        staysHere(browser.get("/hub/spawn-pending/alice" + query));
        WebClient other = hub.browser();
        other.get("/hub/login");
        staysHere(other.post("/hub/login", Map.of("username", "alice", "password", RunningHub.PASSWORD, "next", next)));
    }

    private void staysHere(WebClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.setCookies()).noneMatch(cookie -> cookie.startsWith("a="));
        String location = answer.location().orElseThrow();
        assertThat(location).startsWith("/").doesNotStartWith("//").doesNotContain("\\");
        assertThat(hub.hub.url().resolve(location).getAuthority())
                .isEqualTo(hub.hub.url().getAuthority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/x", "/%2F/evil.example", "//evil.example/..", "/user//evil.example/"})
    void leadsFromAnyAddressToItself(String path) {
        WebClient.Answer answer = hub.browser().send("GET", hub.hub.url().resolve("/") + path.substring(1), "");

        answer.location().ifPresent(location -> assertThat(URI.create(location).getRawAuthority())
                .isNull());
    }

    @Test
    void logsNobodyOutForAnImageOfAnotherSite() {
        WebClient alice = hub.browserOf("alice");

        assertThat(alice.get("/hub/logout", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Site", "same-site")
                        .status())
                .isEqualTo(403);
        assertThat(alice.get("/hub/home").status()).isEqualTo(200);
        assertThat(alice.get("/hub/logout", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(302);
    }

    @Test
    void logsOutForGood() throws Exception {
        WebClient alice = hub.browserOf("alice");
        alice.get("/hub/home");
        WebClient thief = hub.browser();
        thief.setCookie(LOGIN_COOKIE, alice.cookie(LOGIN_COOKIE).get(), "/hub/");
        assertThat(thief.get("/hub/home").status()).isEqualTo(200);

        WebClient.Answer answer = alice.get("/hub/logout");

        assertThat(answer.location().get()).startsWith("/hub/login");
        assertThat(answer.setCookies())
                .anyMatch(cookie -> cookie.startsWith(LOGIN_COOKIE + "=;") && cookie.contains("Path=/hub/"))
                .anyMatch(cookie -> cookie.startsWith(SESSION_COOKIE + "=;") && cookie.endsWith("Path=/")
                        || cookie.startsWith(SESSION_COOKIE + "=;") && cookie.contains("Path=/;"))
                .anyMatch(cookie -> cookie.startsWith("_xsrf=;") && cookie.contains("Path=/hub/"));
        assertThat(thief.get("/hub/home").status()).isEqualTo(302);
        assertThat(hub.store.sessions().ofUser("alice")).isEmpty();
    }

    @Test
    void makesANewSessionAtEachLogin() {
        WebClient attacker = hub.browserOf("bob");
        String planted = attacker.cookie(LOGIN_COOKIE).get();
        WebClient victim = hub.browser();
        victim.setCookie(LOGIN_COOKIE, planted, "/hub/");
        victim.setCookie(SESSION_COOKIE, "0".repeat(32), "/");
        attacker.get("/hub/login");
        victim.setCookie("_xsrf", attacker.xsrf(), "/hub/");

        victim.send("GET", "/hub/logout", "");
        victim.setCookie(LOGIN_COOKIE, planted, "/hub/");
        victim.logIn("alice");

        assertThat(victim.cookie(LOGIN_COOKIE).get()).isNotEqualTo(planted);
        assertThat(victim.cookie(SESSION_COOKIE).get()).isNotEqualTo("0".repeat(32));
        assertThat(victim.get("/hub/home").body()).contains("alice");
        WebClient thief = hub.browser();
        thief.setCookie(LOGIN_COOKIE, planted, "/hub/");
        assertThat(thief.get("/hub/home").status()).as("the planted cookie").isEqualTo(302);
    }

    @Test
    void setsItsCookiesSoThatScriptsAndOtherSitesCannotUseThem() {
        WebClient browser = hub.browser();
        browser.get("/hub/login");

        WebClient.Answer answer =
                browser.post("/hub/login", Map.of("username", "alice", "password", RunningHub.PASSWORD));

        assertThat(answer.setCookies())
                .anyMatch(cookie -> cookie.startsWith(LOGIN_COOKIE + "=")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Lax"))
                .anyMatch(cookie -> cookie.startsWith(SESSION_COOKIE + "=") && cookie.contains("HttpOnly"));
    }

    @Test
    void endsSessionsInTime() {
        WebClient alice = hub.browserOf("alice");

        hub.clock.advance(Duration.ofDays(14).plusSeconds(1));

        assertThat(alice.get("/hub/home").status()).isEqualTo(302);
    }

    @Test
    void lendsBrowsersTheLoginForNoLongerThanItCounts() {
        WebClient browser = hub.browser();
        browser.get("/hub/login");

        String cookie = browser.logIn("alice").setCookies().stream()
                .filter(each -> each.startsWith(LOGIN_COOKIE + "="))
                .findFirst()
                .orElseThrow();

        Matcher life = Pattern.compile("(?i)max-age=(\\d+)").matcher(cookie);
        assertThat(life.find()).as(cookie).isTrue();
        assertThat(Duration.ofSeconds(Long.parseLong(life.group(1)))).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void keepsPeopleOutOfEachOthersServers() throws Exception {
        assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);
        WebClient bob = hub.browserOf("bob");
        bob.get("/hub/home");

        for (String page : new String[] {"spawn/alice", "spawn-pending/alice"}) {
            assertThat(bob.get("/hub/" + page).status()).as(page).isEqualTo(404);
        }
        assertThat(bob.post("/hub/spawn/alice", Map.of()).status()).isEqualTo(404);
        assertThat(bob.post("/hub/stop/alice", Map.of()).status()).isEqualTo(404);
        assertThat(bob.get("/hub/user/alice/").status()).isEqualTo(404);
        assertThat(hub.servers.count()).isEqualTo(1);
        assertThat(hub.api("alice").delete("users/alice/server").status()).isEqualTo(204);
        assertThat(bob.follow(bob.get("/user/alice/lab")).status()).isEqualTo(404);
        assertThat(bob.post("/hub/spawn/alice", Map.of()).status()).isEqualTo(404);
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void letsAnAdministratorStartAndStopForOthers() throws Exception {
        hub.makeUser("alice");
        WebClient admin = hub.browserOf("admin");
        admin.get("/hub/home");

        assertThat(admin.post("/hub/spawn/alice", Map.of()).location()).contains("/user/alice/");
        assertThat(admin.post("/hub/stop/alice", Map.of()).status()).isEqualTo(302);
        assertThat(hub.servers.count()).isZero();
        assertThat(admin.get("/hub/spawn/nobody").status()).isEqualTo(404);
        assertThat(admin.post("/hub/spawn/nobody", Map.of()).status()).isEqualTo(404);
        assertThat(admin.post("/hub/stop/nobody", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void says424ForAServerThatIsNotRunning() {
        WebClient alice = hub.browserOf("alice");

        WebClient.Answer page = alice.follow(alice.get("/user/alice/lab/tree/x.ipynb"));

        assertThat(page.status()).isEqualTo(424);
        assertThat(page.header("content-type").get()).startsWith("text/html");
        assertThat(page.body()).contains("/hub/spawn/alice");
        WebClient.Answer api = alice.follow(alice.get("/user/alice/api/contents"));
        assertThat(api.status()).isEqualTo(424);
        assertThat(api.json().path("message").asText()).contains("/hub/spawn/alice");
        assertThat(alice.follow(alice.get("/user/alice/lab", "Accept", "application/json"))
                        .status())
                .isEqualTo(424);
        WebClient.Answer posted = alice.json("POST", "/user/alice/api/kernels", "{}");
        assertThat(posted.status()).isEqualTo(424);
        assertThat(posted.json().path("status").asInt()).isEqualTo(424);
        assertThat(alice.json("POST", "/hub/user/alice/api/kernels", "{}").status())
                .isEqualTo(424);
        assertThat(hub.servers.count()).as("started nothing").isZero();
    }

    @Test
    void says424ToTokensToo() throws Exception {
        WholeHub.Api alice = hub.api("alice");
        String[] token = {"Authorization", "token " + alice.token()};

        assertThat(hub.browser().get("/hub/user/alice/api/status", token).status())
                .isEqualTo(424);
        assertThat(hub.browser().get("/hub/user/bob/api/status", token).status())
                .isEqualTo(404);
        assertThat(hub.browser().get("/hub/user/alice/api/status").status()).isEqualTo(403);
    }

    @Test
    void leadsToOnesOwnServer() {
        WebClient alice = hub.browserOf("alice");

        WebClient.Answer answer = alice.get("/hub/user-redirect/lab/tree/a%20b?x=%2F");

        assertThat(answer.location())
                .contains("/hub/spawn/alice?next=" + WebClient.encode("/user/alice/lab/tree/a%20b?x=%2F"));
        assertThat(alice.follow(answer).body()).contains("the server of alice");
        assertThat(hub.browser().get("/hub/user-redirect/lab").location().get()).startsWith("/hub/login?next=");
    }

    @Test
    void endsALoopOfRedirects() throws Exception {
        assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);
        WebClient alice = hub.browserOf("alice");

        assertThat(alice.get("/hub/user/alice/lab?a=b").location()).contains("/user/alice/lab?a=b&redirects=1");
        assertThat(alice.get("/hub/user/alice/lab?redirects=1").location()).contains("/user/alice/lab?redirects=2");
        assertThat(alice.get("/hub/user/alice/lab?redirects=4").status()).isEqualTo(500);
    }

    @Test
    void showsWhyAStartFailedAndStartsNothingByItself() throws Exception {
        hub.servers.failWith(ProviderException.permanent("There is <b>no</b> room today", "/secret/path is full"));
        WebClient alice = hub.browserOf("alice");

        WebClient.Answer page = alice.follow(alice.get("/hub/spawn"));

        assertThat(page.status()).isEqualTo(500);
        assertThat(page.body())
                .contains("There is &lt;b&gt;no&lt;/b&gt; room today")
                .doesNotContain("/secret/path", "<b>no</b>");
        hub.servers.failNoMore();
        assertThat(alice.get("/hub/spawn").status()).as("asks first").isEqualTo(200);
        assertThat(hub.servers.count()).isZero();
        assertThat(alice.post("/hub/spawn", Map.of()).location()).contains("/user/alice/");
    }

    @Test
    void showsTheEndOfTheLogOfAFailedStartAsPlainText() {
        hub.servers.printing(
                "begin\r\n<script>alert(1)</script> \u001B[31mred\u001B[0m \u202Egpj\u0007\n" + "x".repeat(20_000));
        hub.servers.failWith(ProviderException.permanent("It broke", "it broke"));
        WebClient alice = hub.browserOf("alice");

        String ofALongLog = alice.follow(alice.get("/hub/spawn")).body();
        hub.servers.printing("begin\r\n<script>alert(1)</script> \u001B[31mred\u001B[0m \u202Egpj\u0007\n");
        String page = alice.get("/hub/spawn-pending/alice").body();

        assertThat(ofALongLog).contains("…xxx").hasSizeLessThan(25_000);
        assertThat(page)
                .contains(">begin\n&lt;script&gt;alert(1)&lt;/script&gt; red gpj</pre>")
                .doesNotContain("\u001B", "\u202E", "\u0007");
        hub.servers.failNoMore();
        alice.post("/hub/spawn", Map.of());
        alice.post("/hub/stop", Map.of());
        assertThat(alice.get("/hub/spawn-pending/alice").body()).doesNotContain("<pre");
    }

    @ParameterizedTest
    @CsvSource({"cross-site, 0", "same-site, 0", "same-origin, 1", "none, 1"})
    void letsNoOtherSiteStartAServer(String site, int started) {
        WebClient alice = hub.browserOf("alice");

        alice.get("/hub/spawn", "Sec-Fetch-Site", site);

        assertThat(hub.servers.count()).isEqualTo(started);
    }

    @Test
    void endsTheTokensOfTheFormerPersonWhenSomebodyElseLogsIn() throws Exception {
        assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);
        WebClient shared = hub.browserOf("alice");
        String code = shared.get("/hub/api/oauth2/authorize?client_id=jupyterhub-user-alice&response_type=code")
                .sent("code")
                .orElseThrow();
        String token = hub.browser()
                .postAsIs(
                        "/hub/api/oauth2/token",
                        Map.of(
                                "client_id",
                                "jupyterhub-user-alice",
                                "client_secret",
                                hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_API_TOKEN"),
                                "grant_type",
                                "authorization_code",
                                "code",
                                code))
                .json()
                .path("access_token")
                .asText();
        WebClient fresh = hub.browser();
        fresh.get("/hub/login");
        fresh.setCookie(LOGIN_COOKIE, shared.cookie(LOGIN_COOKIE).get(), "/hub/");

        fresh.post("/hub/login", Map.of("username", "bob", "password", RunningHub.PASSWORD));

        assertThat(fresh.get("/hub/home").body()).contains("bob");
        assertThat(new WholeHub.Api(hub.browser(), token).get("user").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login",
                "home",
                "spawn",
                "token",
                "admin",
                "device",
                "logout",
                "error/503",
                "nothing",
                "user/alice/lab",
                "spawn-pending",
                "api/oauth2/authorize?client_id=x",
                "oauth_callback"
            })
    void letsNoPageBeFramedOrRunScriptsOfItsOwn(String path) {
        for (WebClient browser : new WebClient[] {hub.browser(), hub.browserOf("admin")}) {
            WebClient.Answer answer = browser.get("/hub/" + path);

            assertThat(answer.header("content-security-policy").get())
                    .as(path)
                    .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe", "*", "data:");
            assertThat(answer.header("x-content-type-options")).contains("nosniff");
            assertThat(answer.header("referrer-policy")).contains("same-origin");
        }
    }

    @Test
    void sendsHeadersThatKeepPagesWhereTheyBelong() {
        WebClient.Answer page = hub.browser().get("/hub/login");

        assertThat(page.header("content-security-policy").get()).contains("frame-ancestors 'none'");
        assertThat(page.header("x-content-type-options")).contains("nosniff");
        assertThat(hub.browser()
                        .get("/hub/api")
                        .header("content-security-policy")
                        .get())
                .contains("default-src 'none'");
        Optional<String> token = Optional.of(formToken(page));
        assertThat(token).isPresent();
    }

    private static String formToken(WebClient.Answer page) {
        Matcher matcher = FORM_TOKEN.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1);
    }
}
