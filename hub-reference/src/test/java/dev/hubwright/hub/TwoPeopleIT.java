package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people, each with a notebook server, who try every way at what is the other's. */
@RequiresEngine(Engine.JUPYTER)
@Timeout(600)
class TwoPeopleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> OF_A_SERVER =
            List.of("api/contents", "api/kernels", "api/sessions", "tree", "files/secret.txt");

    @TempDir
    Path folder;

    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = RunningHub.withNotebooks(folder);
    }

    @AfterEach
    void end() {
        hub.close();
    }

    @Test
    void getNowhere() {
        Somebody alice = somebody("alice");
        Somebody bob = somebody("bob");

        tries(alice, bob);
        tries(bob, alice);

        assertThat(alice.contents("token " + alice.token).status()).isEqualTo(200);
        assertThat(bob.contents("token " + bob.token).status()).isEqualTo(200);
        assertThat(names(alice))
                .as("nobody has made or revoked tokens of others")
                .isEqualTo(names(bob));
    }

    private void tries(Somebody one, Somebody other) {
        for (String path : OF_A_SERVER) {
            String url = "/user/" + other.name + "/" + path;
            for (String token : List.of(one.token, one.tokenOfServer)) {
                assertThat(nobody().get(url, "Authorization", "token " + token).status())
                        .as(url)
                        .isIn(302, 403);
                assertThat(nobody().get(url + "?token=" + token).status())
                        .as(url)
                        .isIn(302, 403);
            }
            assertThat(one.browser.follow(one.browser.get(url)).status())
                    .as(url)
                    .isEqualTo(403);
        }
        triesTheCookieOfTheOwnServer(one, other);
        triesTheCodeOfTheOwnServer(one, other);
        triesTheApi(one, other);
        triesThePages(one, other);
    }

    /** The cookie is signed, and also the value is a token that does not let in there. */
    private void triesTheCookieOfTheOwnServer(Somebody one, Somebody other) {
        WebClient forger = nobody();
        one.browser
                .cookie("jupyterhub-user-" + one.name)
                .ifPresentOrElse(
                        value -> forger.setCookie("jupyterhub-user-" + other.name, value, "/user/" + other.name + "/"),
                        () -> {
                            throw new AssertionError("no cookie among " + one.browser.cookieNames());
                        });

        assertThat(forger.get("/user/" + other.name + "/api/contents").status()).isIn(302, 403);
        assertThat(forger.get("/user/" + other.name + "/tree").location())
                .as("has to log in")
                .hasValueSatisfying(place -> assertThat(place).contains("/hub/"));
    }

    private void triesTheCodeOfTheOwnServer(Somebody one, Somebody other) {
        String authorize = "/hub/api/oauth2/authorize?response_type=code&state=s&client_id=jupyterhub-user-";
        String code = one.browser.get(authorize + one.name).sent("code").orElseThrow();

        assertThat(one.browser
                        .get("/user/" + other.name + "/oauth_callback?state=s&code=" + code)
                        .status())
                .as("a state that the server has not made")
                .isIn(400, 403);
        assertThat(nobody().postAsIs(
                                "/hub/api/oauth2/token",
                                Map.of(
                                        "client_id",
                                        "jupyterhub-user-" + one.name,
                                        "client_secret",
                                        other.tokenOfServer,
                                        "grant_type",
                                        "authorization_code",
                                        "code",
                                        code,
                                        "redirect_uri",
                                        "/user/" + one.name + "/oauth_callback"))
                        .status())
                .as("the secret of another server")
                .isEqualTo(401);
        assertThat(one.browser.get(authorize + other.name).status()).isEqualTo(403);
    }

    private void triesTheApi(Somebody one, Somebody other) {
        String user = "users/" + other.name;
        for (String token : List.of(one.token, one.tokenOfServer)) {
            WholeHub.Api api = new WholeHub.Api(nobody(), token);
            for (String operation : List.of("", "/tokens", "/shared", "/server", "/server/progress")) {
                assertThat(api.get(user + operation).status()).as(operation).isIn(403, 404);
            }
            assertThat(api.post(user + "/tokens", "{\"scopes\": [\"read:users!user\"]}")
                            .status())
                    .isIn(403, 404);
            assertThat(api.delete(user + "/tokens/a1").status()).isIn(403, 404);
            assertThat(api.post(user + "/server", "").status()).isIn(403, 404);
            assertThat(api.delete(user + "/server").status()).isIn(403, 404);
            assertThat(api.post(user + "/activity", "{\"last_activity\": \"2026-01-01T00:00:00Z\"}")
                            .status())
                    .isIn(403, 404);
            String self = "{\"user\": \"" + one.name + "\"}";
            assertThat(api.post("shares/" + other.name + "/", self).status()).isIn(403, 404);
            assertThat(api.get("shares/" + other.name + "/").status()).isIn(403, 404);
            assertThat(api.post("share-codes/" + other.name + "/", "").status()).isIn(403, 404);
            assertThat(api.get("share-codes/" + other.name + "/").status()).isIn(403, 404);
        }
        for (String scope : List.of(
                "access:servers!user=" + other.name,
                "access:servers!server=" + other.name + "/",
                "servers!user=" + other.name)) {
            WebClient.Answer made = new WholeHub.Api(nobody(), one.token)
                    .post("users/" + one.name + "/tokens", "{\"scopes\": [\"" + scope + "\"]}");
            assertThat(made.status()).as(scope).isIn(400, 403);
        }
    }

    private void triesThePages(Somebody one, Somebody other) {
        for (String page : List.of("/hub/spawn/", "/hub/spawn-pending/", "/hub/user/")) {
            assertThat(one.browser.get(page + other.name + "/").status())
                    .as(page)
                    .isIn(403, 404);
        }
        one.browser.get("/hub/home");
        assertThat(one.browser.post("/hub/spawn/" + other.name, Map.of()).status())
                .isIn(403, 404);
        assertThat(one.browser.post("/hub/stop/" + other.name, Map.of()).status())
                .isIn(403, 404);
    }

    private List<String> names(Somebody somebody) {
        return new WholeHub.Api(nobody(), somebody.token)
                .get("users/" + somebody.name + "/tokens").json().path("api_tokens").findValuesAsText("note").stream()
                        .map(note -> note.replace(somebody.name, "NAME"))
                        .sorted()
                        .toList();
    }

    private WebClient nobody() {
        return new WebClient(hub.url());
    }

    /** Somebody who has been at their own notebook server in a browser. */
    private Somebody somebody(String name) {
        WebClient browser = nobody();
        browser.logIn(name);
        browser.get("/hub/home");
        String token = change(browser, "users/" + name + "/tokens")
                .json()
                .path("token")
                .asText();
        WholeHub.Api api = new WholeHub.Api(nobody(), token);
        assertThat(api.post("users/" + name + "/server", "").status()).isIn(201, 202);
        Eventually.holds(
                "the server of " + name + " is ready",
                PATIENCE,
                () -> api.get("users/" + name).json().at("/servers//ready").asBoolean());
        assertThat(browser.follow(browser.get("/user/" + name + "/tree")).status())
                .isEqualTo(200);
        long pid = HubRun.serversOf(hub.hubUrl().getPort()).stream()
                .filter(each -> HubRun.variable(each, "JUPYTERHUB_USER").equals(name))
                .findFirst()
                .orElseThrow();
        return new Somebody(name, browser, token, HubRun.variable(pid, "JUPYTERHUB_API_TOKEN"));
    }

    private static WebClient.Answer change(WebClient browser, String operation) {
        return browser.json("POST", "/hub/api/" + operation, "{}", "X-XSRFToken", browser.xsrf());
    }

    /**
     * One of the two.
     *
     * @param token of the API, with everything that they may do
     * @param tokenOfServer what their server has
     */
    private record Somebody(String name, WebClient browser, String token, String tokenOfServer) {

        WebClient.Answer contents(String authorization) {
            return browser.get("/user/" + name + "/api/contents", "Authorization", authorization);
        }
    }
}
