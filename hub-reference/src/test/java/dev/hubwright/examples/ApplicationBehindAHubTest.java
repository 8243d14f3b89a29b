package dev.hubwright.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.Secret;
import dev.hubwright.api.oauth.HubOAuthConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationBehindAHubTest {

    private HttpServer application;
    private HttpServer hub;

    @BeforeEach
    void start() throws Exception {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/hub/api/user", exchange -> {
            boolean known = "token alices".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"name\": \"alice\", \"scopes\": [\"access:services!service=plots\"]}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        hub.start();
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HubOAuthConfig config = HubOAuthConfig.builder(
                        URI.create("http://127.0.0.1:" + hub.getAddress().getPort() + "/hub/api"),
                        "service-plots",
                        Secret.of("secret"))
                .prefix("/services/plots/")
                .accessScopes(List.of("access:services!service=plots"))
                .build();
        new ApplicationBehindAHub(config, application);
        application.start();
    }

    @AfterEach
    void stop() {
        application.stop(0);
        hub.stop(0);
    }

    @Test
    void greetsWhoeverTheHubKnows() throws Exception {
        assertThat(get("Authorization", "token alices").body()).isEqualTo("Hello, alice");
        HttpResponse<String> stranger = get("Accept", "*/*");
        assertThat(stranger.statusCode()).isEqualTo(302);
        assertThat(stranger.headers().firstValue("location").orElseThrow())
                .startsWith("/hub/api/oauth2/authorize?client_id=service-plots&");
        assertThat(stranger.headers().firstValue("set-cookie").orElseThrow()).startsWith("service-plots-oauth-state");
        hub.stop(0);
        assertThat(get("Authorization", "token bobs").statusCode()).isEqualTo(503);
    }

    private HttpResponse<String> get(String header, String value) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/services/plots/");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).header(header, value).build(), HttpResponse.BodyHandlers.ofString());
    }
}
