package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hub tells of its parts, and to whom. */
@Timeout(120)
class HealthTest {

    @TempDir
    Path folder;

    private final FakeProvider partners = new FakeProvider("partners");
    private WholeHub hub;

    private void start() throws Exception {
        hub = new WholeHub(
                folder,
                builder -> builder.authenticator(
                        "partners", partners, WholeHub.rules().build()));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void tellsStoreProxyAuthenticatorsAndSpawnersApart() throws Exception {
        start();
        partners.fail();

        WebClient.Answer answer = hub.api("admin").get("health/parts");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("down");
        Map<String, String> statuses = new LinkedHashMap<>();
        for (JsonNode part : answer.json().path("parts")) {
            statuses.put(
                    part.path("kind").asText() + " " + part.path("name").asText(),
                    part.path("status").asText());
        }
        assertThat(statuses)
                .containsExactly(
                        Map.entry("store ", "up"),
                        Map.entry("proxy ", "up"),
                        Map.entry("authenticator partners", "down"),
                        Map.entry("spawner default", "unknown"));
        assertThat(hub.browser().get("/hub/health").status()).isEqualTo(200);
    }

    @Test
    void isForThoseWhoMayReadItAndNobodyElse() throws Exception {
        start();

        assertThat(hub.api("bob").get("health/parts").status()).isEqualTo(403);
        assertThat(hub.browser().get("/hub/api/health/parts").status()).isEqualTo(403);
        assertThat(hub.api("admin", "read:metrics").get("health/parts").status())
                .isEqualTo(200);
    }
}
