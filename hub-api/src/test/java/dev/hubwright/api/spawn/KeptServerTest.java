package dev.hubwright.api.spawn;

import static dev.hubwright.api.spawn.SupervisorFixture.ALICE;
import static dev.hubwright.api.spawn.SupervisorFixture.settle;
import static dev.hubwright.api.spawn.SupervisorFixture.startAndWait;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FakeSpawner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptServerTest {

    private final SupervisorFixture hub = new SupervisorFixture();
    private final List<SpawnRequest> requests = new CopyOnWriteArrayList<>();

    @BeforeEach
    void keep() {
        hub.engine.setKeeping(true);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void theNextStartGetsWhatWasKeptAndTheSameToken() throws Exception {
        hub.credentials.setTelling(true);
        ServerSupervisor supervisor = supervisor();
        startAndStop(supervisor);
        assertThat(hub.record(ALICE).phase()).isEqualTo(ServerPhase.STOPPED);
        assertThat(hub.credentials.valid()).containsExactly("t1");

        startAndWait(supervisor, ALICE);
        assertThat(supervisor.view(ALICE).ready()).isTrue();
        assertThat(requests.get(0).previousState()).isEqualTo(Opaque.empty());
        assertThat(requests.get(1).previousState()).isEqualTo(hub.record(ALICE).state());
        assertThat(token(1)).isEqualTo(token(0));
        assertThat(hub.engine.created()).isEqualTo(1);
    }

    @Test
    void aTokenThatCannotBeToldAgainIsReplaced() throws Exception {
        ServerSupervisor supervisor = supervisor();
        startAndStop(supervisor);
        startAndWait(supervisor, ALICE);

        assertThat(token(1)).isNotEqualTo(token(0));
        assertThat(hub.credentials.valid()).containsExactly("t2");
    }

    @Test
    void aStartThatFailsLosesNothing() throws Exception {
        ServerSupervisor supervisor = supervisor();
        startAndStop(supervisor);
        Opaque kept = hub.record(ALICE).state();
        hub.engine.startsAreRefused("no");
        startAndWait(supervisor, ALICE);

        assertThat(supervisor.view(ALICE).failure()).contains("no");
        assertThat(hub.record(ALICE).state()).isEqualTo(kept);
        assertThat(hub.engine.size()).isEqualTo(1);
    }

    @Test
    void removingEndsWhatWasKeptAndItsToken() throws Exception {
        ServerSupervisor supervisor = supervisor();
        startAndStop(supervisor);
        supervisor.stop(ALICE, StopMode.REMOVE);
        settle(supervisor, ALICE);

        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(hub.engine.hasVolume(ALICE)).isFalse();
    }

    @Test
    void anotherSpawnerIsNotToldOfIt() throws Exception {
        ServerSupervisor supervisor = hub.keep(hub.builder()
                .spawner("fake", recording())
                .spawner("other", recording())
                .build());
        startAndStop(supervisor);
        supervisor.start(ALICE, "other", Opaque.empty());
        settle(supervisor, ALICE);

        assertThat(requests.get(1).previousState()).isEqualTo(Opaque.empty());
        assertThat(hub.credentials.valid()).containsExactly("t2");
    }

    @Test
    void whatIsKeptOrTakenUpIsNotReaped() throws Exception {
        startAndStop(supervisor());
        ServerSupervisor next = supervisor();
        next.recover(Duration.ofSeconds(5));
        startAndWait(next, ALICE);
        ServerSupervisor last = supervisor();
        last.recover(Duration.ofSeconds(5));
        Eventually.holds("it is recovered", () -> last.view(ALICE).ready());

        assertThat(hub.audited).doesNotContain("server-reaped");
        assertThat(hub.engine.size()).isEqualTo(1);
    }

    @Test
    void whatAPersonHasBesidesServersIsRemovedByAllSpawners() throws Exception {
        ServerSupervisor supervisor = supervisor();
        startAndStop(supervisor);
        supervisor.removeUser("alice");

        assertThat(hub.engine.hasVolume(ALICE)).isFalse();
    }

    @Test
    void nothingCannotBeKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> StopResult.kept(Opaque.empty()));
    }

    private void startAndStop(ServerSupervisor supervisor) throws Exception {
        startAndWait(supervisor, ALICE);
        supervisor.stop(ALICE, StopMode.GRACEFUL);
        settle(supervisor, ALICE);
    }

    private String token(int start) {
        return requests.get(start).environment().boundTo("127.0.0.1", 1).get("JUPYTERHUB_API_TOKEN");
    }

    private ServerSupervisor supervisor() {
        return hub.supervisor(recording());
    }

    private Spawner recording() {
        return new WrappedSpawner(new FakeSpawner(hub.engine)) {
            @Override
            public StartResult start(SpawnRequest request, Progress progress)
                    throws ProviderException, InterruptedException {
                requests.add(request);
                return super.start(request, progress);
            }
        };
    }
}
