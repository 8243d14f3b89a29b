package dev.hubwright.api.spawn;

import static dev.hubwright.api.spawn.SupervisorFixture.ALICE;
import static dev.hubwright.api.spawn.SupervisorFixture.NOW;
import static dev.hubwright.api.spawn.SupervisorFixture.settle;
import static dev.hubwright.api.spawn.SupervisorFixture.startAndWait;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.FakeSpawner;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerHooksTest {

    private final SupervisorFixture hub = new SupervisorFixture();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final List<HookRequest> asked = new CopyOnWriteArrayList<>();
    private final List<SpawnRequest> requests = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void addVariablesAndRunAgainTheOtherWayRound() throws Exception {
        ServerSupervisor supervisor = supervisor(new Recording("pam"), new Recording("corp"));
        startAndWait(supervisor, ALICE);
        supervisor.stop(ALICE, StopMode.GRACEFUL);
        settle(supervisor, ALICE);

        assertThat(requests.get(0).environment().boundTo("127.0.0.1", 1))
                .containsEntry("PAM", "session 1")
                .containsEntry("CORP", "session 2");
        assertThat(requests.get(0).deadline()).isEqualTo(NOW.plusSeconds(20));
        assertThat(ran).containsExactly("before pam", "before corp", "after corp 2", "after pam 1");
        assertThat(hub.isGone(ALICE)).isTrue();
        assertThat(hub.record(ALICE).hookStates()).isEmpty();
    }

    @Test
    void learnWhoseServerItIsAndWhichStart() throws Exception {
        ServerSupervisor supervisor = supervisor(new Recording("pam"));
        startAndWait(supervisor, ALICE);
        String spawnId = hub.record(ALICE).spawnId();
        supervisor.stop(ALICE, StopMode.GRACEFUL);
        settle(supervisor, ALICE);

        assertThat(asked).allSatisfy(request -> {
            assertThat(request.server()).isEqualTo(ALICE);
            assertThat(request.spawnId()).isEqualTo(spawnId);
            assertThat(request.identity().name()).isEqualTo("Alice@EXAMPLE");
            assertThat(request.authState().text("ticket")).contains("t1");
            assertThat(request.deadline()).isAfter(NOW);
        });
        assertThat(requests.get(0).identity().name()).isEqualTo("Alice@EXAMPLE");
    }

    @Test
    void areToldOfAStartThatFailed() throws Exception {
        hub.engine.startsAreRefused("no");
        startAndWait(supervisor(new Recording("pam")), ALICE);

        assertThat(ran).containsExactly("before pam", "after pam 1");
        assertThat(hub.record(ALICE).hookStates()).isEmpty();
    }

    @Test
    void findWhatTheyKeptAfterARestartOfTheHub() throws Exception {
        startAndWait(supervisor(new Recording("pam")), ALICE);
        ServerSupervisor next = supervisor(new Recording("pam"));
        next.recover(Duration.ofSeconds(5));
        next.stop(ALICE, StopMode.NOW);
        settle(next, ALICE);

        assertThat(ran).containsExactly("before pam", "after pam 1");
    }

    private ServerSupervisor supervisor(Recording... hooks) {
        ServerSupervisor.Builder builder =
                hub.builder().authStates(new Owners()).spawner("fake", recording());
        for (Recording hook : hooks) {
            builder.hooks(hook.name, hook);
        }
        return hub.keep(builder.build());
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

    private static final class Owners implements AuthStates {

        @Override
        public Opaque of(ServerRef server) {
            return Opaque.of(1, Map.of("ticket", "t1"));
        }

        @Override
        public Identity identity(ServerRef server) {
            return Identity.of("Alice@EXAMPLE");
        }
    }

    /** Keeps a number until the stop, and makes trouble then. */
    private final class Recording implements ServerHooks {

        private final String name;

        Recording(String name) {
            this.name = name;
        }

        @Override
        public Prepared beforeStart(HookRequest request) {
            asked.add(request);
            ran.add("before " + name);
            assertThat(hub.record(request.server()).tokenId()).isPresent();
            int number = ran.size();
            return new Prepared(
                    Map.of(name.toUpperCase(Locale.ROOT), "session " + number),
                    Opaque.of(1, Map.of("session", number)));
        }

        @Override
        public void afterStop(HookRequest request, Opaque state) throws ProviderException {
            asked.add(request);
            ran.add("after " + name + " " + state.number("session").orElse(0));
            throw ProviderException.permanent("trouble", "trouble");
        }
    }
}
