package dev.hubwright.api.spawn;

import static dev.hubwright.api.spawn.SupervisorFixture.ALICE;
import static dev.hubwright.api.spawn.SupervisorFixture.settle;
import static dev.hubwright.api.spawn.SupervisorFixture.start;
import static dev.hubwright.api.spawn.SupervisorFixture.startAndWait;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FakeSpawner;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerStopTest {

    private final SupervisorFixture hub = new SupervisorFixture();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void takesTheRouteAwayBeforeTheServer() throws Exception {
        List<Boolean> routed = new CopyOnWriteArrayList<>();
        ServerSupervisor supervisor = hub.supervisor(new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public StopResult stop(ServerRef server, Opaque state, StopMode mode)
                    throws ProviderException, InterruptedException {
                routed.add(hub.routes.target("/user/alice").isPresent());
                assertThat(hub.credentials.valid()).hasSize(1);
                return super.stop(server, state, mode);
            }
        });
        startAndWait(supervisor, ALICE);
        supervisor.stop(ALICE, StopMode.GRACEFUL);
        settle(supervisor, ALICE);

        assertThat(routed).containsExactly(false);
        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(hub.audited).containsExactly("server-started", "server-stopped");
        assertThat(supervisor.view(ALICE).failure()).isEmpty();
    }

    @Test
    void stoppingNothingSucceeds() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        for (StopMode mode : StopMode.values()) {
            supervisor.stop(ALICE, mode);
            settle(supervisor, ALICE);
        }

        assertThat(hub.store.find(ALICE)).isEmpty();
        assertThat(hub.audited).isEmpty();
    }

    @Test
    void cancelsAStartThatIsUnderWay() throws Exception {
        hub.engine.startsTake(Duration.ofMinutes(10));
        ServerSupervisor supervisor = hub.supervisor();
        start(supervisor, ALICE);
        Eventually.holds("something exists", () -> hub.engine.size() == 1);

        supervisor.stop(ALICE, StopMode.GRACEFUL);
        // The stop may be over already.
        assertThat(supervisor.view(ALICE).pending()).isNotEqualTo(Optional.of(Pending.SPAWN));
        settle(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).isEmpty();
        startAgainAndStop(supervisor);
    }

    private void startAgainAndStop(ServerSupervisor supervisor) throws Exception {
        hub.engine.startsTake(Duration.ZERO);
        startAndWait(supervisor, ALICE);
        assertThat(supervisor.view(ALICE).ready()).isTrue();
    }

    @Test
    void startsAndStopsInAnyOrderEndWell() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        for (int i = 0; i < 200; i++) {
            start(supervisor, ALICE);
            supervisor.stop(ALICE, i % 2 == 0 ? StopMode.GRACEFUL : StopMode.NOW);
        }
        supervisor.stop(ALICE, StopMode.NOW);
        settle(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void aForcedStopOvertakesAGracefulOne() throws Exception {
        CountDownLatch graceful = new CountDownLatch(1);
        ServerSupervisor supervisor = hub.supervisor(new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public StopResult stop(ServerRef server, Opaque state, StopMode mode)
                    throws ProviderException, InterruptedException {
                if (mode == StopMode.GRACEFUL) {
                    graceful.countDown();
                    Thread.sleep(600_000);
                }
                return super.stop(server, state, mode);
            }
        });
        startAndWait(supervisor, ALICE);
        supervisor.stop(ALICE, StopMode.GRACEFUL);
        graceful.await();
        supervisor.stop(ALICE, StopMode.NOW);
        settle(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void repeatsAStopUntilItSucceedsAndRevokesOnlyThen() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        hub.engine.setUnreachable(true);
        supervisor.stop(ALICE, StopMode.GRACEFUL);

        assertThat(supervisor.awaitSettled(ALICE, Duration.ofMillis(100))).isFalse();
        assertThat(hub.credentials.valid()).hasSize(1);
        assertThat(supervisor.view(ALICE).phase()).isEqualTo(ServerPhase.STOPPING);
        assertThat(start(supervisor, ALICE)).isInstanceOf(Admission.Refused.class);

        hub.engine.setUnreachable(false);
        settle(supervisor, ALICE);
        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void removingDeletesWhatOutlivesTheServerEvenLater() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        supervisor.stop(ALICE, StopMode.GRACEFUL);
        settle(supervisor, ALICE);
        assertThat(hub.engine.hasVolume(ALICE)).isTrue();

        supervisor.stop(ALICE, StopMode.REMOVE);
        settle(supervisor, ALICE);
        assertThat(hub.engine.hasVolume(ALICE)).isFalse();
    }

    @Test
    void aDeadServerIsNoticedAndCleanedUp() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        hub.engine.kill(ALICE, "out of memory");

        supervisor.pollNow(ALICE);
        settle(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).contains("The server has ended: out of memory");
        assertThat(hub.audited).containsExactly("server-started", "server-died");
    }

    @Test
    void serversAreLookedAtAgainAndAgain() throws Exception {
        hub.options.pollInterval(Duration.ofMillis(10));
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        hub.engine.kill(ALICE, "killed");

        SupervisorFixture.awaitPhase(supervisor, ALICE, ServerPhase.STOPPED);
    }

    @Test
    void aServerIsFollowedToAnotherAddress() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        URI first = hub.routes.target("/user/alice").orElseThrow();
        hub.engine.move(ALICE);
        supervisor.pollNow(ALICE);
        Eventually.holds("the move is over", () -> hub.audited.contains("server-moved"));

        assertThat(hub.routes.target("/user/alice")).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(hub.record(ALICE).uri()).isEqualTo(hub.routes.target("/user/alice"));
        assertThat(supervisor.view(ALICE).ready()).isTrue();
        supervisor.pollNow(ALICE);
        assertThat(hub.audited).containsExactly("server-started", "server-moved");
    }

    @Test
    void notKnowingNeverEndsAServer() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        hub.engine.setVague(true);
        supervisor.pollNow(ALICE);
        hub.engine.setUnreachable(true);
        supervisor.pollNow(ALICE);
        settle(supervisor, ALICE);

        assertThat(supervisor.view(ALICE).ready()).isTrue();
        assertThat(hub.credentials.valid()).hasSize(1);
        assertThat(hub.routes.target("/user/alice")).isPresent();
    }

    @Test
    void aHangingEngineDoesNotHoldUpAnother() throws Exception {
        hub.options.lookTimeout(Duration.ofMinutes(1));
        CountDownLatch forever = new CountDownLatch(1);
        ServerSupervisor supervisor = hub.keep(hub.builder()
                .spawner("fake", new FakeSpawner(hub.engine))
                .spawner("slow", new WrappedSpawner(new FakeSpawner(hub.engine)) {
                    @Override
                    public StartResult start(SpawnRequest request, Progress progress) throws InterruptedException {
                        forever.await();
                        throw new IllegalStateException("never reached");
                    }
                })
                .build());
        for (int i = 0; i < 90; i++) {
            supervisor.start(ServerRef.of("slow" + i), "slow", Opaque.empty());
        }

        startAndWait(supervisor, ALICE);
        assertThat(supervisor.view(ALICE).ready()).isTrue();
    }

    @Test
    void activityOnlyMovesForward() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        supervisor.activity(ALICE, SupervisorFixture.NOW.plusSeconds(60));
        supervisor.activity(ALICE, SupervisorFixture.NOW.plusSeconds(30));
        supervisor.activity(ServerRef.of("nobody"), SupervisorFixture.NOW);

        assertThat(supervisor.view(ALICE).lastActivity()).contains(SupervisorFixture.NOW.plusSeconds(60));
        assertThat(hub.store.find(ServerRef.of("nobody"))).isEmpty();
    }

    @Test
    void activityIsAsFineAsTheOptionsSay() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        supervisor.activity(ALICE, SupervisorFixture.NOW.plusSeconds(60));
        supervisor.activity(ALICE, SupervisorFixture.NOW.plusSeconds(90));
        assertThat(supervisor.view(ALICE).lastActivity()).contains(SupervisorFixture.NOW.plusSeconds(60));

        supervisor.activity(ALICE, SupervisorFixture.NOW.plusSeconds(91));

        assertThat(supervisor.view(ALICE).lastActivity()).contains(SupervisorFixture.NOW.plusSeconds(91));
    }

    @Test
    void closingLeavesServersAndCleansUpStarts() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        hub.engine.startsTake(Duration.ofMinutes(10));
        ServerRef bob = ServerRef.of("bob");
        start(supervisor, bob);
        Eventually.holds("something exists", () -> hub.engine.size() == 2);

        supervisor.close();

        assertThat(hub.record(ALICE).phase()).isEqualTo(ServerPhase.READY);
        assertThat(hub.record(bob).phase()).isEqualTo(ServerPhase.STOPPED);
        assertThat(hub.engine.spawnIds(bob)).isEmpty();
        assertThat(hub.credentials.valid())
                .containsExactly(hub.record(ALICE).tokenId().orElseThrow());
        assertThat(((Admission.Refused) start(supervisor, bob)).reason()).isEqualTo(Admission.Reason.CLOSED);
    }
}
