package dev.hubwright.api.spawn;

import static dev.hubwright.api.spawn.SupervisorFixture.ALICE;
import static dev.hubwright.api.spawn.SupervisorFixture.settle;
import static dev.hubwright.api.spawn.SupervisorFixture.start;
import static dev.hubwright.api.spawn.SupervisorFixture.startAndWait;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FakeSpawner;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final SupervisorFixture hub = new SupervisorFixture();
    private final List<ProgressEvent> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void earlyAndLateListenersHearTheSame() throws Exception {
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        start(supervisor, ALICE);
        supervisor.progress(ALICE, heard::add);
        hub.engine.releaseStarts();
        settle(supervisor, ALICE);
        awaitLast(heard);
        List<ProgressEvent> late = new CopyOnWriteArrayList<>();
        supervisor.progress(ALICE, late::add);
        awaitLast(late);

        assertThat(late).isEqualTo(heard);
        assertThat(heard.get(heard.size() - 1))
                .isEqualTo(new ProgressEvent(
                        ProgressEvent.Kind.READY,
                        100,
                        "The server is ready at /user/alice/",
                        Optional.of("/user/alice/")));
        assertThat(heard).extracting(ProgressEvent::message).contains("Server requested", "Created");
    }

    @Test
    void percentsNeverFall() throws Exception {
        ServerSupervisor supervisor = hub.supervisor(new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public StartResult start(SpawnRequest request, Progress progress)
                    throws ProviderException, InterruptedException {
                for (int percent : new int[] {30, -5, 20, 80, 1000, 10}) {
                    progress.report(percent, "at " + percent);
                }
                for (int i = 0; i < 10_000; i++) {
                    progress.report(90, "again " + i);
                }
                return super.start(request, progress);
            }
        });
        startAndWait(supervisor, ALICE);
        supervisor.progress(ALICE, heard::add);
        awaitLast(heard);

        assertThat(heard).extracting(ProgressEvent::percent).isSorted().allMatch(percent -> percent <= 100);
        assertThat(heard).hasSizeLessThan(600);
    }

    @Test
    void aFailureIsTheLastEvent() throws Exception {
        hub.engine.startsAreRefused("Your quota is used up");
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        supervisor.progress(ALICE, heard::add);
        awaitLast(heard);

        ProgressEvent last = heard.get(heard.size() - 1);
        assertThat(last.kind()).isEqualTo(ProgressEvent.Kind.FAILED);
        assertThat(last.message()).isEqualTo("Your quota is used up");
    }

    @Test
    void whoComesAfterTheServerIsNotSentToIt() throws Exception {
        ServerSupervisor supervisor = hub.supervisor();
        startAndWait(supervisor, ALICE);
        supervisor.stop(ALICE, StopMode.NOW);
        settle(supervisor, ALICE);
        supervisor.progress(ALICE, heard::add);
        awaitLast(heard);

        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).kind()).isEqualTo(ProgressEvent.Kind.FAILED);
    }

    @Test
    void anotherHubKnowsHowItEnded() throws Exception {
        startAndWait(hub.supervisor(), ALICE);
        hub.supervisor().progress(ALICE, heard::add);
        awaitLast(heard);

        assertThat(heard.get(0).kind()).isEqualTo(ProgressEvent.Kind.READY);
    }

    @Test
    void slowAndFailingListenersHarmNobody() throws Exception {
        CountDownLatch forever = new CountDownLatch(1);
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        start(supervisor, ALICE);
        supervisor.progress(ALICE, event -> awaitUninterrupted(forever));
        supervisor.progress(ALICE, event -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        List<ProgressEvent> closed = new CopyOnWriteArrayList<>();
        supervisor.progress(ALICE, closed::add).close();
        supervisor.progress(ALICE, heard::add);

        hub.engine.releaseStarts();
        settle(supervisor, ALICE);
        awaitLast(heard);
        forever.countDown();

        assertThat(supervisor.view(ALICE).ready()).isTrue();
        assertThat(closed).noneMatch(ProgressEvent::isLast);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitLast(List<ProgressEvent> events) {
        Eventually.holds(
                "the last event",
                () -> !events.isEmpty() && events.get(events.size() - 1).isLast());
    }
}
