package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods that do nothing: what the API answers to them, and to whom. */
@Timeout(60)
class RestMethodsTest {

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void takesHeadWithTheCookieAlone() {
        WebClient browser = hub.browserOf("alice");

        assertThat(browser.send("HEAD", "/hub/api/user", "").status()).isEqualTo(200);
        assertThat(browser.send("HEAD", "/hub/api/users/alice", "").status()).isEqualTo(200);
        assertThat(hub.browser().send("HEAD", "/hub/api/user", "").status()).isEqualTo(403);
    }

    /** Another site's script could read what it gets. */
    @Test
    void takesGetWithTheTokenOfAPageOnly() {
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/home");

        assertThat(browser.get("/hub/api/user").status()).isEqualTo(403);
        assertThat(browser.get("/hub/api/user", "X-XSRFToken", browser.xsrf()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/hub/api/users/alice, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST'",
        "/hub/api/users/nobody/server/progress, 'GET, HEAD, OPTIONS'",
        "/hub/api/oauth2/token, 'OPTIONS, POST'",
        "/hub/api, 'GET, HEAD, OPTIONS'",
        "/hub/api/, 'GET, HEAD, OPTIONS'"
    })
    void tellsAnybodyWhichMethodsAnAddressTakes(String path, String methods) {
        WebClient.Answer answer = options(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("allow")).contains(methods);
        assertThat(answer.header("access-control-allow-headers")).contains("accept, content-type, authorization");
    }

    @Test
    void invitesOtherSitesToWhatIsForAnybodyAlone() {
        assertThat(options("/hub/api").header("access-control-allow-origin")).contains("*");
        assertThat(options("/hub/api/users").header("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void hasNoMethodsWhereThereIsNothing() {
        WebClient.Answer answer = options("/hub/api/no/such/thing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("status").asInt()).isEqualTo(404);
    }

    /** The document of the API tells of what operations do, and this is none. */
    private WebClient.Answer options(String path) {
        return WebClient.ofJupyterHub(hub.hub.url())
                .send(
                        "OPTIONS",
                        path,
                        "",
                        "Origin",
                        "https://elsewhere.example",
                        "Access-Control-Request-Method",
                        "GET");
    }
}
