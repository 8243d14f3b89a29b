package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.HttpPolicy;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way out through a proxy. */
class ProxyTest {

    private static final String LOGIN = "Basic aHViOnBhNTU="; // hub:pa55

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
            FaultyProvider.send(exchange, 502, "text/plain", "");
            exchange.close();
        });
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.stop(0);
    }

    @Test
    void goesByTheProxyOfTheHub() {
        HttpPolicy policy = HttpPolicy.builder()
                .httpProxy(URI.create("http://hub:pa55@127.0.0.1:" + port()))
                .build();

        assertOutage(ProviderContext.builder().http(policy).build(), Map.of());
    }

    @Test
    void goesByTheProxyOfItsOwnSettings() {
        assertOutage(
                ProviderContext.builder().build(),
                Map.of(
                        "proxy_host", "127.0.0.1",
                        "proxy_port", port(),
                        "proxy_username", "hub",
                        "proxy_password", "pa55"));
    }

    private void assertOutage(ProviderContext context, Map<String, Object> kwargs) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("issuer", "http://sso.example.org");
        settings.put("client_id", "hub");
        settings.put("client_secret", "x");
        settings.put("http_request_kwargs", kwargs);
        try (var oidc = new OidcAuthenticatorFactory().create(Journey.settings(settings), context)) {
            assertThatThrownBy(() -> Journey.begin(oidc))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("status 502")
                    .hasMessageNotContaining("pa55");
        }
        assertThat(seen).containsExactly("http://sso.example.org/.well-known/openid-configuration " + LOGIN);
    }

    private int port() {
        return proxy.getAddress().getPort();
    }
}
