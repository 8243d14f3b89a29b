package dev.hubwright.api.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FakeSpawner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartQueueTest {

    private static final ServerRef FIRST = ServerRef.of("first");
    private static final ServerRef SECOND = ServerRef.of("second");
    private static final ServerRef THIRD = ServerRef.of("third");

    private final SupervisorFixture hub = new SupervisorFixture();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void letThemWait() {
        hub.options.concurrentSpawnLimit(1).spawnQueueLimit(2);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void theyStartInTheOrderInWhichTheyCame() throws Exception {
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        SupervisorFixture.start(supervisor, FIRST);

        assertThat(SupervisorFixture.start(supervisor, SECOND)).isEqualTo(new Admission.Waiting(1));
        assertThat(SupervisorFixture.start(supervisor, THIRD)).isEqualTo(new Admission.Waiting(2));

        assertThat(supervisor.view(THIRD).pending()).contains(Pending.SPAWN);
        assertThat(supervisor.view(THIRD).record().isActive()).isFalse();
        supervisor.progress(THIRD, event -> heard.add(event.message()));
        hub.engine.releaseStarts();
        for (ServerRef server : List.of(FIRST, SECOND, THIRD)) {
            Eventually.holds(server + " runs", () -> supervisor.view(server).ready());
        }
        Eventually.holds("all of it is told", () -> heard.contains("The server is ready at /user/third/"));
        assertThat(heard)
                .startsWith(
                        "Waiting for a free place; position 2 in the queue",
                        "Waiting for a free place; position 1 in the queue",
                        "Server requested");
    }

    @Test
    void whoAsksTwiceHasOnePlace() throws Exception {
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        SupervisorFixture.start(supervisor, FIRST);
        SupervisorFixture.start(supervisor, SECOND);

        assertThat(SupervisorFixture.start(supervisor, SECOND)).isInstanceOf(Admission.AlreadyStarting.class);
        assertThat(SupervisorFixture.start(supervisor, THIRD)).isEqualTo(new Admission.Waiting(2));
    }

    @Test
    void aFullQueueRefusesAndSaysWhenToComeBack() throws Exception {
        hub.options.spawnQueueLimit(1);
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        SupervisorFixture.start(supervisor, FIRST);
        SupervisorFixture.start(supervisor, SECOND);

        Admission.Refused refused = (Admission.Refused) SupervisorFixture.start(supervisor, THIRD);

        assertThat(refused.reason()).isEqualTo(Admission.Reason.TOO_MANY_STARTING);
        assertThat(refused.retryAfter()).isPresent();
        assertThat(supervisor.view(THIRD).active()).isFalse();
    }

    @Test
    void aStopGivesThePlaceUp() throws Exception {
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        SupervisorFixture.start(supervisor, FIRST);
        SupervisorFixture.start(supervisor, SECOND);
        SupervisorFixture.start(supervisor, THIRD);
        supervisor.progress(SECOND, event -> heard.add(event.message()));

        supervisor.stop(SECOND, StopMode.GRACEFUL);
        SupervisorFixture.settle(supervisor, SECOND);

        Eventually.holds("it is told", () -> heard.contains("The start was cancelled"));
        hub.engine.releaseStarts();
        Eventually.holds("the next one runs", () -> supervisor.view(THIRD).ready());
        assertThat(supervisor.view(SECOND).active()).isFalse();
        assertThat(hub.engine.created()).isEqualTo(2);
    }

    @Test
    void aServerThatEndsMakesPlaceForOneThatWaits() throws Exception {
        hub.options.concurrentSpawnLimit(0).activeServerLimit(1);
        ServerSupervisor supervisor = hub.supervisor();
        SupervisorFixture.startAndWait(supervisor, FIRST);

        assertThat(SupervisorFixture.start(supervisor, SECOND)).isEqualTo(new Admission.Waiting(1));
        supervisor.stop(FIRST, StopMode.GRACEFUL);

        Eventually.holds("it runs", () -> supervisor.view(SECOND).ready());
    }

    @Test
    void waitingDoesNotCountAsStarting() throws Exception {
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        SupervisorFixture.start(supervisor, FIRST);
        SupervisorFixture.start(supervisor, SECOND);
        hub.clock.advance(Duration.ofHours(1));

        hub.engine.releaseStarts();

        Eventually.holds("it runs", () -> supervisor.view(SECOND).ready());
        assertThat(hub.record(SECOND).started()).contains(SupervisorFixture.NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void aHubThatEndsLeavesOnlyWhatWasChosen() throws Exception {
        hub.engine.startsHang();
        ServerSupervisor supervisor = hub.supervisor();
        SupervisorFixture.start(supervisor, FIRST);
        supervisor.start(SECOND, "fake", Opaque.of(1, Map.of("size", "big")));

        supervisor.close();
        hub.engine.releaseStarts();

        ServerRecord left = hub.record(SECOND);
        assertThat(left.isActive()).isFalse();
        assertThat(left.userOptions().text("size")).contains("big");
        assertThat(left.tokenId()).isEmpty();
        ServerSupervisor next = hub.supervisor();
        next.recover(Duration.ofSeconds(20));
        assertThat(next.view(SECOND).active()).isFalse();
        assertThat(SupervisorFixture.start(next, SECOND)).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void quotasCountThoseWhoWaitToo() throws Exception {
        hub.engine.startsHang();
        Set<String> group = Set.of("first", "second", "third");
        ServerQuotas.Quota two = new ServerQuotas.Quota(group::contains, 2, "No more than 2");
        ServerQuotas quotas = server -> group.contains(server.user()) ? List.of(two) : List.of();
        ServerSupervisor supervisor = hub.keep(hub.builder()
                .spawner("fake", new FakeSpawner(hub.engine))
                .quotas(quotas)
                .build());
        SupervisorFixture.start(supervisor, FIRST);
        SupervisorFixture.start(supervisor, SECOND);

        Admission admission = SupervisorFixture.start(supervisor, THIRD);

        assertThat(admission)
                .isEqualTo(new Admission.Refused(Admission.Reason.BEYOND_QUOTA, "No more than 2", Optional.empty()));
        assertThat(hub.store.find(THIRD)).isEmpty();
        assertThat(SupervisorFixture.start(supervisor, ServerRef.of("other"))).isEqualTo(new Admission.Waiting(2));
    }

    @Test
    void aPlaceIsFreeAgainWhenItsStartCannotBeWrittenDown() throws Exception {
        ServerSupervisor other = hub.supervisor();
        SupervisorFixture.startAndWait(other, FIRST);
        ServerSupervisor supervisor = hub.supervisor();

        assertThat(SupervisorFixture.start(supervisor, FIRST)).isInstanceOf(Admission.AlreadyRunning.class);

        assertThat(SupervisorFixture.start(supervisor, SECOND)).isInstanceOf(Admission.Accepted.class);
    }
}
