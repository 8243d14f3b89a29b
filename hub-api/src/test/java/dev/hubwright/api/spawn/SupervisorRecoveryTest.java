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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisorRecoveryTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SupervisorFixture hub = new SupervisorFixture();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void adoptsServersThatLive() throws Exception {
        String token = leaveRunning();
        hub.routes.remove("/user/alice");

        ServerSupervisor next = hub.supervisor();
        next.recover(LONG);

        assertThat(next.view(ALICE).ready()).isTrue();
        assertThat(hub.credentials.valid()).containsExactly(token);
        assertThat(hub.routes.target("/user/alice")).isEqualTo(hub.record(ALICE).uri());
        assertThat(hub.audited).containsExactly("server-started", "server-recovered");
        hub.engine.kill(ALICE, "killed");
        next.pollNow(ALICE);
        settle(next, ALICE);
        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void followsAServerToItsNewAddress() throws Exception {
        leaveRunning();
        Optional<URI> before = hub.record(ALICE).uri();
        hub.engine.move(ALICE);

        hub.supervisor().recover(LONG);

        assertThat(hub.record(ALICE).uri()).isNotEqualTo(before);
        assertThat(hub.routes.target("/user/alice")).isEqualTo(hub.record(ALICE).uri());
    }

    /** What a server is now is all of its address, and not its host and port alone. */
    @Test
    void followsAServerThatHasChangedToTls() throws Exception {
        leaveRunning();
        URI plain = hub.record(ALICE).uri().orElseThrow();
        URI secure = URI.create(plain.toString().replace("http:", "https:"));
        List<URI> asked = new CopyOnWriteArrayList<>();
        Spawner changed = new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public Optional<StartResult.Running> recover(ServerRef server, Opaque state)
                    throws ProviderException, InterruptedException {
                return super.recover(server, state).map(running -> StartResult.running(secure, running.state()));
            }
        };

        ServerSupervisor next = hub.keep(hub.builder()
                .readiness((server, uri, prefix) -> asked.add(uri))
                .spawner("fake", changed)
                .build());
        next.recover(LONG);

        assertThat(next.view(ALICE).ready()).isTrue();
        assertThat(asked).containsOnly(secure);
        assertThat(hub.record(ALICE).uri()).contains(secure);
        assertThat(hub.routes.target("/user/alice")).contains(secure);
    }

    @Test
    void cleansUpAfterServersThatDied() throws Exception {
        leaveRunning();
        hub.engine.kill(ALICE, "killed");

        hub.supervisor().recover(LONG);

        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void keepsWhatCannotBeFoundOutUntilItCan() throws Exception {
        String token = leaveRunning();
        hub.engine.setUnreachable(true);

        ServerSupervisor next = hub.supervisor();
        next.recover(Duration.ofMillis(100));

        assertThat(next.view(ALICE).pending()).contains(Pending.CHECK);
        assertThat(next.view(ALICE).ready()).isFalse();
        assertThat(start(next, ALICE)).isInstanceOf(Admission.Refused.class);
        assertThat(hub.credentials.valid()).containsExactly(token);
        hub.engine.setUnreachable(false);
        hub.engine.setVague(true);
        assertThat(next.awaitSettled(ALICE, Duration.ofMillis(100))).isFalse();
        hub.engine.setVague(false);
        settle(next, ALICE);
        assertThat(next.view(ALICE).ready()).isTrue();
        assertThat(hub.credentials.valid()).containsExactly(token);
        assertThat(hub.engine.created()).isEqualTo(1);
    }

    @Test
    void aServerThatIsBeingCheckedCanBeStopped() throws Exception {
        leaveRunning();
        hub.engine.setVague(true);
        ServerSupervisor next = hub.supervisor();
        next.recover(Duration.ofMillis(50));

        next.stop(ALICE, StopMode.NOW);
        settle(next, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void aBusyServerThatDoesNotAnswerIsKept() throws Exception {
        leaveRunning();
        hub.engine.setSilent(true);
        ServerSupervisor next = hub.supervisor();
        next.recover(Duration.ofMillis(500));
        assertThat(next.view(ALICE).pending()).contains(Pending.CHECK);

        hub.engine.setSilent(false);
        settle(next, ALICE);
        assertThat(next.view(ALICE).ready()).isTrue();
    }

    @Test
    void serversOfASpawnerThatIsNotSetUpAnyMoreAreKept() throws Exception {
        String token = leaveRunning();
        ServerSupervisor next = hub.keep(
                hub.builder().spawner("other", new FakeSpawner(hub.engine)).build());
        next.recover(Duration.ofMillis(100));

        assertThat(next.view(ALICE).pending()).contains(Pending.CHECK);
        assertThat(hub.credentials.valid()).containsExactly(token);
    }

    @Test
    void finishesAStopThatWasBegun() throws Exception {
        leaveRunning();
        hub.store.update(ALICE, record -> record.withPhase(ServerPhase.STOPPING));

        hub.supervisor().recover(LONG);

        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void removesWhatNobodyKnowsOfOnceItCanBeListed() throws Exception {
        leaveRunning();
        hub.engine.createRunning("orphan", ServerRef.of("bob"), "s1");
        hub.engine.createRunning("older", ALICE, "s0");
        AtomicInteger failures = new AtomicInteger(3);

        ServerSupervisor next = hub.supervisor(new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public List<Found> discover() throws ProviderException, InterruptedException {
                if (failures.getAndDecrement() > 0) {
                    throw ProviderException.retryable("down", "down");
                }
                return super.discover();
            }
        });
        next.recover(LONG);

        Eventually.holds("the orphans are gone", () -> hub.engine.size() == 1);
        assertThat(hub.engine.spawnIds(ALICE)).containsExactly(hub.record(ALICE).spawnId());
        assertThat(next.view(ALICE).ready()).isTrue();
        assertThat(hub.audited).contains("server-reaped");
    }

    @Test
    void aHubThatDiesAtAnyStepOfAStartLeavesNoneOrOneServer() throws Exception {
        int step = 0;
        int lostTokens = 0;
        boolean died = true;
        while (died) {
            try (SupervisorFixture one = new SupervisorFixture()) {
                Lifeline lifeline = new Lifeline(step);
                ServerSupervisor mortal = one.keep(mortal(one, lifeline));
                try {
                    start(mortal, ALICE);
                } catch (ProviderException e) {
                    // Died before anything was written down.
                }
                awaitEnd(mortal, lifeline);
                died = lifeline.isDead();
                lostTokens += assertTakenUp(one, mortal, "start, step " + step);
                assertStartsAgain(one, "start, step " + step);
            }
            step++;
        }
        assertThat(step).isGreaterThan(12);
        assertThat(lostTokens)
                .as("between its issue and its record, and on the way there")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void aHubThatDiesAtAnyStepOfAStopLeavesNoneOrOneServer() throws Exception {
        int step = 0;
        boolean died = true;
        while (died) {
            try (SupervisorFixture one = new SupervisorFixture()) {
                Lifeline lifeline = new Lifeline(1_000);
                ServerSupervisor mortal = one.keep(mortal(one, lifeline));
                startAndWait(mortal, ALICE);
                lifeline.diesAfter(step);
                try {
                    mortal.stop(ALICE, StopMode.GRACEFUL);
                } catch (ProviderException e) {
                    // Died before the stop was admitted.
                }
                awaitEnd(mortal, lifeline);
                died = lifeline.isDead();
                assertThat(assertTakenUp(one, mortal, "stop, step " + step)).isZero();
                assertStartsAgain(one, "stop, step " + step);
            }
            step++;
        }
        assertThat(step).isGreaterThan(8);
    }

    @Test
    void aCallThatFailsOnceLeavesNoneOrOneServer() throws Exception {
        int call = 0;
        boolean failed = true;
        while (failed) {
            try (SupervisorFixture one = new SupervisorFixture()) {
                Lifeline hiccup = Lifeline.hiccup(call);
                ServerSupervisor supervisor = one.keep(one.builder()
                        .store(hiccup.of(one.store))
                        .credentials(hiccup.of(one.credentials))
                        .routes(hiccup.of(one.routes))
                        .spawner("fake", new FakeSpawner(one.engine))
                        .build());
                startDespite(supervisor);
                failed = hiccup.isDead();
                boolean ready = one.store
                        .find(ALICE)
                        .filter(record -> record.phase() == ServerPhase.READY)
                        .isPresent();
                assertThat(ready).as("call " + call).isEqualTo(!failed);
                assertThat(one.engine.size()).as("call " + call).isEqualTo(ready ? 1 : 0);
                assertThat(one.credentials.valid()).as("call " + call).hasSize(ready ? 1 : 0);
                if (failed) {
                    startDespite(supervisor);
                    assertThat(supervisor.view(ALICE).ready())
                            .as("call " + call)
                            .isTrue();
                }
            }
            call++;
        }
        assertThat(call).isGreaterThan(5);
    }

    private static void startDespite(ServerSupervisor supervisor) throws Exception {
        try {
            startAndWait(supervisor, ALICE);
        } catch (ProviderException e) {
            // The store's own fault: nothing was begun.
        }
    }

    private String leaveRunning() throws Exception {
        try (ServerSupervisor first = hub.supervisor()) {
            startAndWait(first, ALICE);
        }
        return hub.record(ALICE).tokenId().orElseThrow();
    }

    private static ServerSupervisor mortal(SupervisorFixture one, Lifeline lifeline) {
        return one.builder()
                .store(lifeline.of(one.store))
                .credentials(lifeline.of(one.credentials))
                .routes(lifeline.of(one.routes))
                .spawner("fake", new FakeSpawner(one.engine, lifeline))
                .build();
    }

    private static void awaitEnd(ServerSupervisor mortal, Lifeline lifeline) {
        Eventually.holds(
                "it settles or dies", () -> lifeline.isDead() || mortal.awaitSettled(ALICE, Duration.ofMillis(1)));
    }

    private static int assertTakenUp(SupervisorFixture one, ServerSupervisor dead, String when) throws Exception {
        dead.close();
        ServerSupervisor next = one.supervisor();
        next.recover(LONG);
        ServerView view = next.view(ALICE);
        assertThat(view.pending()).as(when).isEmpty();

        List<String> expected = view.ready() ? List.of(one.record(ALICE).spawnId()) : List.of();
        Eventually.holds(
                when + ": " + expected + " exist",
                () -> one.engine.spawnIds(ALICE).equals(expected));
        assertThat(one.routes.target("/user/alice").isPresent()).as(when).isEqualTo(view.ready());
        Set<String> tokens = view.ready() ? Set.of(view.record().tokenId().orElseThrow()) : Set.of();
        // A token that was issued in the very moment of death is known to nobody, and no server has it.
        if (one.credentials.valid().equals(tokens)) {
            return 0;
        }
        assertThat(one.engine.created())
                .as(when + ": nothing was made with the token")
                .isZero();
        return 1;
    }

    private static void assertStartsAgain(SupervisorFixture one, String when) throws Exception {
        ServerSupervisor next = one.supervisor();
        next.recover(LONG);
        startAndWait(next, ALICE);
        assertThat(next.view(ALICE).ready()).as(when).isTrue();
        assertThat(one.engine.spawnIds(ALICE)).as(when).hasSize(1);
    }
}
