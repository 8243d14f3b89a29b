package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SimpleStartTest {

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
    void givesTheServerItsEnvironmentAndNothingElse() throws Exception {
        SpawnRequest.Builder request = Servers.request("alice", Servers.server());
        StartResult.Running server = servers.start(request);

        List<String> lines =
                new ArrayList<>(Servers.get(server, "/env").lines().sorted().toList());
        assertThat(lines)
                .contains(
                        "HOME=" + data.resolve("homes/alice"),
                        "JUPYTERHUB_API_TOKEN=" + Servers.TOKEN,
                        "JUPYTERHUB_SERVICE_URL=" + server.uri() + "/user/alice/",
                        "LANG=C.UTF-8",
                        "USER=alice");
        assertThat(lines.stream().map(line -> line.split("=")[0]))
                .containsExactlyInAnyOrder(
                        "HOME",
                        "HUBWRIGHT_DATA_FOLDER",
                        "HUBWRIGHT_HUB_ID",
                        "HUBWRIGHT_INSTANCE",
                        "HUBWRIGHT_SERVER_PID",
                        "HUBWRIGHT_SPAWN_ID",
                        "JUPYTERHUB_API_TOKEN",
                        "JUPYTERHUB_SERVER_NAME",
                        "JUPYTERHUB_SERVICE_PREFIX",
                        "JUPYTERHUB_SERVICE_URL",
                        "JUPYTERHUB_USER",
                        "LANG",
                        "PATH",
                        "SHELL",
                        "USER");
    }

    @Test
    void putsTheServerIntoASessionOfItsOwnWithAPrivateHome() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));

        long pid = Servers.state(server.state()).pid();
        assertThat(servers.processes.find(pid)).hasValueSatisfying(process -> {
            assertThat(process.group()).isEqualTo(pid);
            assertThat(process.session()).isEqualTo(pid);
        });
        Path home = data.resolve("homes/alice");
        assertThat(Servers.get(server, "/folder")).isEqualTo(home.toRealPath().toString());
        assertThat(Servers.get(server, "/stdin")).isEqualTo("/dev/null");
        assertThat(Servers.get(server, "/status")).contains("Umask:\t0022");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        Servers.state(server.state()).log())))
                .isEqualTo("rw-------");
    }

    @Test
    void runsTheServerByALoginShellThatReadsTheProfile() throws Exception {
        Path home = Files.createDirectories(data.resolve("homes/alice"));
        Files.writeString(home.resolve(".profile"), "export FROM_PROFILE='it is read'\n");
        SpawnRequest.Builder request = Servers.request("alice", Servers.server("--with=a 'word'"))
                .settings(Servers.settings(Map.of("shell_cmd", List.of("bash", "-l", "-c"))));

        StartResult.Running server = servers.start(request);

        assertThat(Servers.get(server, "/env").lines()).contains("FROM_PROFILE=it is read");
        assertThat(Servers.get(server, "/status"))
                .contains("Pid:\t" + Servers.state(server.state()).pid() + "\n");
        assertThat(servers.spawner.poll(ServerRef.of("alice"), server.state())).isInstanceOf(Status.Up.class);
    }

    @Test
    void quotesTheShellThatDoesNotFindTheCommand() {
        SpawnRequest.Builder request = Servers.request("alice", List.of("no such program"))
                .settings(Servers.settings(Map.of("shell_cmd", List.of("bash", "-l", "-c"))));

        assertThatThrownBy(() -> servers.start(request))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("127")
                .hasMessageContaining("no such program");
    }

    @Test
    void namesAShellThatIsMissing() {
        SpawnRequest.Builder request = Servers.request("alice", Servers.server())
                .settings(Servers.settings(Map.of("shell_cmd", List.of("no-such-shell", "-c"))));

        assertThatThrownBy(() -> servers.start(request))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("no-such-shell");
    }

    @Test
    void showsTheTokenInNoCommandLine() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));

        long pid = Servers.state(server.state()).pid();
        assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).doesNotContain(Servers.TOKEN);
        assertThat(server.state().values().toString()).doesNotContain(Servers.TOKEN);
    }

    @Test
    void resetsSignalsThatTheHubIgnores() throws Exception {
        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()));

        assertThat(Servers.ignores(server, 2)).as("SIGINT is ignored").isFalse();
    }

    @Test
    void checkpointsWhatItStartedBeforeTheServerListens() throws Exception {
        HookedProgress progress = new HookedProgress();

        StartResult.Running server = servers.start(Servers.request("alice", Servers.server()), progress);

        assertThat(progress.checkpoints).containsExactly(server.state());
        assertThat(progress.messages).containsExactly("Starting the server", "The server listens");
    }

    @Test
    void leavesNothingWhenACheckpointFails() {
        SpawnRequest.Builder request = Servers.request("alice", Servers.server("silent"));
        HookedProgress progress = new HookedProgress() {
            @Override
            public void checkpoint(Opaque state) throws ProviderException {
                throw ProviderException.retryable("later", "The database is down");
            }
        };

        assertThatThrownBy(() -> servers.start(request, progress)).hasMessage("The database is down");
        assertThat(servers.spawner)
                .satisfies(spawner -> assertThat(spawner.discover()).isEmpty());
    }

    @Test
    void namesAMissingCommandAndTheRemedy() {
        assertThatThrownBy(() -> servers.start(Servers.request("alice", List.of("jupyterhub-missing", "--debug"))))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("Spawner.cmd = [\"jupyterhub-missing\", \"--debug\"]")
                .hasMessageContaining("install it, or give its full path");
    }

    @Test
    void saysHowTheServerExitedAndWhatItPrinted() {
        ProviderException failure = catchThrowableOfType(
                ProviderException.class, () -> servers.start(Servers.request("alice", Servers.server("fail"))));

        assertThat(failure)
                .hasMessageContaining("exited with code 3 after")
                .hasMessageContaining("No luck today")
                .hasMessageContaining("my token is ***")
                .hasMessageNotContaining(Servers.TOKEN);
        assertThat(failure.publicMessage()).isEqualTo("The server exited with code 3 while it started");
    }

    @Test
    void leavesNothingWhenItIsInterrupted() throws Exception {
        SpawnRequest.Builder request = Servers.request("alice", Servers.server("silent"));
        HookedProgress progress = new HookedProgress();
        Thread thread = new Thread(() ->
                assertThatThrownBy(() -> servers.start(request, progress)).isInstanceOf(InterruptedException.class));
        thread.start();
        Backoff.until(Duration.ofSeconds(30), () -> !progress.checkpoints.isEmpty());

        thread.interrupt();
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(servers.isAlive(Servers.state(progress.checkpoints.get(0)).pid()))
                .isFalse();
    }

    @Test
    void saysWhatItSawWhenTimeIsUp() {
        SpawnRequest.Builder request = Servers.request("alice", Servers.server("silent"))
                .deadline(Instant.now().plusSeconds(3));

        assertThatThrownBy(() -> servers.start(request))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("did not listen on 127.0.0.1:")
                .hasMessageContaining("Hello");
        assertThat(Instant.now()).isBefore(request.build().deadline().plusSeconds(5));
    }

    @Test
    void takesAnotherPortWhenAStrangerHasIt() throws Exception {
        Path go = data.resolve("go");
        List<ServerSocket> squatters = new ArrayList<>();
        HookedProgress progress = new HookedProgress() {
            @Override
            public void checkpoint(Opaque state) throws ProviderException {
                super.checkpoint(state);
                if (checkpoints.size() == 1) {
                    squatters.add(squat(Servers.state(state).uri().getPort()));
                }
                touch(go);
            }
        };
        List<String> waiting = Servers.script("while [ ! -e " + go + " ]; do sleep 0.02; done; exec \"$@\"");

        StartResult.Running server = servers.start(Servers.request("alice", waiting), progress);

        assertThat(progress.checkpoints).hasSize(2);
        assertThat(server.uri().getPort()).isNotEqualTo(squatters.get(0).getLocalPort());
        assertThat(Servers.get(server, "/")).isEqualTo("ok");
        assertThat(servers.isAlive(Servers.state(progress.checkpoints.get(0)).pid()))
                .isFalse();
        squatters.get(0).close();
    }

    @Test
    void refusesAFixedPortThatIsTaken() throws Exception {
        try (ServerSocket taken = squat(0)) {
            SpawnRequest.Builder request = Servers.request("alice", Servers.server())
                    .settings(Servers.settings(Map.of("port", taken.getLocalPort())));

            assertThatThrownBy(() -> servers.start(request))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("Spawner.port = " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void refusesALimitThatItCannotEnforce() {
        SpawnRequest.Builder request = Servers.request("alice", Servers.server())
                .resources(new Resources(
                        OptionalLong.of(1 << 30),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()));

        assertThatThrownBy(() -> servers.start(request)).hasMessageContaining("Spawner.mem_limit");
    }

    @Test
    void refusesANameThatNoProcessCanBeGiven() {
        assertThatThrownBy(() -> servers.start(Servers.request("a\0b", Servers.server())))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "-rf", "ümit ışık", "a\nb", "$(id)", "%2e%2e", "a=b", "C:\\x"})
    void keepsAnyNameWithinTheFolderOfHomes(String user) throws Exception {
        ServerRef server = new ServerRef(user, user);

        StartResult.Running running = servers.start(Servers.request(server, Servers.server()));

        Path home = Path.of(Servers.get(running, "/folder"));
        assertThat(home.getParent()).isEqualTo(data.resolve("homes").toRealPath());
        assertThat(Servers.get(running, "/env")).contains("JUPYTERHUB_USER=" + user);
    }

    @Test
    void startsManyAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<Future<StartResult.Running>> starts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String user = "user" + i;
            starts.add(threads.submit(() -> servers.start(Servers.request(user, Servers.server()))));
        }

        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            StartResult.Running server = starts.get(i).get();
            ports.add(server.uri().getPort());
            assertThat(Servers.get(server, "/env")).contains("USER=user" + i);
        }
        assertThat(ports).hasSize(20);
        threads.shutdown();
    }

    private static ServerSocket squat(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void touch(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
