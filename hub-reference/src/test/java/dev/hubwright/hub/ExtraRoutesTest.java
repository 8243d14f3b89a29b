package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExtraRoutesTest {

    @TempDir
    Path folder;

    @Test
    void leadAwayFromTheHub() throws Exception {
        HttpServer docs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        docs.createContext("/", exchange -> {
            byte[] body = ("docs: " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        docs.start();
        URI target = URI.create("http://127.0.0.1:" + docs.getAddress().getPort() + "/pages");
        try (WholeHub hub = new WholeHub(folder, builder -> builder.extraRoute("/docs", target))) {
            assertThat(hub.browser().get("/docs/a?b=c").body()).isEqualTo("docs: /pages/docs/a?b=c");
            assertThat(hub.browser().get("/hub/login").body()).contains("Sign in");
        } finally {
            docs.stop(0);
        }
    }
}
