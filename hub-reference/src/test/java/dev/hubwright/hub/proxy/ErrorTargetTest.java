package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Error pages that another server makes. */
@Timeout(180)
class ErrorTargetTest {

    private final Backend pages = Backend.running(wire -> {
        Wire.Message request = wire.message();
        String body = request.start();
        wire.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/x-page\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    });
    private final RouteTable routes = new RouteTable();
    private ProxyServer proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = ProxyServer.builder()
                .routes(routes)
                .errorTarget(URI.create(pages.uri() + "/hub/error"))
                .build();
        proxy.start();
    }

    @AfterEach
    void stop() {
        pages.close();
        proxy.close();
    }

    @Test
    void isAskedWithTheCodeAndTheEncodedAddress() {
        Wire.Message answer = get("/<script>?a=b&c".replace("<script>", "%3Cscript%3E"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("text/x-page");
        assertThat(answer.body()).isEqualTo("GET /hub/error/404?url=%2F%253Cscript%253E%3Fa%3Db%26c HTTP/1.1");
    }

    /** Taken literally, such an address would run in the browser of whoever followed a link. */
    @Test
    void isToldAnAddressWithMarkupAsText(@TempDir Path folder) throws Exception {
        assertThat(get("/<script>").body()).isEqualTo("GET /hub/error/404?url=%2F%3Cscript%3E HTTP/1.1");

        Files.writeString(folder.resolve("error.html"), "a page of a folder");
        try (ProxyServer other =
                ProxyServer.builder().errorPages(new FolderErrorPages(folder)).build()) {
            other.start();
            try (Wire wire = Wire.to(other.port())) {
                assertThat(wire.get("/<script>").message().body()).isEqualTo("a page of a folder");
            }
        }
    }

    @Test
    void isAskedWhenAServerIsGone() throws Exception {
        try (DeadTarget gone = new DeadTarget()) {
            routes.put("/user/al", gone.uri(), Map.of());

            Wire.Message answer = get("/user/al/x");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).startsWith("GET /hub/error/503?url=%2Fuser%2Fal%2Fx ");
        }
    }

    @Test
    void isReplacedByAPlainPageWhenItGivesNone() throws Exception {
        try (DeadTarget gone = new DeadTarget();
                ProxyServer other =
                        ProxyServer.builder().errorTarget(gone.uri()).build()) {
            other.start();
            try (Wire wire = Wire.to(other.port())) {
                Wire.Message answer = wire.get("/x").message();

                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.body()).contains("There is no server at this address.");
            }
        }
    }

    @Test
    void isNotAskedForWebSocketsAndForWhatIsNoRequest() {
        try (Wire wire = Wire.to(proxy.port())) {
            wire.send("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertThat(wire.message().body()).contains("There is no server at this address.");
        }
        try (Wire wire = Wire.to(proxy.port())) {
            wire.send("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(wire.message().body()).contains("does not accept");
        }
    }

    private Wire.Message get(String path) {
        try (Wire wire = Wire.to(proxy.port())) {
            return wire.get(path).message();
        }
    }
}
