package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock(START);
    private final RouteTable routes = new RouteTable(clock);

    @ParameterizedTest
    @CsvSource({
        "/, root",
        "/other, root",
        "/user, root",
        "/user/al, al",
        "/user/al/, al",
        "/user/al/tree, al",
        "/user/alice, root",
        "/user/al/lab/x, lab",
        "//user/al, root",
        "/b/c/d, deep",
        "/b/c/dword, root",
        "/b/c, root",
    })
    void findsTheLongestMatchBySegments(String path, String name) throws Exception {
        put("/", "root");
        put("/user/al", "al");
        put("/user/al/lab", "lab");
        put("/b/c/d", "deep");

        assertThat(found(path)).isEqualTo(name);
    }

    @Test
    void findsNothingInAnEmptyTable() {
        assertThat(routes.find(List.of("a"))).isEmpty();
    }

    @Test
    void keepsChildrenOfARemovedRoute() throws Exception {
        put("/a", "a");
        put("/a/b", "b");

        routes.remove("/a");
        routes.remove("/a");
        routes.remove("/never");

        assertThat(routes.find(List.of("a"))).isEmpty();
        assertThat(found("/a/b")).isEqualTo("b");
        routes.remove("/a/b");
        assertThat(routes.all()).isEmpty();
    }

    @Test
    void listsWhatWasPut() throws Exception {
        routes.put("/user/Na me@~/", URI.create("http://127.0.0.1:1"), Map.of("user", "bobby", "jupyterhub", true));
        put("/", "root");

        assertThat(routes.all()).containsOnlyKeys("/", "/user/Na me@~");
        assertThat(routes.all().get("/user/Na me@~").data())
                .containsEntry("user", "bobby")
                .containsEntry("jupyterhub", true);
        assertThat(routes.all().get("/").target()).isEqualTo(URI.create("http://root:80"));
    }

    @Test
    void stampsARouteWhenItIsPutAndUsed() throws Exception {
        put("/a", "a");
        clock.advance(Duration.ofSeconds(3));
        assertThat(routes.all().get("/a").lastActivity()).isEqualTo(START);

        routes.find(List.of("a")).orElseThrow().activity().touch();
        assertThat(routes.all().get("/a").lastActivity()).isEqualTo(START.plusSeconds(3));

        clock.advance(Duration.ofSeconds(3));
        put("/a", "b");
        assertThat(routes.all().get("/a").lastActivity()).isEqualTo(START.plusSeconds(6));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8888, 127.0.0.1, 8888, ''",
        "http://[::1]:9999/, ::1, 9999, ''",
        "HTTP://my_pod, my_pod, 80, ''",
        "http://host:1/base/, host, 1, /base",
    })
    void readsTargets(String uri, String host, int port, String path) throws Exception {
        assertThat(Target.of(URI.create(uri))).isEqualTo(new Target(false, host, port, "", path));
    }

    @Test
    void readsTargetsWithTlsAndSockets() throws Exception {
        assertThat(Target.of(URI.create("https://h/x"))).isEqualTo(new Target(true, "h", 443, "", "/x"));
        assertThat(Target.of(URI.create("http+unix://%2Frun%2Fa+b.sock/x/")))
                .isEqualTo(new Target(false, "", 80, "/run/a+b.sock", "/x"));
        assertThat(Target.of(URI.create("unix+http://%2Frun%2Fs")).socket()).isEqualTo("/run/s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h",
                "http+unix://run",
                "http+unix:///run/x",
                "h:80",
                "http:///x",
                "http://u:secret@h",
                "http://h:0",
                "http://h:70000",
                "http://h?x",
                "/x"
            })
    void refusesTargetsThatCannotBeReached(String uri) {
        assertThatThrownBy(() -> routes.put("/", URI.create(uri), Map.of()))
                .isInstanceOf(ProviderException.class)
                .hasMessageNotContaining("secret");
        assertThat(routes.all()).isEmpty();
    }

    @Test
    void refusesPathsWithoutASlash() {
        assertThatThrownBy(() -> put("a", "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(20)
    void answersWhileItIsChanged() throws Exception {
        put("/user/steady", "steady");
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                try {
                    put("/user/u" + i % 50, "x");
                } catch (ProviderException e) {
                    throw new IllegalStateException(e);
                }
                routes.remove("/user/u" + (i + 25) % 50);
            }
        });
        writer.start();
        while (writer.isAlive()) {
            assertThat(found("/user/steady/x")).isEqualTo("steady");
        }
    }

    private void put(String path, String host) throws ProviderException {
        routes.put(path, URI.create("http://" + host + ":80"), Map.of());
    }

    private String found(String path) throws BadRequest {
        return routes.find(UriRules.resolve(path, "h").segments())
                .orElseThrow()
                .target()
                .host();
    }
}
