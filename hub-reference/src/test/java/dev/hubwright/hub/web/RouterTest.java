package dev.hubwright.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final Router router = new Router()
            .add("GET", "/hub/api/users/{user}", request -> text("user " + request.path("user")))
            .add(
                    "GET",
                    "/hub/api/users/{user}/servers/{server}",
                    request -> text(request.path("user") + " " + request.path("server")))
            .add("POST", "/hub/login", request -> text("posted"))
            .add("*", "/hub/**", request -> text("rest"));

    @Test
    void findsTheMostSpecialRouteThatWasAddedFirst() throws Exception {
        assertThat(get("/hub/api/users/alice")).isEqualTo("user alice");
        assertThat(get("/hub/api/users/alice/servers/lab")).isEqualTo("alice lab");
        assertThat(get("/hub/anything/else")).isEqualTo("rest");
        assertThat(get("/hub/")).isEqualTo("rest");
    }

    @Test
    void decodesEachSegmentByItself() throws Exception {
        assertThat(get("/hub/api/users/a%2Fb")).isEqualTo("user a/b");
        assertThat(get("/hub/api/users/%40me%20")).isEqualTo("user @me ");
    }

    @Test
    void takesASlashAtTheEndAsNothing() throws Exception {
        assertThat(get("/hub/api/users/alice/")).isEqualTo("user alice");
    }

    @Test
    void neverMatchesAnEmptySegment() throws Exception {
        assertThat(get("/hub/api/users//servers/lab")).isEqualTo("rest");
    }

    @Test
    void answersHeadLikeGet() throws Exception {
        assertThat(call("HEAD", "/hub/api/users/alice")).isEqualTo("user alice");
    }

    @Test
    void tellsAWrongMethodFromAWrongPath() {
        Router small = new Router().add("POST", "/only", request -> text(""));

        assertThatThrownBy(() -> small.handle(request("GET", "/only")))
                .isInstanceOfSatisfying(
                        HttpError.class, e -> assertThat(e.status()).isEqualTo(405));
        assertThatThrownBy(() -> small.handle(request("GET", "/other")))
                .isInstanceOfSatisfying(
                        HttpError.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void refusesEscapesThatAreNone() {
        for (String path : List.of("/%", "/%zz", "/%ff", "/%c3%28")) {
            assertThatThrownBy(() -> request("GET", path))
                    .as(path)
                    .isInstanceOfSatisfying(
                            HttpError.class, e -> assertThat(e.status()).isEqualTo(400));
        }
    }

    private String get(String path) throws Exception {
        return call("GET", path);
    }

    private String call(String method, String path) throws Exception {
        return new String(router.handle(request(method, path)).body(), StandardCharsets.UTF_8);
    }

    private static Request request(String method, String path) {
        return Request.of(method, path, List.of(), new byte[0], "127.0.0.1");
    }

    private static Response text(String text) {
        return Response.html(200, text);
    }
}
