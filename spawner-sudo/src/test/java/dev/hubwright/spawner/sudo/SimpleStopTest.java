package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SimpleStopTest {

    private static final ServerRef ALICE = ServerRef.of("alice");

    @TempDir
    Path data;

    private Servers servers;

    @BeforeEach
    void open() {
        servers = new Servers(
                data,
                SimpleConfig.builder()
                        .interruptTimeout(Duration.ofSeconds(1))
                        .termTimeout(Duration.ofSeconds(1))
                        .killTimeout(Duration.ofSeconds(10))
                        .build());
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    @Test
    void endsAServerBySigint() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));

        stop(server, StopMode.GRACEFUL);

        assertThat(isAlive(server)).isFalse();
    }

    @Test
    void endsAServerThatIgnoresSigint() throws Exception {
        StartResult.Running server =
                servers.start(Servers.request("alice", Servers.script("trap '' INT; exec \"$@\"")));
        assertThat(Servers.ignores(server, 2)).isTrue();

        stop(server, StopMode.GRACEFUL);

        assertThat(isAlive(server)).isFalse();
    }

    @Test
    void endsAServerThatIgnoresSigintAndSigterm() throws Exception {
        StartResult.Running server =
                servers.start(Servers.request("alice", Servers.script("trap '' INT TERM; exec \"$@\"")));
        assertThat(Servers.ignores(server, 15)).isTrue();

        stop(server, StopMode.GRACEFUL);

        assertThat(isAlive(server)).isFalse();
    }

    @Test
    void doesNotWaitForSigintInAHurry() throws Exception {
        Servers patient = new Servers(
                data,
                SimpleConfig.builder()
                        .interruptTimeout(Duration.ofMinutes(10))
                        .termTimeout(Duration.ofMinutes(10))
                        .killTimeout(Duration.ofSeconds(2))
                        .build());
        StartResult.Running server =
                patient.start(Servers.request("alice", Servers.script("trap '' INT TERM; exec \"$@\"")));

        patient.spawner.stop(ALICE, server.state(), StopMode.NOW);

        assertThat(isAlive(server)).isFalse();
    }

    @Test
    void endsWhatTheServerStartedInOtherSessions() throws Exception {
        SpawnRequest.Builder request =
                Servers.request("alice", Servers.script("setsid sh -c 'setsid sleep 600 & sleep 600' & exec \"$@\""));
        StartResult.Running server = servers.start(request);
        String spawnId = request.build().spawnId();
        assertThat(Backoff.until(
                        Duration.ofSeconds(10),
                        () -> servers.processesOf(spawnId).size() == 4))
                .isTrue();

        stop(server, StopMode.GRACEFUL);

        assertThat(servers.processesOf(spawnId)).isEmpty();
    }

    @Test
    void endsWhatADeadServerHasLeft() throws Exception {
        SpawnRequest.Builder request =
                Servers.request("alice", Servers.script("setsid sh -c 'trap \"\" TERM; sleep 600' & exec \"$@\""));
        StartResult.Running server = servers.start(request);
        String spawnId = request.build().spawnId();
        Signals.toServer(
                "KILL",
                servers.processes.find(Servers.state(server.state()).pid()).orElseThrow());
        assertThat(Backoff.until(Duration.ofSeconds(10), () -> !isAlive(server)))
                .isTrue();
        assertThat(servers.processesOf(spawnId)).isNotEmpty();

        stop(server, StopMode.GRACEFUL);

        assertThat(servers.processesOf(spawnId)).isEmpty();
    }

    @Test
    void endsADescendantThatHasClearedItsEnvironment() throws Exception {
        Path pid = data.resolve("pid");
        StartResult.Running server = servers.start(Servers.request(
                "alice", Servers.script("env -i setsid sh -c 'echo $$ >" + pid + "; exec sleep 600' & exec \"$@\"")));
        assertThat(Backoff.until(Duration.ofSeconds(10), () -> Files.exists(pid) && Files.size(pid) > 1))
                .isTrue();

        stop(server, StopMode.GRACEFUL);

        assertThat(servers.isAlive(Long.parseLong(Files.readString(pid).strip())))
                .isFalse();
    }

    @Test
    void stopsTwiceAndStopsNothing() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));

        stop(server, StopMode.NOW);
        stop(server, StopMode.NOW);
        stop(server, StopMode.REMOVE);
        servers.spawner.stop(ALICE, Opaque.empty(), StopMode.GRACEFUL);

        assertThat(isAlive(server)).isFalse();
    }

    @Test
    void keepsTheHomeEvenOnRemoval() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));
        Path work = Files.writeString(data.resolve("homes/alice/work.txt"), "work");

        stop(server, StopMode.REMOVE);

        assertThat(work).hasContent("work");
    }

    @Test
    void neverTouchesAProcessThatOnlyHasTheSamePid() throws Exception {
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            ServerState state = new ServerState(
                    "spawn", innocent.pid(), 1, servers.processes.bootId(), URI.create("http://127.0.0.1:9"), data);

            assertThat(servers.spawner.poll(ALICE, state.toOpaque())).isInstanceOf(Status.Exited.class);
            servers.spawner.stop(ALICE, state.toOpaque(), StopMode.GRACEFUL);

            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void leavesTheServersOfOthersAlone() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));
        StartResult.Running other = servers.start(Servers.request("bob", Servers.server()));

        stop(server, StopMode.NOW);

        assertThat(Servers.get(other, "/")).isEqualTo("ok");
        assertThat(List.of(server, other)).extracting(this::isAlive).containsExactly(false, true);
    }

    private void stop(StartResult.Running server, StopMode mode) throws Exception {
        servers.spawner.stop(ALICE, server.state(), mode);
    }

    private boolean isAlive(StartResult.Running server) {
        try {
            return servers.isAlive(Servers.state(server.state()).pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
