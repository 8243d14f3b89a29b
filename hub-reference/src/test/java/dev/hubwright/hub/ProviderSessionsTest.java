package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.contract.Together;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.store.CryptKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What follows a login at one identity provider: the way out of both, access that ends, and tokens for other services. */
@Timeout(60)
class ProviderSessionsTest {

    private static final String KEY = "ab".repeat(32);
    private static final ServerRef SERVER = ServerRef.of("alice");

    @TempDir
    Path folder;

    private final FakeProvider provider = new FakeProvider("idp");
    private final List<String> events = new CopyOnWriteArrayList<>();
    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = hub(false);
    }

    private WholeHub hub(boolean stopAtLogout) throws Exception {
        return new WholeHub(folder.resolve(stopAtLogout ? "stops" : "usual"), builder -> {
            builder.cryptKeys(CryptKeys.parse(KEY))
                    .autoLogin()
                    .audit((event, subject, details) -> events.add(event + " " + subject + " " + details))
                    .authenticator(
                            provider,
                            LoginRules.builder()
                                    .allowedGroups(Set.of("members"))
                                    .enableAuthState(true)
                                    .authRefreshAge(Duration.ofMinutes(5))
                                    .tokenResources(Set.of(FakeProvider.RESOURCE))
                                    .authStateEnvironment(Map.of(
                                            "GIT_TOKEN", "access_token",
                                            "GIT_MAIL", "oauth_user.email",
                                            "NOTHING", "oauth_user.phone"))
                                    .build());
            if (stopAtLogout) {
                builder.stopAtLogout();
            }
        });
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void beginsTheLoginAtOnceAndEndsItAtBothPlaces() {
        WebClient browser = hub.browser();
        assertThat(browser.get("/hub/login?next=%2Fhub%2Ftoken").location())
                .contains("/hub/login/default?next=%2Fhub%2Ftoken");
        logIn(browser, "alice/s1");

        WebClient.Answer out = browser.get("/hub/logout");

        assertThat(out.location()).contains("https://idp.example/logout?user=alice");
        assertThat(browser.cookie("jupyterhub-hub-login")).isEmpty();
        assertThat(browser.get("/hub/home").location().get()).startsWith("/hub/login");
        assertThat(browser.get("/hub/logout").body()).contains("You are signed out");
        assertThat(events).anyMatch(event -> event.startsWith("logout alice"));
    }

    @Test
    void endsOneSessionWhenTheProviderSaysSo() throws Exception {
        WebClient office = logIn(hub.browser(), "alice/s1");
        WebClient home = logIn(hub.browser(), "alice/s2");
        String token = serverToken(office);
        assertThat(whoAmI(token).status()).isEqualTo(200);

        WebClient.Answer answer = tell("sid:s1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(office.get("/hub/home").location().get()).startsWith("/hub/login");
        assertThat(home.get("/hub/home").status()).isEqualTo(200);
        assertThat(whoAmI(token).status()).isEqualTo(403);
        assertThat(hub.servers.count()).as("the server goes on").isEqualTo(1);
        assertThat(events).anyMatch(event -> event.startsWith("backchannel-logout alice"));
    }

    @Test
    void endsAllSessionsOfAPerson() {
        WebClient office = logIn(hub.browser(), "alice/s1");
        WebClient home = logIn(hub.browser(), "alice/s2");
        WebClient bob = logIn(hub.browser(), "bob/s3");

        assertThat(tell("sub:alice").status()).isEqualTo(200);

        assertThat(office.get("/hub/home").status()).isEqualTo(302);
        assertThat(home.get("/hub/home").status()).isEqualTo(302);
        assertThat(bob.get("/hub/home").status()).isEqualTo(200);
    }

    @Test
    void stopsServersAtALogoutElsewhereWhereTheOperatorWantsThat() throws Exception {
        try (WholeHub stopping = hub(true)) {
            WebClient alice = logIn(stopping.browser(), "alice/s1");
            alice.follow(alice.get("/hub/spawn"));
            assertThat(stopping.servers.count()).isEqualTo(1);

            stopping.browser().postAsIs("/hub/backchannel_logout", Map.of("logout_token", "sid:s1"));

            assertThat(stopping.hub.servers().awaitSettled(SERVER, Duration.ofSeconds(30)))
                    .isTrue();
            assertThat(stopping.servers.count()).isZero();
        }
    }

    @Test
    void believesNoMessageThatTheProviderWouldNotSend() {
        WebClient alice = logIn(hub.browser(), "alice/s1");

        assertThat(tell("nonsense").status()).isEqualTo(400);
        assertThat(hub.browser().get("/hub/backchannel_logout").status()).isEqualTo(404);
        assertThat(hub.browser()
                        .postAsIs("/hub/nobody/backchannel_logout", Map.of("logout_token", "sid:s1"))
                        .status())
                .isEqualTo(404);
        assertThat(tell("sid:unknown").status()).isEqualTo(200);
        provider.fail();
        assertThat(tell("sid:s1").status()).isEqualTo(503);
        assertThat(alice.get("/hub/home").status()).isEqualTo(200);
    }

    @Test
    void accessEndsWhenMembershipEnds() throws Exception {
        WebClient alice = logIn(hub.browser(), "alice/s1");
        String token = serverToken(alice);
        String own = hub.addToken("alice", Optional.empty()).reveal();
        hub.clock.advance(Duration.ofMinutes(6));
        provider.fail();
        assertThat(alice.get("/hub/home").status()).as("an outage keeps access").isEqualTo(200);
        assertThat(whoAmI(own).status()).isEqualTo(200);

        provider.recover();
        provider.endMembership();
        hub.clock.advance(Duration.ofMinutes(6));

        assertThat(whoAmI(own).status()).as("a token of her own").isEqualTo(403);
        assertThat(alice.get("/hub/home").status()).as("her browser").isEqualTo(302);
        assertThat(whoAmI(token).status()).as("her browser at her server").isEqualTo(403);
        assertThat(events.stream().filter(event -> event.startsWith("refresh-refused")))
                .as("the provider is not asked again at each request")
                .hasSize(1);
    }

    @Test
    void givesServersWhatTheOperatorMapsFromAuthState() {
        WebClient alice = logIn(hub.browser(), "alice");
        alice.follow(alice.get("/hub/spawn"));

        assertThat(hub.servers.told(SERVER, "GIT_TOKEN")).isEqualTo("upstream-token-0");
        assertThat(hub.servers.told(SERVER, "GIT_MAIL")).isEqualTo("alice@example.org");
        assertThat(hub.servers.told(SERVER, "NOTHING")).isNull();
        assertThat(hub.servers.secretNames(SERVER)).contains("GIT_TOKEN", "GIT_MAIL");
    }

    @Test
    void givesAServerFreshTokensOfItsOwner() throws Exception {
        WholeHub.Api server = server();

        WebClient.Answer first = ask(server, FakeProvider.RESOURCE);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("cache-control")).contains("no-store");
        assertThat(first.json().get("access_token").asText()).isEqualTo("fresh-token-0");
        assertThat(first.json().get("expires_in").asInt()).isPositive();
        assertThat(ask(server, FakeProvider.RESOURCE).json().get("access_token").asText())
                .isEqualTo("fresh-token-1");
        assertThat(events).anyMatch(event -> event.startsWith("token-issued alice") && event.contains("server alice/"));
        assertThat(events).noneMatch(event -> event.contains("fresh-token"));
    }

    @Test
    void neverUsesARefreshTokenTwice() throws Exception {
        WholeHub.Api server = server();

        List<Integer> statuses =
                Together.run(20, () -> ask(server, FakeProvider.RESOURCE).status());

        assertThat(statuses).containsOnly(200);
    }

    @Test
    void givesNothingElseAndToNobodyElse() throws Exception {
        WholeHub.Api server = server();

        assertThat(ask(server, "https://elsewhere.example/").status()).isEqualTo(403);
        assertThat(ask(server, "").status()).isEqualTo(403);
        assertThat(ask(hub.api("alice"), FakeProvider.RESOURCE).status())
                .as("a token of hers")
                .isEqualTo(403);
        assertThat(ask(hub.api("admin"), FakeProvider.RESOURCE).status()).isEqualTo(403);
        hub.hub.stopAllServers();
        assertThat(ask(server, FakeProvider.RESOURCE).status())
                .as("a server that has ended")
                .isEqualTo(403);
        assertThat(events).anyMatch(event -> event.startsWith("token-refused alice"));
    }

    @Test
    void leadsToALoginThatAsksForWhatIsMissing() throws Exception {
        WholeHub.Api server = server();
        provider.answersTokens(new TokenAnswer.LoginNeeded(Opaque.of(1, Map.of("claims", "mfa"))));

        WebClient.Answer answer = ask(server, FakeProvider.RESOURCE);

        assertThat(answer.status()).isEqualTo(401);
        String login = answer.json().get("login_url").asText();
        assertThat(login).startsWith("/hub/login/default?");
        hub.browser().get(login);
        assertThat(provider.lastBegun().hint().text("claims")).contains("mfa");
        hub.browser().get(login);
        assertThat(provider.lastBegun().hint()).as("once").isEqualTo(Opaque.empty());
    }

    @Test
    void speaksLikeAManagedIdentity() throws Exception {
        String header = identityHeader();

        WebClient.Answer answer = identity(header, "resource=https%3A%2F%2Fstorage.example&api-version=2019-08-01");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.json().get("access_token").asText()).isEqualTo("fresh-token-0");
        assertThat(answer.json().get("expires_on").asText()).matches("\\d{10}");
        assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(hub.servers.told(SERVER, "IDENTITY_ENDPOINT")).endsWith("/hub/api/identity/token");
        assertThat(hub.servers.secretNames(SERVER)).contains("IDENTITY_HEADER");
        assertThat(events).anyMatch(event -> event.startsWith("token-issued alice") && event.contains("server alice/"));
    }

    @Test
    void refusesLikeAManagedIdentity() throws Exception {
        String header = identityHeader();
        String right = "resource=https://storage.example/&api-version=2019-08-01";

        assertThat(identity("", right).status()).isEqualTo(401);
        assertThat(identity("nonsense-nonsense", right).status()).isEqualTo(401);
        assertThat(identity(header, "resource=https://elsewhere.example/&api-version=2019-08-01")
                        .status())
                .isEqualTo(403);
        assertThat(identity(header, "resource=https://storage.example/").status())
                .isEqualTo(400);
        assertThat(identity(header, "api-version=2019-08-01").status()).isEqualTo(400);
        String own = hub.addToken("alice", Optional.empty()).reveal();
        assertThat(identity(own, right).status()).as("a token of hers").isEqualTo(403);
        provider.fail();
        assertThat(identity(header, right).status()).isEqualTo(503);
        provider.recover();
        provider.answersTokens(new TokenAnswer.LoginNeeded(Opaque.empty()));
        assertThat(identity(header, right).json().get("message").asText()).contains("/hub/login/default");
        hub.hub.stopAllServers();
        assertThat(identity(header, right).status()).as("after its end").isEqualTo(401);
    }

    @Test
    void asksNoMoreThanIsGoodForTheIssuer() throws Exception {
        String header = identityHeader();
        String right = "resource=https://storage.example/&api-version=2019-08-01";
        WebClient.Answer answer = identity(header, right);
        for (int i = 0; i < 120; i++) {
            answer = identity(header, right);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isPresent();

        hub.clock.advance(Duration.ofMinutes(2));
        assertThat(identity(header, right).status()).isEqualTo(200);
    }

    @Test
    void givesNothingWhileSomebodyElseIsInTheServer() throws Exception {
        String header = identityHeader();
        String right = "resource=https://storage.example/&api-version=2019-08-01";
        hub.makeUser("admin");
        hub.addToken("admin", "jupyterhub-user-alice", Optional.empty());

        WebClient.Answer answer = identity(header, right);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("message").asText()).contains("while admin uses this server");
        assertThat(events).anyMatch(event -> event.startsWith("token-refused alice") && event.contains("admin"));
        hub.clock.advance(Duration.ofMinutes(16));
        assertThat(identity(header, right).status()).isEqualTo(200);
    }

    private String identityHeader() throws Exception {
        server();
        return hub.servers.told(SERVER, "IDENTITY_HEADER");
    }

    private WebClient.Answer identity(String header, String query) {
        return hub.browser().get("/hub/api/identity/token?" + query, "X-IDENTITY-HEADER", header);
    }

    @Test
    void anOutageOfTheIssuerIsNoRefusal() throws Exception {
        WholeHub.Api server = server();
        provider.fail();

        assertThat(ask(server, FakeProvider.RESOURCE).status()).isEqualTo(503);
    }

    private WholeHub.Api server() {
        WebClient alice = logIn(hub.browser(), "alice");
        alice.follow(alice.get("/hub/spawn"));
        return new WholeHub.Api(hub.browser(), hub.servers.told(SERVER, "JUPYTERHUB_API_TOKEN"));
    }

    private static WebClient.Answer ask(WholeHub.Api api, String resource) {
        return api.post("upstream-token", "{\"resource\": \"" + resource + "\"}");
    }

    /** What the browser gets at the server of its person, as jupyterhub-singleuser leads it. */
    private String serverToken(WebClient browser) throws ProviderException {
        browser.follow(browser.get("/hub/spawn"));
        String code = browser.get("/hub/api/oauth2/authorize?client_id=jupyterhub-user-alice&redirect_uri="
                        + "/user/alice/oauth_callback&response_type=code&state=x")
                .sent("code")
                .orElseThrow();
        return hub.browser()
                .postAsIs(
                        "/hub/api/oauth2/token",
                        Map.of(
                                "grant_type", "authorization_code",
                                "code", code,
                                "redirect_uri", "/user/alice/oauth_callback",
                                "client_id", "jupyterhub-user-alice",
                                "client_secret", hub.servers.told(SERVER, "JUPYTERHUB_API_TOKEN")))
                .json()
                .get("access_token")
                .asText();
    }

    private WebClient.Answer whoAmI(String token) {
        return new WholeHub.Api(hub.browser(), token).get("user");
    }

    private WebClient.Answer tell(String message) {
        return hub.browser().postAsIs("/hub/backchannel_logout", Map.of("logout_token", message));
    }

    private static WebClient logIn(WebClient browser, String code) {
        String state = browser.get("/hub/login/default").sent("state").orElseThrow();
        assertThat(browser.get("/hub/oauth_callback?code=" + code + "&state=" + state)
                        .status())
                .isEqualTo(302);
        return browser;
    }
}
