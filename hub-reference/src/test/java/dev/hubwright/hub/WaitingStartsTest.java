package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SupervisorOptions;
import dev.hubwright.hub.operation.RunningLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no place for a server now, or none for this person. */
@Timeout(120)
class WaitingStartsTest {

    @TempDir
    Path folder;

    private WholeHub hub;

    private void start(Consumer<HubBuilder> changes) throws Exception {
        hub = new WholeHub(
                folder,
                builder -> changes.accept(builder.slowTimeouts(Duration.ofMillis(200), Duration.ofSeconds(10))));
    }

    private static SupervisorOptions.Builder oneAtATime() {
        return SupervisorOptions.builder().concurrentSpawnLimit(1).spawnQueueLimit(1);
    }

    @AfterEach
    void close() {
        hub.servers.release();
        hub.close();
    }

    @Test
    void aProgramGetsAPendingServerAndCanFollowIt() throws Exception {
        start(builder -> builder.supervisor(oneAtATime()));
        hub.servers.hold();
        WholeHub.Api alice = hub.api("alice");
        WholeHub.Api bob = hub.api("bob");
        assertThat(alice.post("users/alice/server", "").status()).isEqualTo(202);

        assertThat(bob.post("users/bob/server", "").status()).isEqualTo(202);

        JsonNode user = bob.get("users/bob").json();
        assertThat(user.path("pending").asText()).isEqualTo("spawn");
        JsonNode server = user.path("servers").path("");
        assertThat(server.path("pending").asText()).isEqualTo("spawn");
        assertThat(server.path("ready").asBoolean()).isFalse();
        assertThat(server.path("stopped").asBoolean()).isFalse();
        CompletableFuture<WebClient.Answer> progress =
                CompletableFuture.supplyAsync(() -> bob.get("users/bob/server/progress"));
        hub.servers.release();
        assertThat(progress.get().body()).contains("position 1 in the queue").contains("\"ready\":true");
        Eventually.holds("both run", () -> hub.servers.count() == 2);
    }

    @Test
    void theMetricsTellHowManyWait() throws Exception {
        start(builder -> builder.openMetrics().supervisor(oneAtATime()));
        hub.servers.hold();
        hub.api("alice").post("users/alice/server", "");
        assertThat(metrics()).contains("hubwright_starts_waiting 0.0");

        hub.api("bob").post("users/bob/server", "");

        assertThat(metrics()).contains("hubwright_starts_waiting 1.0");
    }

    private String metrics() {
        return hub.browser().get("/hub/metrics").body();
    }

    @Test
    void aFullQueueIsA429() throws Exception {
        start(builder -> builder.supervisor(oneAtATime()));
        hub.servers.hold();
        hub.api("alice").post("users/alice/server", "");
        hub.api("bob").post("users/bob/server", "");

        WebClient.Answer third = hub.api("carol").post("users/carol/server", "");

        assertThat(third.status()).isEqualTo(429);
        assertThat(Integer.parseInt(third.header("retry-after").orElse("0"))).isPositive();
    }

    @Test
    void aPersonSeesThatTheyWaitAndCanGiveUp() throws Exception {
        start(builder -> builder.supervisor(oneAtATime()));
        hub.servers.hold();
        hub.api("alice").post("users/alice/server", "");
        WebClient browser = hub.browserOf("bob");
        browser.get("/hub/home");

        WebClient.Answer page = browser.follow(browser.post("/hub/spawn", Map.of()));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Waiting for a free place; position 1 in the queue");
        assertThat(browser.get("/hub/home").body()).doesNotContain("Start my server");
        browser.post("/hub/stop", Map.of());
        hub.servers.release();
        Eventually.holds("alice's runs", () -> hub.servers.count() == 1);
        assertThat(hub.hub.servers().view(ServerRef.of("bob")).active()).isFalse();
    }

    @Test
    void aNamedServerThatWaitsCanBeStoppedByAProgram() throws Exception {
        start(builder -> builder.supervisor(oneAtATime()).namedServers(0));
        hub.servers.hold();
        hub.api("alice").post("users/alice/server", "");
        WholeHub.Api bob = hub.api("bob");
        assertThat(bob.post("users/bob/servers/lab", "").status()).isEqualTo(202);

        assertThat(bob.delete("users/bob/servers/lab", "{\"remove\":true}").status())
                .isEqualTo(204);

        assertThat(bob.get("users/bob/servers/lab").status()).isEqualTo(404);
    }

    @Test
    void aLimitOfAGroupIsNamedToThePersonAndToPrograms() throws Exception {
        RunningLimits.OfGroup students = new RunningLimits.OfGroup(Optional.of(1), Optional.empty());
        start(builder -> builder.namedServers(0)
                .groups(Map.of("students", List.of("alice")))
                .runningLimits(new RunningLimits(2, Map.of("students", students))));
        WholeHub.Api alice = hub.api("alice");
        alice.post("users/alice/server", "");

        WebClient.Answer second = alice.post("users/alice/servers/lab", "");

        String message =
                "No more than 1 server for each member of the group \"students\" may run at the same time; stop one first";
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().path("message").asText()).isEqualTo(message);
        WebClient browser = hub.browserOf("alice");
        browser.get("/hub/home");
        WebClient.Answer page = browser.post("/hub/spawn/alice/lab", Map.of());
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("each member of the group &quot;students&quot;");
        WholeHub.Api bob = hub.api("bob");
        bob.post("users/bob/servers/one", "");
        assertThat(bob.post("users/bob/servers/two", "").status()).isIn(201, 202);
        assertThat(bob.post("users/bob/servers/three", "")
                        .json()
                        .path("message")
                        .asText())
                .startsWith("No more than 2 servers for a person");
    }

    @Test
    void membersOfAGroupShareALimit() throws Exception {
        RunningLimits.OfGroup course = new RunningLimits.OfGroup(Optional.empty(), Optional.of(1));
        start(builder -> builder.groups(Map.of("course", List.of("alice", "bob")))
                .runningLimits(new RunningLimits(0, Map.of("course", course))));
        hub.api("alice").post("users/alice/server", "");

        assertThat(hub.api("bob")
                        .post("users/bob/server", "")
                        .json()
                        .path("message")
                        .asText())
                .contains("1 server of the group \"course\"");
        assertThat(hub.api("carol").post("users/carol/server", "").status()).isIn(201, 202);
    }
}
