package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a browser from a server to the hub and back, as jupyterhub-singleuser leads it. */
@Timeout(60)
class OAuthTest {

    private static final String REDIRECT = "/user/alice/oauth_callback";
    private static final String AUTHORIZE = "/hub/api/oauth2/authorize?client_id=jupyterhub-user-alice&redirect_uri="
            + WebClient.encode(REDIRECT) + "&response_type=code&state=St%2B1";
    private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters.";

    @TempDir
    Path folder;

    private WholeHub hub;
    private WebClient alice;
    private String secret;

    @BeforeEach
    void startTheServerOfAlice() throws Exception {
        hub = new WholeHub(folder);
        alice = hub.browserOf("alice");
        assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);
        secret = hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_API_TOKEN");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void asksForALoginFirstAndComesBackAfterwards() {
        WebClient browser = hub.browser();

        WebClient.Answer asked = browser.get(AUTHORIZE);

        assertThat(asked.status()).isEqualTo(302);
        assertThat(asked.location()).contains("/hub/login?next=" + WebClient.encode(AUTHORIZE));
        WebClient.Answer loggedIn = browser.logIn("alice", asked.location().get());
        assertThat(loggedIn.location()).contains(AUTHORIZE);
        assertThat(browser.get(AUTHORIZE).sent("code")).isPresent();
    }

    @Test
    void givesTheOwnerACodeWithoutAQuestionAndTheStateVerbatim() {
        WebClient.Answer answer = alice.get(AUTHORIZE);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.location().get()).startsWith(REDIRECT + "?code=");
        assertThat(answer.sent("code").get()).matches("[A-Za-z0-9]{30}");
        assertThat(answer.sent("state")).contains("St%2B1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=nobody&redirect_uri=/user/alice/oauth_callback&response_type=code",
                "client_id=&redirect_uri=/user/alice/oauth_callback&response_type=code",
                "response_type=code",
                "client_id=jupyterhub-user-alice&redirect_uri=https://evil.example/&response_type=code",
                "client_id=jupyterhub-user-alice&redirect_uri=/user/alice/oauth_callback/&response_type=code",
                "client_id=jupyterhub-user-alice&redirect_uri=/user/alice/./oauth_callback&response_type=code",
                "client_id=jupyterhub-user-alice&redirect_uri=/user/alice/oauth_callback%3Fx&response_type=code",
                "client_id=jupyterhub-user-alice&redirect_uri=&response_type=code",
                "client_id=jupyterhub-user-alice&client_id=jupyterhub-user-alice&response_type=code",
                "client_id=jupyterhub-user-alice&state=a&state=b&response_type=code",
                "client_id=jupyterhub&response_type=code",
            })
    void neverRedirectsForAClientThatItDoesNotTrust(String query) {
        WebClient.Answer answer = alice.get("/hub/api/oauth2/authorize?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.location()).isEmpty();
        assertThat(answer.header("content-type").get()).startsWith("text/html");
        assertThat(answer.body()).doesNotContain("evil.example");
    }

    @Test
    void tellsAKnownClientWhatItAskedWrongly() {
        String base = "/hub/api/oauth2/authorize?client_id=jupyterhub-user-alice&state=s&redirect_uri=" + REDIRECT;

        assertThat(alice.get(base + "&response_type=token").location())
                .contains(REDIRECT + "?error=unsupported_response_type&state=s");
        assertThat(alice.get(base).sent("error")).isPresent();
        assertThat(alice.get(base + "&response_type=code&scope=admin:users").location())
                .contains(REDIRECT + "?error=invalid_scope&state=s");
        assertThat(alice.get(base + "&response_type=code&code_challenge=x&code_challenge_method=MD5")
                        .sent("error"))
                .contains("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no:such",
                "read:users:name!colour%3Dred",
                "read:users:name!user%3D",
                "access:servers!server%3Dalice",
                "read:users:name!",
                "read:users:name%20no:such",
            })
    void tellsAClientOfScopesThatThereAreNot(String scope) {
        WebClient.Answer answer = alice.get(AUTHORIZE + "&scope=" + scope);

        assertThat(answer.sent("error")).contains("invalid_scope");
        assertThat(answer.sent("code")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"navigate, cross-site", "navigate, same-site", "navigate, none", "no-cors, same-origin", ", cross-site"
    })
    void givesACodeToABrowserThatGoesThere(String mode, String site) {
        String[] headers = mode == null
                ? new String[] {"Sec-Fetch-Site", site}
                : new String[] {"Sec-Fetch-Mode", mode, "Sec-Fetch-Site", site};

        assertThat(alice.get(AUTHORIZE, headers).sent("code")).isPresent();
    }

    /** An image or a script of another site must not have somebody log in to a server. */
    @ParameterizedTest
    @CsvSource({
        "no-cors, cross-site",
        "no-cors, same-site",
        "cors, cross-site",
        "cors, same-origin",
        "same-origin, same-origin",
        "websocket, cross-site"
    })
    void givesNoCodeToAPartOfAPage(String mode, String site) {
        WebClient.Answer answer = alice.get(AUTHORIZE, "Sec-Fetch-Mode", mode, "Sec-Fetch-Site", site);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.location()).isEmpty();
        assertThat(hub.browser()
                        .get(AUTHORIZE, "Sec-Fetch-Mode", mode, "Sec-Fetch-Site", site)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void givesACodeToAScriptOfAPageOfTheHub() {
        alice.get("/hub/home");

        assertThat(alice.get(
                                AUTHORIZE,
                                "Sec-Fetch-Mode",
                                "cors",
                                "Sec-Fetch-Site",
                                "same-origin",
                                "X-XSRFToken",
                                alice.xsrf())
                        .sent("code"))
                .isPresent();
    }

    @Test
    void acceptsTheOldScopeIdentify() {
        assertThat(alice.get(AUTHORIZE + "&scope=identify").sent("code")).isPresent();
    }

    @Test
    void refusesSomebodyElseAndTellsTheClientNothing() {
        WebClient.Answer answer = hub.browserOf("bob").get(AUTHORIZE);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.location()).isEmpty();
    }

    @Test
    void asksAnAdministratorBeforeItVisitsSomebodyElse() {
        WebClient admin = hub.browserOf("admin");

        WebClient.Answer question = admin.get(AUTHORIZE);

        assertThat(question.status()).isEqualTo(200);
        assertThat(question.body()).contains("alice", "_xsrf").doesNotContain(secret);
        assertThat(admin.postAsIs(AUTHORIZE, Map.of("scopes", "identify")).status())
                .isEqualTo(403);
        WebClient.Answer consent = admin.post(AUTHORIZE, Map.of("scopes", "identify"));
        assertThat(consent.status()).isEqualTo(302);
        String token = token(redeem(code(consent)));
        assertThat(whoAmI(token).json().path("name").asText()).isEqualTo("admin");
        assertThat(admin.get(AUTHORIZE).sent("code")).as("asked once only").isPresent();
    }

    @Test
    void exchangesACodeForATokenThatLetsTheServerSeeWhoCame() {
        WebClient.Answer answer = redeem(code(alice.get(AUTHORIZE)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asLong()).isEqualTo(1_209_600);
        assertThat(token(answer)).matches("[A-Za-z0-9]{30}");
        assertThat(answer.header("cache-control")).contains("no-store");
        WebClient.Answer who = whoAmI(token(answer));
        assertThat(who.json().path("name").asText()).isEqualTo("alice");
        assertThat(StreamSupport.stream(who.json().path("scopes").spliterator(), false)
                        .map(scope -> scope.asText()))
                .containsExactly(
                        "access:servers!server=alice/", "read:users:groups!user=alice", "read:users:name!user=alice");
        assertThat(who.json().path("session_id").asText())
                .isEqualTo(alice.cookie("jupyterhub-session-id").get());
    }

    @Test
    void takesACodeOnce() {
        String code = code(alice.get(AUTHORIZE));

        assertThat(redeem(code).status()).isEqualTo(200);
        assertThat(redeem(code).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void takesACodeForFiveMinutes() {
        String early = code(alice.get(AUTHORIZE));
        String late = code(alice.get(AUTHORIZE));

        hub.clock.advance(Duration.ofSeconds(299));
        assertThat(redeem(early).status()).isEqualTo(200);
        hub.clock.advance(Duration.ofSeconds(2));
        assertThat(redeem(late).status()).isEqualTo(400);
    }

    @Test
    void bindsACodeToItsClient() throws Exception {
        assertThat(hub.api("bob").post("users/bob/server", "").status()).isEqualTo(201);
        Map<String, String> form = form(code(alice.get(AUTHORIZE)));
        form.put("client_id", "jupyterhub-user-bob");
        form.put("client_secret", hub.servers.told(ServerRef.of("bob"), "JUPYTERHUB_API_TOKEN"));

        assertThat(exchange(form).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void bindsACodeToItsRedirectUri() {
        Map<String, String> form = form(code(alice.get(AUTHORIZE)));
        form.put("redirect_uri", "/user/bob/oauth_callback");

        assertThat(exchange(form).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void checksTheProofOfPossession() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        String page = AUTHORIZE + "&code_challenge_method=S256&code_challenge=" + challenge;

        assertThat(redeem(code(alice.get(page)), VERIFIER).status()).isEqualTo(200);
        assertThat(redeem(code(alice.get(page)), VERIFIER + "x").status()).isEqualTo(400);
        assertThat(redeem(code(alice.get(page)), challenge).status()).isEqualTo(400);
        assertThat(redeem(code(alice.get(page))).status()).isEqualTo(400);
    }

    @Test
    void refusesAWrongSecret() {
        String code = code(alice.get(AUTHORIZE));
        Map<String, String> form = form(code);
        form.put("client_secret", secret + "x");

        WebClient.Answer answer = exchange(form);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
        assertThat(redeem(code).status()).as("a stranger cannot spend the code").isEqualTo(200);
    }

    @Test
    void takesNoOtherGrant() {
        Map<String, String> form = form(code(alice.get(AUTHORIZE)));
        form.put("grant_type", "client_credentials");

        assertThat(exchange(form).json().path("error").asText()).isEqualTo("unsupported_grant_type");
    }

    @Test
    void revokesTheTokenWhenItsSessionLogsOut() {
        String token = token(redeem(code(alice.get(AUTHORIZE))));
        WebClient elsewhere = hub.browserOf("alice");
        String other = token(redeem(code(elsewhere.get(AUTHORIZE))));
        assertThat(whoAmI(token).status()).isEqualTo(200);

        alice.get("/hub/logout");

        assertThat(whoAmI(token).status()).isEqualTo(403);
        assertThat(whoAmI(other).status()).isEqualTo(200);
    }

    @Test
    void takesNoCodeOfASessionThatHasLoggedOut() {
        String code = code(alice.get(AUTHORIZE));

        alice.get("/hub/logout");

        assertThat(redeem(code).status()).isEqualTo(400);
    }

    @Test
    void revokesEverythingWhenTheServerStops() throws Exception {
        String token = token(redeem(code(alice.get(AUTHORIZE))));
        assertThat(whoAmI(secret).status()).isEqualTo(200);

        assertThat(hub.api("alice").delete("users/alice/server").status()).isEqualTo(204);

        assertThat(whoAmI(token).status()).isEqualTo(403);
        assertThat(whoAmI(secret).status()).isEqualTo(403);
        assertThat(alice.get(AUTHORIZE).status()).isEqualTo(400);
        assertThat(exchange(form("x")).status()).isEqualTo(401);
    }

    private WebClient.Answer whoAmI(String token) {
        return new WholeHub.Api(hub.browser(), token).get("user");
    }

    private WebClient.Answer redeem(String code) {
        return exchange(form(code));
    }

    private WebClient.Answer redeem(String code, String verifier) {
        Map<String, String> form = form(code);
        form.put("code_verifier", verifier);
        return exchange(form);
    }

    private WebClient.Answer exchange(Map<String, String> form) {
        return hub.browser().postAsIs("/hub/api/oauth2/token", form, "Authorization", "token " + secret);
    }

    private Map<String, String> form(String code) {
        Map<String, String> form = new HashMap<>();
        form.put("client_id", "jupyterhub-user-alice");
        form.put("client_secret", secret);
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        return form;
    }

    private static String code(WebClient.Answer answer) {
        return answer.sent("code").orElseThrow(() -> new AssertionError(answer.status() + " " + answer.body()));
    }

    private static String token(WebClient.Answer answer) {
        return answer.json().path("access_token").asText();
    }
}
