package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
class SimpleRecoveryTest {

    private static final ServerRef ALICE = ServerRef.of("alice");

    @TempDir
    Path data;

    private Servers servers;

    @BeforeEach
    void open() {
        servers = new Servers(data);
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    @Test
    void findsAServerAgainAfterTheHubWasKilled() throws Exception {
        killHubWhenReady("ordinary");
        ServerState state = new ServerState(
                "spawn",
                Long.parseLong(Files.readString(data.resolve("pid"))),
                Long.parseLong(Files.readString(data.resolve("birth"))),
                servers.processes.bootId(),
                URI.create(Files.readString(data.resolve("uri"))),
                data);

        assertThat(servers.spawner.poll(ALICE, state.toOpaque())).isInstanceOf(Status.Up.class);
        StartResult.Running server =
                servers.spawner.recover(ALICE, state.toOpaque()).orElseThrow();
        assertThat(Servers.get(server, "/")).isEqualTo("ok");
    }

    @Test
    void discoversAServerThatTheKilledHubHadNoTimeToRemember() throws Exception {
        killHubWhenReady("forgetful");

        List<Found> found = servers.spawner.discover();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).server()).isEqualTo(ALICE);
        assertThat(servers.spawner.poll(ALICE, found.get(0).state())).isInstanceOf(Status.Up.class);
        servers.spawner.stop(ALICE, found.get(0).state(), StopMode.NOW);
        assertThat(servers.spawner.discover()).isEmpty();
        assertThat(servers.processesOf(found.get(0).spawnId())).isEmpty();
    }

    @Test
    void tellsServersTheWholeNameWhateverTheLocaleOfTheHub() throws Exception {
        killHubWhenReady("narrow");

        assertThat(Servers.get(URI.create(Files.readString(data.resolve("uri")) + "/env")))
                .contains("USER=ümit ışık\n", "JUPYTERHUB_USER=ümit ışık")
                .doesNotContain("HUBWRIGHT_ENCODED");
        assertThat(servers.spawner.discover())
                .extracting(found -> found.server().user())
                .containsExactly("ümit ışık");
    }

    private void killHubWhenReady(String mode) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=" + (mode.equals("narrow") ? "US-ASCII" : "UTF-8"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestHub.class.getName(),
                        data.toString(),
                        mode)
                .inheritIO();
        builder.environment().put("LC_ALL", mode.equals("narrow") ? "C" : "C.UTF-8");
        Process hub = builder.start();
        assertThat(Backoff.until(Duration.ofSeconds(60), () -> Files.exists(data.resolve("ready"))))
                .isTrue();
        hub.destroyForcibly().waitFor();
    }

    @Test
    void discoversTheVeryStateThatTheStartReturned() throws Exception {
        SpawnRequest.Builder request = Servers.request(new ServerRef("alice", "lab"), Servers.server());
        StartResult.Running server = servers.start(request);

        assertThat(servers.spawner.discover())
                .containsExactly(
                        new Found(request.build().server(), request.build().spawnId(), server.state()));
    }

    @Test
    void discoversNothingOfAnotherHubWithTheSameId() throws Exception {
        servers.start(Servers.request("alice", Servers.server()));

        assertThat(new Servers(data.resolve("other")).spawner.discover()).isEmpty();
    }

    @Test
    void discoversWhatADeadServerHasLeftAsEnded() throws Exception {
        StartResult.Running server =
                servers.start(Servers.request("alice", Servers.script("setsid sleep 600 & exec \"$@\"")));
        Signals.toServer(
                "KILL",
                servers.processes.find(Servers.state(server.state()).pid()).orElseThrow());
        Backoff.until(
                Duration.ofSeconds(10),
                () -> !servers.isAlive(Servers.state(server.state()).pid()));

        List<Found> found = servers.spawner.discover();

        assertThat(found).hasSize(1);
        assertThat(servers.spawner.poll(ALICE, found.get(0).state())).isInstanceOf(Status.Exited.class);
        servers.spawner.stop(ALICE, found.get(0).state(), StopMode.NOW);
        assertThat(servers.spawner.discover()).isEmpty();
    }

    @Test
    void saysHowAServerEnded() throws Exception {
        StartResult.Running killed = servers.start(Servers.request("alice", Servers.server()));
        Signals.toServer(
                "KILL",
                servers.processes.find(Servers.state(killed.state()).pid()).orElseThrow());
        assertThat(reasonOfEnd(killed)).contains("was ended by SIGKILL");

        StartResult.Running exited = servers.start(Servers.request("alice", Servers.script("\"$@\"; exit 9")));
        Signals.toEach(
                "KILL",
                servers.processes.own().stream()
                        .filter(process -> process.parent()
                                == Servers.state(exited.state()).pid())
                        .toList());
        assertThat(reasonOfEnd(exited)).contains("exited with code 9");
    }

    private String reasonOfEnd(StartResult.Running server) throws Exception {
        assertThat(Backoff.until(
                        Duration.ofSeconds(10),
                        () -> !servers.isAlive(Servers.state(server.state()).pid())))
                .isTrue();
        return ((Status.Exited) servers.spawner.poll(ALICE, server.state())).reason();
    }

    @Test
    void takesAZombieForDead() throws Exception {
        Path pid = data.resolve("pid");
        // The shell becomes a program that never asks for its child's exit code.
        Process parent =
                new ProcessBuilder("/bin/sh", "-c", "sh -c 'echo $$ >" + pid + "; sleep 1' & exec sleep 600").start();
        try {
            assertThat(Backoff.until(Duration.ofSeconds(10), () -> Files.exists(pid) && Files.size(pid) > 1))
                    .isTrue();
            long child = Long.parseLong(Files.readString(pid).strip());
            ProcessEntry entry = servers.processes.find(child).orElseThrow();
            ServerState state = new ServerState(
                    "spawn", child, entry.birth(), servers.processes.bootId(), URI.create("http://127.0.0.1:9"), data);
            assertThat(servers.spawner.poll(ALICE, state.toOpaque())).isInstanceOf(Status.Up.class);

            assertThat(Backoff.until(Duration.ofSeconds(10), () -> !servers.isAlive(child)))
                    .isTrue();

            assertThat(Path.of("/proc/" + child + "/stat")).exists();
            assertThat(servers.spawner.poll(ALICE, state.toOpaque())).isInstanceOf(Status.Exited.class);
            assertThat(servers.spawner.recover(ALICE, state.toOpaque())).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void cannotTellWithoutTheListOfProcesses() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));

        SimpleSpawner blind = new SimpleSpawner(
                SimpleConfig.builder().build(), servers.context, data.resolve("no-proc"), new SetsidProgram());

        assertThat(blind.poll(ALICE, server.state())).isInstanceOf(Status.Unknown.class);
    }

    @Test
    void knowsNothingOfAStateThatIsNotItsOwn() throws Exception {
        assertThat(servers.spawner.poll(ALICE, Opaque.empty())).isInstanceOf(Status.Exited.class);
        assertThat(servers.spawner.recover(ALICE, Opaque.empty())).isEmpty();
    }

    @Test
    void letsServersLiveWhenItIsClosed() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));

        servers.spawner.close();

        assertThat(Servers.get(server, "/")).isEqualTo("ok");
    }

    @Test
    void showsTheEndOfALongLog() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server("flood")));

        try (InputStream log = servers.spawner.logs(ALICE, server.state(), LogRequest.tail(2))) {
            String text = new String(log.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).isEqualTo("x".repeat(1023) + "\nListening on " + server.uri() + "/user/alice/\n");
        }
        assertThat(Servers.state(server.state()).log())
                .satisfies(log -> assertThat(Files.size(log)).isGreaterThan(10 << 20));
    }

    @Test
    void followsALogUntilTheServerEnds() throws Exception {
        Path go = data.resolve("go");
        StartResult.Running server = servers.start(Servers.request(
                "alice",
                Servers.script("\"$@\" & while [ ! -e " + go + " ]; do sleep 0.05; done; kill $!; echo Good bye")));

        try (InputStream log = servers.spawner.logs(ALICE, server.state(), new LogRequest(100, true))) {
            assertThat(new String(log.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("Hello");
            Files.createFile(go);
            assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8)).endsWith("Good bye\n");
        }
    }

    @Test
    void keepsTheLogOfTheStartBefore() throws Exception {
        StartResult.Running first = servers.start(Servers.request("alice", Servers.server()));
        servers.spawner.stop(ALICE, first.state(), StopMode.NOW);

        StartResult.Running second = servers.start(Servers.request("alice", Servers.server()));

        Path log = Servers.state(second.state()).log();
        assertThat(log).content().contains(second.uri().toString());
        assertThat(log.resolveSibling(log.getFileName() + ".1"))
                .content()
                .contains(first.uri().toString());
    }
}
