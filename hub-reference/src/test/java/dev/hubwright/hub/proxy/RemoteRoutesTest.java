package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a call when the proxy is away for a moment, or is something else. */
@Timeout(180)
class RemoteRoutesTest {

    @Test
    void asksAgainWhenTheProxyHasAFaultOfItsOwn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Backend proxy = Backend.running(wire -> {
            while (!wire.message().head().isEmpty()) {
                boolean healthy = calls.incrementAndGet() > 2;
                wire.send(
                        (healthy
                                ? "HTTP/1.1 204 No Content\r\n\r\n"
                                : "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
            }
        })) {
            routes(proxy.uri(), Duration.ofSeconds(30)).remove("/user/alice");
        }
        assertThat(calls).hasValue(3);
    }

    @Test
    void leavesAConnectionOnWhichSomebodyElseAnswers() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (Backend proxy = Backend.running(wire -> {
            boolean right = connections.incrementAndGet() > 1;
            while (!wire.message().head().isEmpty()) {
                wire.send(
                        right
                                ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                                : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            RemoteRoutes routes = routes(proxy.uri(), Duration.ofSeconds(30));
            assertThatThrownBy(routes::all).hasMessageContaining("404");

            assertThat(routes.all()).isEmpty();
        }
        assertThat(connections).hasValue(2);
    }

    @Test
    void saysWhatCannotBeReached() {
        try (DeadTarget gone = new DeadTarget()) {
            assertThatThrownBy(() -> routes(gone.uri(), Duration.ofMillis(200)).all())
                    .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.retryable())
                            .isTrue())
                    .hasMessageContaining(gone.uri() + "/api/routes", "cannot be reached");
        }
    }

    @Test
    void saysThatSomethingElseAnswers() {
        try (Backend web = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")) {
            assertThatThrownBy(() -> routes(web.uri(), Duration.ofSeconds(5)).all())
                    .hasMessageContaining("something else than routes");
        }
        try (Backend web = Backend.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
            assertThatThrownBy(() -> routes(web.uri(), Duration.ofSeconds(5)).all())
                    .hasMessageContaining("404", "ConfigurableHTTPProxy.api_url");
        }
    }

    @Test
    void speaksThroughASocket(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("api.sock");
        RouteTable table = new RouteTable();
        URI target = URI.create("http://127.0.0.1:9");
        try (ProxyServer proxy = ProxyServer.builder()
                        .routes(table)
                        .api(Listener.atSocket(socket, "--api-socket"), Optional.empty())
                        .build();
                RemoteRoutes remote = routes(
                        URI.create("http+unix://" + socket.toString().replace("/", "%2F")), Duration.ofSeconds(30))) {
            proxy.start();

            remote.put("/user/ali ce", target, Map.of("user", "ali ce"));

            assertThat(table.all()).containsOnlyKeys("/user/ali ce");
            assertThat(remote.all().get("/user/ali ce").target()).isEqualTo(target);
            remote.remove("/user/ali ce");
            assertThat(table.all()).isEmpty();
        }
    }

    @Test
    void mayBeUsedAgainAfterItsEnd() throws Exception {
        try (Backend proxy = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
            RemoteRoutes remote = routes(proxy.uri(), Duration.ofSeconds(30));
            assertThat(remote.all()).isEmpty();
            remote.close();

            assertThat(remote.all()).isEmpty();
            remote.close();
        }
    }

    @Test
    void saysWhichAddressItCannotUse() {
        assertThatThrownBy(() -> routes(URI.create("ftp://proxy:8001"), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ftp://proxy:8001");
    }

    private static RemoteRoutes routes(URI api, Duration patience) {
        return new RemoteRoutes(api, Optional.empty(), patience);
    }
}
