package dev.hubwright.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.hub.Hub;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedHubTest {

    private static final Pattern XSRF = Pattern.compile("name=\"_xsrf\" value=\"([^\"]+)\"");

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, EmbeddedHubTest::acceptAsBrowsersDo))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @TempDir
    Path folder;

    @Test
    void leadsFromTheLoginToTheOwnServer() throws Exception {
        Hub hub = EmbeddedHub.start(folder, greetingServer());
        try (hub) {
            assertThat(logIn(hub, "alice", "0815").statusCode()).isEqualTo(403);
            assertThat(logIn(hub, "bob", "0815").statusCode()).isEqualTo(403);
            assertThat(logIn(hub, "alice", "4711").statusCode()).isLessThan(400);
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                            get(hub, "user/alice/").body())
                    .isEqualTo("Hello, alice"));
            hub.stopAllServers();
            assertThat(get(hub, "user/alice/").body()).doesNotContain("Hello, alice");
        }
    }

    /** Otherwise the JDK sends cookies that have a Max-Age with quotes around their values, as no browser does. */
    private static boolean acceptAsBrowsersDo(URI from, HttpCookie cookie) {
        cookie.setVersion(0);
        return true;
    }

    private HttpResponse<String> logIn(Hub hub, String name, String badge) throws Exception {
        Matcher token = XSRF.matcher(get(hub, "hub/login").body());
        assertThat(token.find()).isTrue();
        String form = "username=" + name + "&password=" + badge + "&_xsrf=" + token.group(1);
        return browser.send(
                HttpRequest.newBuilder(hub.url().resolve("hub/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(Hub hub, String path) throws IOException, InterruptedException {
        URI address = hub.url().resolve(path);
        return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private static List<String> greetingServer() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GreetingServer.class.getName());
    }
}
