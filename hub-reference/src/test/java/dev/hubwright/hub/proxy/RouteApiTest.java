package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST API, byte by byte, as clients of configurable-http-proxy speak it. */
@Timeout(180)
class RouteApiTest {

    private static final String TOKEN = "s3cret";
    private static final long HUGE = 100_000_000;
    private static final int PART = 1_000_000;
    private static final String ALICE = "http://127.0.0.1:9/";

    private final RouteTable routes = new RouteTable();
    private final ProxyServer proxy = ProxyServer.builder()
            .routes(routes)
            .limits(ProxyLimits.builder().eventLoops(1).build())
            .api(Listener.at("127.0.0.1", 0, "--api-port"), Optional.of(Secret.of(TOKEN)))
            .build();

    @BeforeEach
    void start() throws IOException {
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void addsListsAndRemovesRoutes() throws Exception {
        Wire.Message added =
                call("POST /api/routes/user/al%40ice", "{\"target\":\"" + ALICE + "\",\"user\":\"alice\"}");
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body()).isEmpty();

        Wire.Message all = call("GET /api/routes", "");
        assertThat(all.header("Content-Type")).isEqualTo("application/json");
        assertThat(all.body())
                .matches(
                        "\\{\"/user/al@ice\":\\{\"target\":\"http://127.0.0.1:9/\","
                                + "\"last_activity\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",\"user\":\"alice\"}}");
        assertThat(call("GET /api/routes/user/al@ice", "").body()).startsWith("{\"target\":\"" + ALICE + "\"");
        assertThat(routes.all()).containsOnlyKeys("/user/al@ice");

        assertThat(call("DELETE /api/routes/user/al%40ice", "").status()).isEqualTo(204);
        assertThat(call("DELETE /api/routes/user/al%40ice", "").status()).isEqualTo(404);
        assertThat(call("GET /api/routes/user/al%40ice", "").status()).isEqualTo(404);
        assertThat(call("GET /api/routes/", "").body()).isEqualTo("{}");
    }

    @Test
    void keepsTheRootAndWhateverElseWasPosted() {
        String posted = "{\"target\":\"" + ALICE + "\",\"hub\":true,\"n\":[1,{\"a\":null}],\"gone\":null,"
                + "\"last_activity\":\"1970-01-01T00:00:00Z\"}";
        assertThat(call("POST /api/routes", posted).status()).isEqualTo(201);

        assertThat(call("GET /api/routes", "").body())
                .startsWith("{\"/\":{\"target\"")
                .contains("\"hub\":true", "\"n\":[1,{\"a\":null}]")
                .doesNotContain("gone", "1970");
        assertThat(call("DELETE /api/routes", "").status()).isEqualTo(204);
        assertThat(routes.all()).isEmpty();
    }

    @Test
    void listsWhatWasNotUsedSince() {
        call("POST /api/routes/a", "{\"target\":\"" + ALICE + "\"}");

        assertThat(call("GET /api/routes?inactive_since=2100-01-01T00:00:00Z", "")
                        .body())
                .contains("\"/a\"");
        assertThat(call("GET /api/routes?inactiveSince=2100-01-01", "").body()).contains("\"/a\"");
        assertThat(call("GET /api/routes?inactiveSince=2020-01-01T00:00:00.000%2B02:00", "")
                        .body())
                .isEqualTo("{}");
        assertThat(call("GET /api/routes?inactive_since=yesterday", "").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: token wrong\r\n",
                "Authorization: token " + TOKEN + "x\r\n",
                "Authorization: xtoken " + TOKEN + "\r\n",
                "Authorization: " + TOKEN + "\r\n"
            })
    void refusesWithoutTheSecretBeforeItReadsABody(String credential) {
        try (Wire wire = Wire.to(proxy.apiPort())) {
            wire.send("POST /api/routes/x HTTP/1.1\r\nHost: x\r\n" + credential + "Content-Length: 100000000\r\n\r\n{");

            Wire.Message refused = wire.message();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).isEmpty();
            assertThat(wire.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"target\":7}",
                "{\"target\":\"\"}",
                "{\"target\":\"ftp://127.0.0.1:9\"}",
                "{\"target\":\"http://a b\"}",
                "{\"target\":\"http://127.0.0.1:9\\r\\nX: y\"}"
            })
    void refusesBodiesThatAreNoRoute(String body) {
        assertThat(call("POST /api/routes/x", body).status()).isEqualTo(400);
        assertThat(routes.all()).isEmpty();
    }

    @Test
    void refusesToLeadToItself() {
        for (String self : new String[] {
            "http://127.0.0.1:" + proxy.port(),
            "http://localhost:" + proxy.port(),
            "http://127.0.0.1:" + proxy.apiPort()
        }) {
            assertThat(call("POST /api/routes/x", "{\"target\":\"" + self + "\"}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void refusesBodiesWithoutEnd() {
        String body = "{\"target\":\"" + "x".repeat(1024 * 1024) + "\"}";
        assertThat(call("POST /api/routes/x", body).status()).isEqualTo(413);
    }

    /** What is sent on after the refusal is read by nobody: a client that goes on has its connection closed. */
    @ParameterizedTest
    @ValueSource(strings = {"Authorization: token wrong\r\n", "Authorization: token " + TOKEN + "\r\n"})
    void holdsNothingOfAHugeBody(String credential) {
        long before = memory();
        AtomicLong peak = new AtomicLong();
        long sent = 0;
        try (Wire wire = Wire.to(proxy.apiPort())) {
            wire.send(
                    "POST /api/routes/x HTTP/1.1\r\nHost: x\r\n" + credential + "Content-Length: " + HUGE + "\r\n\r\n");
            for (; sent < HUGE; sent += PART) {
                wire.send(new byte[PART]);
                peak.accumulateAndGet(memory(), Math::max);
            }
        } catch (UncheckedIOException e) {
            // As it should be: the connection is closed.
        }

        assertThat(sent).isLessThan(HUGE / 2);
        assertThat(peak.get() - before).isLessThan(16 << 20);
        assertThat(routes.all()).isEmpty();
    }

    private static long memory() {
        return ProcessFigures.now().get("hubwright_direct_bytes").number();
    }

    /** Line breaks in a route would be two lines in what prints it. */
    @ParameterizedTest
    @ValueSource(strings = {"/x%0d%0aSet-Cookie:%20a=b", "/x%0ay", "/x%00", "/x%7f"})
    void refusesRoutesThatAreNoPath(String route) {
        assertThat(call("POST /api/routes" + route, "{\"target\":\"" + ALICE + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(routes.all()).isEmpty();
    }

    @Test
    void answersWhatItDoesNotKnow() {
        assertThat(call("PUT /api/routes/x", "").status()).isEqualTo(405);
        assertThat(call("GET /api", "").status()).isEqualTo(404);
        assertThat(call("GET /api/routesx", "").status()).isEqualTo(404);
        assertThat(call("POST /api/routes/%", "{\"target\":\"" + ALICE + "\"}").status())
                .isEqualTo(400);
        assertThat(call("DELETE /api/routes/%zz", "").status()).isEqualTo(400);
    }

    @Test
    void isSpokenByRemoteRoutes() throws Exception {
        RemoteRoutes remote = remote(TOKEN);
        remote.put("/user/al ice/é+%", URI.create(ALICE), Map.of("user", "al ice", "server_name", ""));
        remote.put("/", URI.create("http://127.0.0.1:8"), Map.of("hub", true));

        // The API has whole milliseconds, as the table has.
        assertThat(remote.all()).isEqualTo(routes.all());
        assertThat(routes.all()).containsOnlyKeys("/", "/user/al ice/é+%");

        remote.remove("/user/al ice/é+%");
        remote.remove("/user/nobody");
        assertThat(routes.all()).containsOnlyKeys("/");
    }

    @Test
    void tellsTheOperatorWhoseTokenIsWrong() {
        assertThatThrownBy(() -> remote("other").all())
                .hasMessageContaining("ConfigurableHTTPProxy.auth_token", "403")
                .hasMessageNotContaining("other");
    }

    private RemoteRoutes remote(String token) {
        return new RemoteRoutes(
                URI.create("http://127.0.0.1:" + proxy.apiPort() + "/"),
                Optional.of(Secret.of(token)),
                Duration.ofSeconds(10));
    }

    private Wire.Message call(String request, String body) {
        try (Wire wire = Wire.to(proxy.apiPort())) {
            int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
            return wire.send(request + " HTTP/1.1\r\nHost: x\r\nAuthorization: token " + TOKEN + "\r\nContent-Length: "
                            + length + "\r\n\r\n" + body)
                    .message();
        }
    }
}
