package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to a server, and in whatever order: what is said of it is true, and nothing of it is left. */
@RequiresEngine({Engine.ROOT, Engine.SUDO})
@Timeout(180)
class NothingLeftIT {

    private enum Kind {
        SUDO,
        LOCAL
    }

    private static Site site;
    private static ServerRef alice;
    private static long uid;

    @TempDir
    Path data;

    @BeforeAll
    static void makeAccounts() throws Exception {
        site = new Site();
        alice = ServerRef.of(site.people.add("a"));
        uid = site.people.uid(alice.user());
    }

    @AfterAll
    static void removeAccounts() throws Exception {
        site.close();
    }

    private Spawner spawner(Kind kind, Path folder) {
        Map<String, Object> timeouts = Map.of("interrupt_timeout", 5, "term_timeout", 5, "kill_timeout", 20);
        return kind == Kind.SUDO ? site.sudoSpawner(folder, timeouts) : Site.localSpawner(folder, timeouts);
    }

    private static SpawnRequest.Builder request(Kind kind, String... modes) {
        return kind == Kind.SUDO ? site.request(alice, modes) : site.localRequest(alice, modes);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhatADeadServerHasLeftHoweverOftenItIsAsked(Kind kind) throws Exception {
        Spawner spawner = spawner(kind, data);
        StartResult.Running server = Site.start(spawner, request(kind));
        long stray = strayOf(server);
        kill(server);
        Eventually.holds("it is dead", () -> spawner.poll(alice, server.state()) instanceof Status.Exited);
        assertThat(Site.servers(uid)).extracting(ProcessEntry::pid).contains(stray);

        for (int i = 0; i < 3; i++) {
            spawner.stop(alice, server.state(), StopMode.GRACEFUL);
            assertThat(Site.servers(uid)).isEmpty();
        }
    }

    /** A process in another session with the server's environment, as kernels are. */
    private static long strayOf(StartResult.Running server) throws Exception {
        ProcessTable processes = ProcessTable.ofThisMachine();
        ProcessEntry leader = processes.find(Site.state(server).pid()).orElseThrow();
        String name = alice.user();
        ProcessBuilder kernel = new ProcessBuilder(
                "setpriv", "--reuid=" + name, "--regid=" + name, "--init-groups", "setsid", "sleep", "600");
        kernel.environment().clear();
        kernel.environment().putAll(processes.environment(leader));
        long pid = kernel.start().pid();
        Eventually.holds("the kernel runs", () -> Site.servers(uid).stream().anyMatch(process -> process.pid() == pid));
        return pid;
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingWhenACheckpointCannotBeKept(Kind kind) throws Exception {
        for (int failing = 1; failing <= 2; failing++) {
            int last = failing;
            HookedProgress progress = new HookedProgress() {
                @Override
                public void checkpoint(Opaque state) throws ProviderException {
                    super.checkpoint(state);
                    if (checkpoints.size() == last) {
                        throw ProviderException.retryable("The disk is full", "The disk is full");
                    }
                }
            };
            Spawner spawner = spawner(kind, data);

            assertThatThrownBy(() -> spawner.start(request(kind).build(), progress))
                    .hasMessage("The disk is full");

            assertThat(Site.servers(uid)).isEmpty();
            assertThat(spawner.discover()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasNothingToDoWithServersOfAnotherHubInTheSameHome(Kind kind) throws Exception {
        Spawner spawner = spawner(kind, data.resolve("one"));
        Spawner another = spawner(kind, data.resolve("two"));
        StartResult.Running server = Site.start(spawner, request(kind));

        assertThat(another.discover()).isEmpty();
        another.stop(alice, server.state(), StopMode.REMOVE);

        assertThat(spawner.poll(alice, server.state())).isInstanceOf(Status.Up.class);
        spawner.stop(alice, server.state(), StopMode.NOW);
        assertThat(Site.servers(uid)).isEmpty();
    }

    /** Against a model that knows no more than whether there is a server. */
    @ParameterizedTest
    @EnumSource
    void saysTheTruthInEachOrderOfCalls(Kind kind) throws Exception {
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        Spawner spawner = spawner(kind, data);
        Opaque state = Opaque.empty();
        boolean up = false;
        List<String> story = new ArrayList<>(List.of("seed " + seed));
        for (int step = 0; step < 25; step++) {
            int what = chance.nextInt(4);
            story.add(List.of("start", "stop", "kill", "another instance").get(what));
            if (what == 0 && !up) {
                state = Site.start(spawner, request(kind)).state();
                up = true;
            } else if (what == 1) {
                spawner.stop(alice, state, chance.nextBoolean() ? StopMode.NOW : StopMode.GRACEFUL);
                up = false;
            } else if (what == 2 && up) {
                kill(AccountState.read(state).orElseThrow());
                up = false;
            } else if (what == 3) {
                spawner = spawner(kind, data);
            }
            assertTells(spawner, state, up, story);
        }
        spawner.stop(alice, state, StopMode.REMOVE);
        assertThat(Site.servers(uid)).as(story.toString()).isEmpty();
    }

    private static void assertTells(Spawner spawner, Opaque state, boolean up, List<String> story) throws Exception {
        if (up) {
            assertThat(spawner.poll(alice, state)).as(story.toString()).isInstanceOf(Status.Up.class);
            assertThat(spawner.recover(alice, state)).as(story.toString()).isPresent();
        } else {
            // A process that was killed takes a moment to be gone.
            Eventually.holds(story.toString(), () -> spawner.poll(alice, state) instanceof Status.Exited);
            assertThat(spawner.recover(alice, state)).as(story.toString()).isEmpty();
        }
    }

    private static void kill(StartResult.Running server) throws Exception {
        kill(Site.state(server));
    }

    private static void kill(AccountState state) throws Exception {
        Signals.toServer("KILL", ProcessTable.ofThisMachine().find(state.pid()).orElseThrow());
    }
}
