package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What single-user servers of JupyterHub's versions said to this hub, said again: their start, two reports of activity,
 * the owner's way in by OAuth, a stranger who is refused, a program with a token of the owner, and one whose token is
 * nobody's.
 *
 * <p>Each was recorded while it ran unmodified: with Debian's notebook 6.4.12 and Tornado 6.2, whose application it
 * extends, and from 4.1.6 on also as what it is by default, an extension of jupyter-server, which was 2.21.1 with Tornado
 * 6.5.10. 6.0.0b2 reports no activity with the notebook, by a fault of its own, so that recording has none. Version 3.0
 * runs for real in {@link NotebookIT}.
 */
@Timeout(60)
class SingleUserVersionsTest {

    private static final String CALLBACK = "/user/alice/oauth_callback";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.0.0",
                "3.1.1",
                "4.0.2",
                "4.1.6",
                "4.1.6-server",
                "5.0.0",
                "5.0.0-server",
                "5.5.1",
                "5.5.1-server",
                "6.0.0b2",
                "6.0.0b2-server"
            })
    void leadsPeopleIn(String name) throws Exception {
        try (WholeHub hub = new WholeHub(folder)) {
            start(hub);
            Replay replay = new Replay(hub.hub.url())
                    .knowing("time", hub.clock.instant().toString())
                    .knowing("api_token", told(hub, "JUPYTERHUB_API_TOKEN"))
                    .knowing(
                            "token_of_alice",
                            hub.addToken("alice", Optional.empty()).reveal());
            Map<String, WebClient> from =
                    Map.of("program", hub.browser(), "alice", hub.browserOf("alice"), "bob", hub.browserOf("bob"));

            Recording recording = Recording.of("singleuser-" + name);

            assertThat(recording.program()).isEqualTo("jupyterhub-singleuser " + name.replace("-server", ""));
            recording.exchanges().forEach(exchange -> replay.send(exchange, from.get(exchange.by())));
        }
    }

    @Test
    void tellsTheAddressesThatServersReadFromTheirEnvironment() throws Exception {
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.publicUrl(URI.create("https://hub.example.org/")))) {
            start(hub);

            assertThat(told(hub, "JUPYTERHUB_PUBLIC_URL")).isEqualTo("https://hub.example.org/user/alice/");
            assertThat(told(hub, "JUPYTERHUB_PUBLIC_HUB_URL")).isEqualTo("https://hub.example.org/hub/");
            assertThat(told(hub, "JUPYTERHUB_OAUTH_CALLBACK_URL")).isEqualTo(CALLBACK);
            assertThat(told(hub, "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES")).isEqualTo("[]");
        }
    }

    /** Before 5.0 the state holds the address to go on to, and before 4.1 the server's own mark lay where the hub sees it. */
    @Test
    void takesALongStateAndPassesOverTheMarkOfAServer() throws Exception {
        try (WholeHub hub = new WholeHub(folder)) {
            start(hub);
            String json = "{\"uuid\": \"1c5aee5bc2d44f8dbd5c8d1d4cb0ed3c\", \"next_url\": \"/user/alice/tree?"
                    + "a=1&".repeat(200) + "\"}";
            String state =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));

            WebClient.Answer answer = hub.browserOf("alice")
                    .get(
                            "/hub/api/oauth2/authorize?client_id=jupyterhub-user-alice&response_type=code&redirect_uri="
                                    + WebClient.encode(CALLBACK) + "&state=" + state,
                            "Cookie",
                            "_xsrf=2|7d5f2d3f|of-the-server|1690000000");

            assertThat(answer.location().orElseThrow())
                    .startsWith(CALLBACK + "?code=")
                    .endsWith("&state=" + state);
        }
    }

    private static void start(WholeHub hub) throws Exception {
        assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);
    }

    private static String told(WholeHub hub, String variable) {
        return hub.servers.told(ServerRef.of("alice"), variable);
    }
}
