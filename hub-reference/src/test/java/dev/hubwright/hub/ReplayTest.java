package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay wants what was recorded. */
@Timeout(60)
class ReplayTest {

    @TempDir
    Path folder;

    private WholeHub hub;
    private Replay replay;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder);
        replay = new Replay(hub.hub.url()).knowing("token", hub.api("alice").token());
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void send(String path, String answer) {
        replay.send(
                new Recording.Exchange(
                        "program",
                        "GET",
                        path,
                        Map.of("Authorization", "token {token}"),
                        "",
                        WebClient.parse("{\"status\": 200, \"headers\": {}, \"body\": " + answer + "}")),
                hub.browser());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"shoe_size\": 40}",
                "{\"name\": \"bob\"}",
                "{\"name\": 1}",
                "{\"groups\": [\"class\"]}",
                "{\"admin\": true}",
                "{\"created\": \"{id}, {time}\"}"
            })
    void failsForWhatTheAnswerHasNot(String expected) {
        assertThatThrownBy(() -> send("/hub/api/user", expected)).isInstanceOf(AssertionError.class);
    }

    @Test
    void saysAgainWhatItHasLearnt() {
        send("/hub/api/user", "{\"name\": \"{who}\", \"created\": \"{time}\", \"groups\": []}");
        send("/hub/api/users/{who}", "{\"name\": \"{who}\", \"kind\": \"user\"}");

        assertThatThrownBy(() -> send("/hub/api/user", "{\"kind\": \"{who}\"}"))
                .as("it is alice already")
                .isInstanceOf(AssertionError.class);
    }
}
