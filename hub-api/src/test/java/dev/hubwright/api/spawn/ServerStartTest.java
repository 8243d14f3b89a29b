package dev.hubwright.api.spawn;

import static dev.hubwright.api.spawn.SupervisorFixture.ALICE;
import static dev.hubwright.api.spawn.SupervisorFixture.NOW;
import static dev.hubwright.api.spawn.SupervisorFixture.start;
import static dev.hubwright.api.spawn.SupervisorFixture.startAndWait;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FakeCredentials;
import dev.hubwright.api.contract.FakeEngine;
import dev.hubwright.api.contract.FakeSpawner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerStartTest {

    private final SupervisorFixture hub = new SupervisorFixture();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void bringsAServerUpAndRoutesToIt() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        ServerRef lab = new ServerRef("alice", "lab x");

        assertThat(supervisor.start(lab, "fake", Opaque.of(1, Map.of("size", "big"))))
                .isInstanceOf(Admission.Accepted.class);
        SupervisorFixture.settle(supervisor, lab);

        ServerView view = supervisor.view(lab);
        assertThat(view.ready()).isTrue();
        assertThat(view.pending()).isEmpty();
        assertThat(view.path()).isEqualTo("/user/alice/lab%20x/");
        assertThat(view.percent()).isEqualTo(100);
        assertThat(view.started()).contains(SupervisorFixture.NOW);
        assertThat(view.record().userOptions().text("size")).contains("big");
        assertThat(hub.routes.target("/user/alice/lab x"))
                .isEqualTo(view.record().uri());
        assertThat(hub.routes.data("/user/alice/lab x"))
                .containsOnly(entry("user", "alice"), entry("server_name", "lab x"), entry("jupyterhub", true));
        assertThat(hub.credentials.valid())
                .containsExactly(view.record().tokenId().orElseThrow());
        assertThat(hub.audited).containsExactly("server-started");
    }

    @Test
    void fiftyStartsOfOneServerAreOne() throws Exception {
        hub.engine.startsTake(Duration.ofMillis(50));
        ServerSupervisor supervisor = hub.supervisor();

        List<Admission> admissions = fiftyTimes(number -> start(supervisor, ALICE));
        SupervisorFixture.settle(supervisor, ALICE);

        assertThat(admissions).filteredOn(Admission.Accepted.class::isInstance).hasSize(1);
        assertThat(admissions).noneMatch(Admission.Refused.class::isInstance);
        assertThat(hub.engine.created()).isEqualTo(1);
        assertThat(hub.credentials.issued()).isEqualTo(1);
        assertThat(start(supervisor, ALICE)).isInstanceOf(Admission.AlreadyRunning.class);
    }

    @Test
    void fiftyServersStartAtOnce() throws Exception {
        hub.engine.startsTake(Duration.ofMillis(50));
        ServerSupervisor supervisor = hub.supervisor();

        fiftyTimes(number -> start(supervisor, ServerRef.of("user" + number)));
        for (int i = 0; i < 50; i++) {
            SupervisorFixture.settle(supervisor, ServerRef.of("user" + i));
            assertThat(supervisor.view(ServerRef.of("user" + i)).ready()).isTrue();
        }

        assertThat(hub.engine.size()).isEqualTo(50);
        assertThat(hub.routes.all()).hasSize(50);
    }

    @Test
    void twoHubsOnOneStoreStartAServerOnce() throws Exception {
        hub.engine.startsTake(Duration.ofMillis(50));
        ServerSupervisor one = hub.supervisor();
        ServerSupervisor other = hub.supervisor();

        fiftyTimes(number -> start(number % 2 == 0 ? one : other, ALICE));
        Eventually.holds(
                "both see it",
                () -> one.view(ALICE).ready() && other.view(ALICE).ready());

        assertThat(hub.engine.created()).isEqualTo(1);
    }

    @Test
    void startsBeyondTheLimitAreToldWhenToComeBack() throws Exception {
        hub.options.concurrentSpawnLimit(2);
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        start(supervisor, ServerRef.of("a"));
        start(supervisor, ServerRef.of("b"));

        Admission.Refused refused = (Admission.Refused) start(supervisor, ServerRef.of("c"));

        assertThat(refused.reason()).isEqualTo(Admission.Reason.TOO_MANY_STARTING);
        assertThat(refused.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(hub.store.find(ServerRef.of("c"))).isEmpty();
        hub.engine.releaseStarts();
        SupervisorFixture.settle(supervisor, ServerRef.of("a"));
        assertThat(start(supervisor, ServerRef.of("c"))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void noMoreServersRunThanAllowed() throws Exception {
        hub.options.activeServerLimit(10);
        ServerSupervisor supervisor = hub.supervisor();

        List<Admission> admissions = fiftyTimes(number -> start(supervisor, ServerRef.of("user" + number)));

        assertThat(admissions).filteredOn(Admission.Accepted.class::isInstance).hasSize(10);
        assertThat(admissions)
                .filteredOn(Admission.Refused.class::isInstance)
                .hasSize(40)
                .allMatch(refused -> ((Admission.Refused) refused).reason() == Admission.Reason.TOO_MANY_ACTIVE);
    }

    @Test
    void anUnknownSpawnerIsRefused() throws Exception {
        Admission admission = hub.supervisor().start(ALICE, "nonsense", Opaque.empty());

        assertThat(((Admission.Refused) admission).reason()).isEqualTo(Admission.Reason.UNKNOWN_SPAWNER);
        assertThat(hub.store.find(ALICE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FakeEngine.StartStep.class)
    void aFailureAtAnyStepLeavesNothing(FakeEngine.StartStep step) throws Exception {
        hub.engine.startsFailAt(step);
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).contains("The server could not be made");
        assertThat(hub.audited).containsExactly("server-failed");
        assertThat(hub.auditDetails.get(0)).containsEntry("reason", "made to fail at " + step);
    }

    @Test
    void anExceptionThatShouldNotBeIsContained() throws Exception {
        hub.engine.startsThrow(new IllegalStateException(FakeCredentials.TOKEN_PREFIX));
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure().orElseThrow()).doesNotContain(FakeCredentials.TOKEN_PREFIX);
        assertThat(hub.auditDetails.toString())
                .contains("IllegalStateException")
                .doesNotContain(FakeCredentials.TOKEN_PREFIX);
    }

    @Test
    void aRefusalIsShownAndIsNobodysFailure() throws Exception {
        hub.engine.startsAreRefused("Your quota is used up");
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).contains("Your quota is used up");
        assertThat(hub.audited).containsExactly("server-refused");
    }

    @Test
    void anEngineThatIsDownFailsTheStartOnly() throws Exception {
        hub.engine.setUnreachable(true);
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).contains("The engine is down; try again in a minute");

        hub.engine.setUnreachable(false);
        startAndWait(supervisor, ALICE);
        assertThat(supervisor.view(ALICE).ready()).isTrue();
        assertThat(supervisor.view(ALICE).failure()).isEmpty();
    }

    @Test
    void aStartThatTakesTooLongIsInterrupted() throws Exception {
        hub.options.startTimeout(Duration.ofMillis(100));
        hub.engine.startsTake(Duration.ofMinutes(10));
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure())
                .contains("The server did not start within 0.1 s; the last news was: Created");
    }

    @Test
    void aLateSuccessIsUndone() throws Exception {
        hub.options.startTimeout(Duration.ofMillis(100));
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor(new LateSpawner(new FakeSpawner(hub.engine), hub.engine));
        startAndWait(supervisor, ALICE);
        assertThat(supervisor.view(ALICE).phase()).isEqualTo(ServerPhase.STOPPED);
        assertThat(((Admission.Refused) start(supervisor, ALICE)).reason()).isEqualTo(Admission.Reason.BUSY);

        hub.engine.releaseStarts();
        Eventually.holds("a new start is accepted", () -> start(supervisor, ALICE) instanceof Admission.Accepted);

        assertThat(hub.engine.spawnIds(ALICE).size()).isLessThanOrEqualTo(1);
        SupervisorFixture.settle(supervisor, ALICE);
        assertThat(hub.engine.spawnIds(ALICE)).containsExactly(hub.record(ALICE).spawnId());
        assertThat(hub.credentials.valid()).hasSize(1);
    }

    @Test
    void aPhaseMovesTheDeadline() throws Exception {
        hub.options.startTimeout(Duration.ofMillis(100));
        hub.engine.startsTake(Duration.ofMillis(400));
        List<Instant> ends = new CopyOnWriteArrayList<>();
        ServerSupervisor supervisor = hub.supervisor(new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public StartResult start(SpawnRequest request, Progress progress)
                    throws ProviderException, InterruptedException {
                ends.add(progress.phase("Pulling the image", Duration.ofSeconds(20)));
                return super.start(request, progress);
            }
        });
        startAndWait(supervisor, ALICE);

        assertThat(supervisor.view(ALICE).ready()).isTrue();
        assertThat(ends.get(0)).isBetween(NOW.plusSeconds(19), NOW.plusSeconds(20));
    }

    @Test
    void aPhaseEndsAtTheHardLimit() throws Exception {
        hub.options.startTimeout(Duration.ofMillis(50)).startHardLimit(Duration.ofMillis(200));
        hub.engine.startsTake(Duration.ofMinutes(10));
        ServerSupervisor supervisor = hub.supervisor(new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public StartResult start(SpawnRequest request, Progress progress)
                    throws ProviderException, InterruptedException {
                progress.phase("Pulling the image", Duration.ofHours(1));
                return super.start(request, progress);
            }
        });
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void aServerThatExitsAtOnceFailsAtOnce() throws Exception {
        hub.options.httpTimeout(Duration.ofMinutes(10));
        hub.engine.serversExitAtOnce("exit code 127: no such command");
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure())
                .contains("The server ended right after its start: exit code 127: no such command");
    }

    @Test
    void aServerThatDoesNotAnswerIsTakenDown() throws Exception {
        hub.engine.setSilent(true);
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).contains("The server did not answer within 0.3 s after its start");
    }

    @Test
    void aProxyThatTakesNoRouteFailsTheStartAndHoldsTheStop() throws Exception {
        hub.routes.setUnreachable(true);
        ServerSupervisor supervisor = hub.supervisor();
        start(supervisor, ALICE);

        SupervisorFixture.awaitPhase(supervisor, ALICE, ServerPhase.STOPPING);
        Eventually.holds("the server is taken down", () -> hub.engine.size() == 0);
        hub.routes.setUnreachable(false);
        SupervisorFixture.settle(supervisor, ALICE);
        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).contains("The proxy does not respond");
    }

    @Test
    void whatIsNotPermittedIsRefusedBeforeAnythingExists() throws Exception {
        ServerSupervisor supervisor = hub.keep(hub.builder()
                .planner((server, owner, spawner, options, token) ->
                        SpawnPlan.refused("image not allowed", "Choose another"))
                .spawner("fake", new FakeSpawner(hub.engine))
                .build());
        startAndWait(supervisor, ALICE);

        assertThat(supervisor.view(ALICE).failure()).contains("Choose another");
        assertThat(hub.audited).containsExactly("server-refused");
        assertThat(hub.auditDetails.get(0)).containsEntry("reason", "image not allowed");
        assertThat(hub.engine.created()).isZero();
        assertThat(hub.isGone(ALICE)).isTrue();
    }

    @Test
    void aHookThatHangsFailsTheStart() throws Exception {
        hub.options.startTimeout(Duration.ofMillis(100));
        ServerHooks hooks = new ServerHooks() {
            @Override
            public Prepared beforeStart(HookRequest request) throws InterruptedException {
                Thread.sleep(600_000);
                return Prepared.nothing();
            }

            @Override
            public void afterStop(HookRequest request, Opaque state) {}
        };
        ServerSupervisor supervisor = hub.keep(hub.builder()
                .hooks("session", hooks)
                .spawner("fake", new FakeSpawner(hub.engine))
                .build());
        startAndWait(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(supervisor.view(ALICE).failure()).contains("What has to be prepared for the server took too long");
    }

    private interface Numbered<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> fiftyTimes(Numbered<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                futures.add(threads.submit(() -> {
                    go.await();
                    return task.run(number);
                }));
            }
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Deaf to interrupts and to the removal of what it made: it comes back with a server after all. */
    private static final class LateSpawner extends WrappedSpawner {

        private final FakeEngine engine;

        LateSpawner(Spawner spawner, FakeEngine engine) {
            super(spawner);
            this.engine = engine;
        }

        @Override
        public StartResult start(SpawnRequest request, Progress progress)
                throws ProviderException, InterruptedException {
            try {
                return super.start(request, progress);
            } catch (ProviderException e) {
                Opaque state = Opaque.of(1, Map.of("id", "late"));
                engine.createRunning("late", request.server(), request.spawnId());
                return StartResult.running(URI.create("http://127.0.0.1:1"), state);
            }
        }
    }
}
