package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.culling.CullingPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class IdleCullerTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private final List<Map<String, String>> culled = new CopyOnWriteArrayList<>();

    @Test
    void endsWhatNobodyUses() throws Exception {
        try (WholeHub hub = hub(new CullingPolicy(HOUR, Duration.ZERO, OFTEN, true, true, true, false))) {
            start(hub, "alice");
            hub.clock.advance(HOUR.minusMinutes(1));
            start(hub, "bob");
            hub.clock.advance(Duration.ofMinutes(2));

            gone(hub, "alice");
            assertThat(phase(hub, "bob")).isEqualTo(ServerPhase.READY);
            assertThat(culled).singleElement().isEqualTo(Map.of("server", "", "reason", "idle", "seconds", "3660"));
            assertThat(hub.store.tokens().ofUser("alice"))
                    .describedAs("the pass to the server")
                    .isEmpty();
        }
    }

    @Test
    void countsWhatGoesThroughTheProxyAsUse() throws Exception {
        try (WholeHub hub = hub(new CullingPolicy(HOUR, Duration.ZERO, OFTEN, true, true, true, false))) {
            start(hub, "alice");
            start(hub, "bob");
            hub.clock.advance(HOUR.minusMinutes(1));
            assertThat(hub.browser().get("/user/bob/").body()).contains("the server of bob");
            hub.clock.advance(Duration.ofMinutes(2));

            gone(hub, "alice");
            assertThat(phase(hub, "bob")).isEqualTo(ServerPhase.READY);
        }
    }

    /** With the time after which it was last used, or that of its age if that comes first. */
    @Test
    void tellsPeopleWhenTheirServerEnds() throws Exception {
        CullingPolicy policy = new CullingPolicy(HOUR, HOUR.multipliedBy(3), HOUR, false, true, true, false);
        try (WholeHub hub = hub(policy)) {
            WebClient alice = hub.browserOf("alice");
            assertThat(alice.get("/hub/home").body()).doesNotContain("Stops by itself");
            start(hub, "alice");
            start(hub, "admin");
            Instant begun = hub.clock.instant();

            assertThat(alice.get("/hub/home").body())
                    .contains(
                            "Stops by itself at <time datetime=\"" + iso(begun.plus(HOUR)) + "\"", "unless it is used");
            assertThat(hub.browserOf("admin").get("/hub/home").body()).doesNotContain("Stops by itself");

            hub.clock.advance(HOUR.multipliedBy(5).dividedBy(2));
            hub.hub.servers().activity(ServerRef.of("alice"), hub.clock.instant());
            assertThat(alice.get("/hub/home").body())
                    .contains("Stops by itself at <time datetime=\"" + iso(begun.plus(HOUR.multipliedBy(3))) + "\"")
                    .doesNotContain("unless it is used");
        }
    }

    private static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Test
    void leavesServersThatCompute() throws Exception {
        try (WholeHub hub = hub(new CullingPolicy(HOUR, Duration.ZERO, OFTEN, true, true, true, false))) {
            start(hub, "alice");
            start(hub, "bob");
            hub.servers.compute(ServerRef.of("alice"));
            hub.clock.advance(HOUR.plusMinutes(1));

            gone(hub, "bob");
            Eventually.holds("computing counts as use", () -> hub.store
                    .servers()
                    .find(ServerRef.of("alice"))
                    .orElseThrow()
                    .lastActivity()
                    .equals(Optional.of(hub.clock.instant())));
            assertThat(phase(hub, "alice")).isEqualTo(ServerPhase.READY);
            assertThat(hub.servers.headersOf(ServerRef.of("alice")).get("Authorization"))
                    .singleElement()
                    .asString()
                    .startsWith("token ");
        }
    }

    @Test
    void leavesServersThatCannotBeAsked() throws Exception {
        try (WholeHub hub = hub(new CullingPolicy(HOUR, HOUR.multipliedBy(3), OFTEN, true, true, true, false))) {
            start(hub, "alice");
            hub.servers.breakAll();
            hub.clock.advance(HOUR.plusMinutes(1));
            Eventually.holds(
                    "it was asked",
                    () -> hub.servers.headersOf(ServerRef.of("alice")).containsKey("Authorization"));
            assertThat(phase(hub, "alice")).isEqualTo(ServerPhase.READY);

            hub.clock.advance(HOUR.multipliedBy(2));

            gone(hub, "alice");
            assertThat(culled).singleElement().satisfies(details -> assertThat(details)
                    .containsEntry("reason", "age"));
        }
    }

    @Test
    void sparesWhomThePolicySpares() throws Exception {
        CullingPolicy policy = new CullingPolicy(HOUR, Duration.ZERO, OFTEN, false, false, true, true);
        try (WholeHub hub = hub(policy)) {
            start(hub, "alice");
            hub.hub.servers().start(new ServerRef("admin", "lab"), "default", Opaque.empty());
            hub.hub.servers().start(new ServerRef("alice", "lab"), "default", Opaque.empty());
            hub.hub.servers().awaitSettled(new ServerRef("admin", "lab"), Duration.ofSeconds(30));
            hub.hub.servers().awaitSettled(new ServerRef("alice", "lab"), Duration.ofSeconds(30));
            hub.clock.advance(HOUR.plusMinutes(1));

            Eventually.holds("the named server is deleted", () -> hub.store
                    .servers()
                    .find(new ServerRef("alice", "lab"))
                    .isEmpty());
            assertThat(phase(hub, "alice")).isEqualTo(ServerPhase.READY);
            assertThat(hub.store
                            .servers()
                            .find(new ServerRef("admin", "lab"))
                            .orElseThrow()
                            .phase())
                    .isEqualTo(ServerPhase.READY);
        }
    }

    /** Servers cannot have told of their use a hub that did not run. */
    @Test
    void doesNotCountTimeInWhichTheHubDidNotRun() throws Exception {
        LittleServers servers = new LittleServers();
        CullingPolicy policy = new CullingPolicy(HOUR, Duration.ZERO, OFTEN, true, true, true, false);
        try (WholeHub before = new WholeHub(folder, servers, builder -> {})) {
            start(before, "alice");
            before.closeHubOnly();
            try (WholeHub hub = new WholeHub(folder, servers, builder -> builder.cull(policy))) {
                hub.clock.advance(HOUR.minusMinutes(2));
                start(hub, "bob");
                assertThat(phase(hub, "alice")).isEqualTo(ServerPhase.READY);
                hub.clock.advance(Duration.ofMinutes(3));

                gone(hub, "alice");
                assertThat(phase(hub, "bob")).isEqualTo(ServerPhase.READY);
            }
        }
    }

    private WholeHub hub(CullingPolicy policy) throws Exception {
        return new WholeHub(folder, builder -> builder.cull(policy).audit((event, subject, details) -> {
            if (event.equals("server-culled")) {
                culled.add(details);
            }
        }));
    }

    private static void start(WholeHub hub, String user) throws Exception {
        hub.makeUser(user);
        hub.makeUser("admin");
        hub.hub.servers().start(ServerRef.of(user), "default", Opaque.empty());
        assertThat(hub.hub.servers().awaitSettled(ServerRef.of(user), Duration.ofSeconds(30)))
                .isTrue();
        assertThat(phase(hub, user)).isEqualTo(ServerPhase.READY);
    }

    private static void gone(WholeHub hub, String user) {
        Eventually.holds("the server is gone", () -> phase(hub, user) == ServerPhase.STOPPED);
    }

    private static ServerPhase phase(WholeHub hub, String user) throws Exception {
        return hub.store.servers().find(ServerRef.of(user)).orElseThrow().phase();
    }
}
