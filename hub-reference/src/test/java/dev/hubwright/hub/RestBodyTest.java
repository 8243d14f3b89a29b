package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation that takes a body, given one that nobody can make sense of. */
@Timeout(120)
class RestBodyTest {

    private static final int LIMIT = 1024 * 1024;

    private static final List<String> SENSELESS = List.of(
            "{\"name\": \"\u00ff\u00fe\"}",
            "not JSON",
            "{\"a\": ",
            "{} {}",
            "[]",
            "\"text\"",
            "7",
            "null",
            "NaN",
            "{\"a\": \"half \\ud800\"}",
            "{\"\\u0000\": 1}",
            "{\"a\": [{\"b\": \"\\u0000\"}]}",
            "{\"a\":".repeat(3000) + "1" + "}".repeat(3000));

    @TempDir
    static Path folder;

    private static WholeHub hub;
    private static WholeHub.Api admin;

    @BeforeAll
    static void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.namedServers(5));
        admin = hub.api("admin");
        hub.makeUser("ada");
        hub.store.groups().create("class");
        hub.store.servers().update(ServerRef.of("ada"), stopped -> stopped);
        hub.store.servers().update(new ServerRef("ada", "lab"), stopped -> stopped);
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    static Stream<String> operations() {
        return ApiContract.operationsWithBody().stream().sorted();
    }

    /** The first is not UTF-8, for its letters go over the wire as a byte each. */
    @ParameterizedTest
    @MethodSource("operations")
    void refusesWhatMakesNoSense(String operation) {
        for (String body : SENSELESS) {
            WebClient.Answer answer = send(operation, body.getBytes(StandardCharsets.ISO_8859_1), "application/json");

            assertThat(answer.status())
                    .as("%s: %.40s: %s", operation, body, answer.body())
                    .isEqualTo(400);
            assertThat(answer.json().path("message").asText()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesWhatIsTooLarge(String operation) {
        byte[] body = new byte[LIMIT + 1];
        Arrays.fill(body, (byte) ' ');

        WebClient.Answer answer = send(operation, body, "application/json");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("message").asText()).contains("1048576");
    }

    /** As clients that say nothing of the type, or curl with its form, which JupyterHub understands too. */
    @ParameterizedTest
    @MethodSource("operations")
    void readsJsonWhateverItIsCalledForATokenAlone(String operation) {
        byte[] body = "[]".getBytes(StandardCharsets.UTF_8);
        WebClient browser = hub.browserOf("admin");
        browser.get("/hub/home");
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain")) {
            assertThat(send(operation, body, type).status()).as(type).isEqualTo(400);
            assertThat(browser.send(
                                    method(operation),
                                    path(operation),
                                    "{}".getBytes(StandardCharsets.UTF_8),
                                    "Content-Type",
                                    type,
                                    "X-XSRFToken",
                                    browser.xsrf())
                            .status())
                    .as("with a cookie, %s", type)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "device_authorization"})
    void refusesFormsAsClientsOfOAuthExpectIt(String operation) {
        for (byte[] form :
                List.of("client_id=%zz".getBytes(StandardCharsets.UTF_8), new byte[] {'a', '=', (byte) 0xff})) {
            WebClient.Answer answer = hub.browser()
                    .send(
                            "POST",
                            "/hub/api/oauth2/" + operation,
                            form,
                            "Content-Type",
                            "application/x-www-form-urlencoded");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("error").asText()).isEqualTo("invalid_request");
        }
    }

    /** A body that says nothing is like none. */
    @Test
    void takesBlanksForNothing() {
        assertThat(admin.post("groups/blank", " \n").status()).isEqualTo(201);
        assertThat(hub.browser()
                        .send("POST", "/hub/api/groups/untyped", "", "Authorization", "token " + admin.token())
                        .status())
                .isEqualTo(201);
    }

    private static WebClient.Answer send(String operation, byte[] body, String type) {
        return hub.browser()
                .send(
                        method(operation),
                        path(operation),
                        body,
                        "Content-Type",
                        type,
                        "Authorization",
                        "token " + admin.token());
    }

    private static String method(String operation) {
        return operation.split(" ")[0];
    }

    private static String path(String operation) {
        String path = operation.split(" ")[1];
        boolean shared = path.contains("{owner}");
        Map<String, String> places = Map.of(
                "{user}",
                "ada",
                "{owner}",
                "ada",
                "{group}",
                "class",
                "{service}",
                "grader",
                "{server}",
                shared ? "" : "lab");
        for (Map.Entry<String, String> place : places.entrySet()) {
            path = path.replace(place.getKey(), place.getValue());
        }
        assertThat(path).doesNotContain("{");
        return "/hub/api" + path;
    }
}
