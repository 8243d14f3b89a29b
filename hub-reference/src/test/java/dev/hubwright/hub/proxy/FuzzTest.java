package dev.hubwright.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many request lines and headers, put together by chance from what proxies and servers have disagreed about:
 * whichever server one of them reaches has to be the one that its path names there, and no server may see two requests
 * in one, or a header that could be read in two ways. The same ones each time; {@code -Dhubwright.fuzz.seed} and
 * {@code -Dhubwright.fuzz.count} give others and more.
 */
@Timeout(300)
class FuzzTest {

    private static final long SEED = Long.getLong("hubwright.fuzz.seed", 20_241_112);
    private static final int COUNT = Integer.getInteger("hubwright.fuzz.count", 1_500);

    private static final List<String> ROUTES = List.of("/", "/user/alice", "/user/bob", "/user/al%20ice", "/user");
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "PUT", "HEAD", "OPTIONS", "get", "");
    private static final List<String> PIECES = List.of(
            "/user",
            "/alice",
            "/bob",
            "/al%20ice",
            "/",
            "//",
            "/.",
            "/..",
            "/%2e%2E",
            "/.%2e",
            "\\",
            "\\..\\",
            "%2f",
            "%5c",
            "%00",
            "%",
            "%zz",
            "%c0%ae",
            "%252e",
            ";x",
            "/x",
            "?",
            "?a=/../b",
            "#",
            "http://hub.test",
            "http://evil.test",
            "@",
            ":",
            " ",
            "\t",
            "\u00e9",
            "/user%2falice",
            "/USER/alice",
            "/user/alice");
    private static final List<String> FIELDS = List.of(
            "Host: hub.test",
            "Host: evil.test",
            "Host : hub.test",
            "Content-Length: 5",
            "Content-Length: 0",
            "Content-Length: 05",
            "Content-Length: 5,5",
            "Content-Length: -5",
            "Transfer-Encoding: chunked",
            "transfer-encoding: Chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding:\u000bchunked",
            "Transfer_Encoding: chunked",
            "Connection: close",
            "Connection: Host, X-A",
            "Connection: keep-alive, Content-Length",
            "Connection: Upgrade",
            "Upgrade: h2c",
            "Upgrade: websocket",
            "Expect: 100-continue",
            "TE: trailers",
            "Keep-Alive: x",
            "X-A: b",
            "X-A: \u0000",
            "X A: b",
            ": b",
            "X-A",
            " folded",
            "Proxy-Connection: x",
            "Trailer: X-A",
            "X-Forwarded-Host: evil.test",
            "Cookie: a=b");
    private static final List<String> BODIES =
            List.of("", "", "hello", "5\r\nhello\r\n0\r\n\r\n", "0\r\n\r\n", "5;a\nb\r\nhello\r\n0\r\n\r\n");
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: hub.test\r\n\r\n";
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of("connection", "keep-alive", "te", "trailer", "upgrade", "proxy-connection");

    // Who writes another version may read it again, but with a refusal.
    private static final String ANSWERS = "(HTTP/1\\.[01] \\d{3} .*|\\S+ (400|501) .*|)";

    @RegisterExtension
    final ProxyFixture proxy = new ProxyFixture(limits -> limits.headTimeout(Duration.ofMillis(400))
            .keepAlive(Duration.ofMillis(400))
            .stallTimeout(Duration.ofMillis(400)));

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

    private record Seen(String route, Wire.Message request) {}

    @Test
    void everyServerSeesOnlyWhatIsMeantForIt() {
        ROUTES.forEach(route -> proxy.route(route.replace("%20", " "), recorder(route)));
        Random random = new Random(SEED);
        int answered = 0;
        for (int i = 0; i < COUNT; i++) {
            String request = request(random, i);
            String answer = send(request);
            assertThat(answer).as(request).matches(ANSWERS);
            answered += answer.contains(" 200 ") ? 1 : 0;
        }

        assertThat(answered).as("enough of them are valid").isGreaterThan(COUNT / 20);
        seen.forEach(FuzzTest::assertUnambiguous);
        assertThat(seen)
                .extracting(one -> one.request().header("X-Id"))
                .as("no request became two")
                .filteredOn(id -> !id.isEmpty())
                .doesNotHaveDuplicates();
    }

    private Backend recorder(String route) {
        return Backend.running(wire -> {
            try {
                for (Wire.Message request = wire.message(); !request.head().isEmpty(); request = wire.message()) {
                    seen.add(new Seen(route, request));
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            } catch (IllegalStateException e) {
                // A body that did not come to its end is no request.
            }
        });
    }

    private static String request(Random random, int id) {
        StringBuilder request = new StringBuilder(pick(METHODS, random)).append(' ');
        if (random.nextInt(3) > 0) {
            request.append('/');
        }
        for (int i = random.nextInt(5); i >= 0; i--) {
            request.append(pick(PIECES, random));
        }
        request.append(random.nextInt(20) == 0 ? " HTTP/1.0" : " HTTP/1.1").append("\r\n");
        if (random.nextInt(8) > 0) {
            request.append("Host: hub.test\r\n");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            request.append(pick(FIELDS, random)).append(random.nextInt(30) == 0 ? "\n" : "\r\n");
        }
        request.append("X-Id: ").append(id).append("\r\n");
        if (random.nextInt(8) == 0) {
            // A body, whatever else the fields say; what is not one would rightly be the next request.
            return request + "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN;
        }
        request.append("\r\n").append(pick(BODIES, random));
        if (random.nextInt(6) == 0) {
            request.setCharAt(random.nextInt(request.length()), (char) random.nextInt(256));
        }
        return request.toString();
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    /** The first line of the answer; nothing where the connection was closed. */
    private String send(String request) {
        try (Wire client = Wire.to(proxy.port())) {
            return client.send(request).head().lines().findFirst().orElse("");
        } catch (UncheckedIOException e) {
            // Refused while it was still being sent.
            assertThat(e.getCause())
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
            return "";
        }
    }

    private static void assertUnambiguous(Seen one) {
        Wire.Message request = one.request();
        String[] line = request.start().split(" ", -1);
        assertThat(line).as(request.head()).hasSize(3);
        assertThat(line[2]).isEqualTo("HTTP/1.1");
        String path = line[1].split("\\?", 2)[0];
        assertThat(path)
                .as(request.head())
                .startsWith("/")
                .doesNotContain("\\", "#", "/../", "/./")
                .doesNotContain("hidden");
        assertThat(routeOf(path)).as(request.head()).isEqualTo(one.route());
        List<String> fields =
                request.head().lines().skip(1).filter(text -> !text.isEmpty()).toList();
        assertThat(fields).as(request.head()).allMatch(field -> field.matches("[!-9;-~]+: [\\t -~\u0080-\u00ff]*"));
        Map<String, Long> names = fields.stream()
                .collect(Collectors.groupingBy(
                        field -> field.split(":")[0].toLowerCase(Locale.ROOT), Collectors.counting()));
        assertThat(names.getOrDefault("host", 0L)).as(request.head()).isLessThanOrEqualTo(1);
        long framings = names.getOrDefault("content-length", 0L) + names.getOrDefault("transfer-encoding", 0L);
        assertThat(framings).as(request.head()).isLessThanOrEqualTo(1);
        boolean tunnel = request.header("Upgrade").equalsIgnoreCase("websocket");
        assertThat(names.keySet())
                .as(request.head())
                .doesNotContainAnyElementsOf(tunnel ? Set.of("te") : OF_ONE_CONNECTION);
    }

    /** What a server makes of a path, which is written here once more so as not to trust the proxy's own rules. */
    private static String routeOf(String path) {
        String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        List<String> known = ROUTES.stream()
                .filter(route -> isBelow(decoded, route.replace("%20", " ")))
                .toList();
        return known.stream().reduce("", (best, next) -> next.length() > best.length() ? next : best);
    }

    private static boolean isBelow(String path, String route) {
        return route.equals("/") || path.equals(route) || path.startsWith(route + "/");
    }
}
