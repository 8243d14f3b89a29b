package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.contract.Together;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine({Engine.ROOT, Engine.SUDO})
@Timeout(180)
class SudoServersIT {

    private static Site site;
    private static String alice;
    private static String bob;

    @TempDir
    Path data;

    private Spawner spawner;

    @BeforeAll
    static void makeAccounts() throws Exception {
        site = new Site();
        alice = site.people.add("a");
        bob = site.people.add("b");
    }

    @AfterAll
    static void removeAccounts() throws Exception {
        site.close();
    }

    @BeforeEach
    void open() {
        spawner = spawner(Map.of());
    }

    @AfterEach
    void close() throws Exception {
        Site.stopAll(spawner);
    }

    private Spawner spawner(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(
                Map.of("group", site.people.group, "interrupt_timeout", 2, "term_timeout", 2, "kill_timeout", 20));
        settings.putAll(more);
        return site.sudoSpawner(data, settings);
    }

    private SpawnRequest.Builder request(String... modes) {
        return site.request(ServerRef.of(alice), modes);
    }

    @Test
    void givesTheServerItsEnvironmentAndNothingElse() throws Exception {
        StartResult.Running server = Site.start(spawner, request());

        List<String> lines = Servers.get(server, "/env").lines().toList();
        assertThat(lines)
                .contains(
                        "HOME=/home/" + alice,
                        "USER=" + alice,
                        "LOGNAME=" + alice,
                        "SHELL=/bin/bash",
                        "PATH=/usr/local/bin:/usr/bin:/bin",
                        "LANG=C.UTF-8",
                        "JUPYTERHUB_API_TOKEN=" + Servers.TOKEN,
                        "HUBWRIGHT_SERVER_PID=" + Site.state(server).pid());
        assertThat(lines.stream().map(line -> line.split("=")[0]))
                .noneMatch(name -> name.startsWith("SUDO_"))
                .doesNotContain("SECRET_CANARY", "CONFIGPROXY_AUTH_TOKEN", "MAIL", "TERM");
    }

    @Test
    void runsAsThePersonWithNothingOfTheHub() throws Exception {
        StartResult.Running server = Site.start(spawner, request());

        long uid = site.people.uid(alice);
        String status = Servers.get(server, "/status");
        LocalAccount account = Servers.context(data).localAccounts().find(alice).orElseThrow();
        assertThat(status)
                .contains("Uid:\t%1$d\t%1$d\t%1$d\t%1$d".formatted(uid), "Umask:\t0022")
                .contains("SigBlk:\t0000000000000000", "CapEff:\t0000000000000000");
        for (int signal : new int[] {1, 2, 3, 15, 17}) {
            assertThat(Servers.ignores(server, signal))
                    .as("signal %d is ignored", signal)
                    .isFalse();
        }
        String groups = line(status, "Groups:");
        assertThat(groups.substring(7).strip().split(" "))
                .containsExactlyInAnyOrderElementsOf(
                        account.groupIds().stream().map(String::valueOf).toList());
        assertThat(Servers.get(server, "/folder")).isEqualTo("/home/" + alice);
        assertThat(Servers.get(server, "/oom_score_adj").strip()).isEqualTo("0");
        assertThat(Servers.get(server, "/descriptors")).startsWith("/dev/null /home/" + alice + "/.local/state/");
        for (String limit : List.of("Max open files", "Max processes", "Max stack size", "Max address space")) {
            assertThat(line(Servers.get(server, "/limits"), limit))
                    .isEqualTo(line(Files.readString(Path.of("/proc/self/limits")), limit));
        }
        assertThat(Servers.get(server, "/cgroup")).isEqualTo(Files.readString(Path.of("/proc/self/cgroup")));
        long pid = Site.state(server).pid();
        assertThat(ProcessTable.ofThisMachine().find(pid)).hasValueSatisfying(process -> {
            assertThat(process.session()).isEqualTo(pid);
            assertThat(process.group()).isEqualTo(pid);
        });
    }

    private static String line(String text, String begin) {
        return text.lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
    }

    @Test
    void showsTheTokenInNoCommandLine() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        HookedProgress progress = new HookedProgress() {
            @Override
            public void checkpoint(Opaque state) throws ProviderException {
                super.checkpoint(state);
                ProcessHandle.allProcesses().forEach(process -> {
                    if (commandLine(process.pid()).contains(Servers.TOKEN)) {
                        seen.incrementAndGet();
                    }
                });
            }
        };

        Site.start(spawner, request(), progress);

        assertThat(progress.checkpoints).hasSize(2);
        assertThat(seen).hasValue(0);
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void keepsTheLogToThePerson() throws Exception {
        StartResult.Running server = Site.start(spawner, request("flood"));

        Path log = Path.of(
                "/home", alice, ".local/state/hubwright", Servers.context(data).hubId(), alice + ".log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
        assertThat(Files.getOwner(log).getName()).isEqualTo(alice);
        try (var tail = spawner.logs(ServerRef.of(alice), server.state(), LogRequest.tail(1))) {
            assertThat(new String(tail.readAllBytes(), StandardCharsets.UTF_8)).startsWith("Listening on ");
        }
        assertThat(Files.size(log)).isGreaterThan(10 << 20);
    }

    @Test
    void followsALogUntilTheServerEnds() throws Exception {
        StartResult.Running server = Site.start(spawner, request());

        try (var log = spawner.logs(ServerRef.of(alice), server.state(), new LogRequest(100, true))) {
            assertThat(new String(log.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("Hello");
            spawner.stop(ServerRef.of(alice), server.state(), StopMode.NOW);
            assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8)).contains("Listening on");
        }
    }

    @Test
    void refusesWhoIsNotInTheGroup() throws Exception {
        String carol = site.people.add("c");
        People.change("gpasswd", "--delete", carol, site.people.group);

        StartResult result = spawner.start(site.request(ServerRef.of(carol)).build(), new HookedProgress());

        assertThat(result).isInstanceOfSatisfying(StartResult.Refused.class, refused -> assertThat(refused.reason())
                .contains(carol + " is not in the group " + site.people.group)
                .contains("usermod -aG"));
    }

    @Test
    void refusesAccountsOfTheSystemAndThoseThatAreNotThere() throws Exception {
        for (String name : List.of("root", "daemon", "nobody-of-this-name", site.people.hub)) {
            StartResult result = spawner.start(site.request(ServerRef.of(name)).build(), new HookedProgress());
            assertThat(result).as(name).isInstanceOf(StartResult.Refused.class);
        }
    }

    @Test
    void saysWhatToDoWhenSudoRefuses() throws Exception {
        String dave = site.people.add("d");
        People.change("gpasswd", "--delete", dave, site.people.group);
        Spawner trusting = site.sudoSpawner(data, Map.of());

        assertThatThrownBy(() -> trusting.start(site.request(ServerRef.of(dave)).build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("sudo does not let the hub run " + site.helper() + " as " + dave)
                .hasMessageContaining("hubwright setup sudo")
                .hasMessageContaining("a password is required");
    }

    @Test
    void whoLeavesTheGroupKeepsARunningServerUntilRootEndsIt() throws Exception {
        String erin = site.people.add("e");
        ServerRef server = ServerRef.of(erin);
        StartResult.Running running = Site.start(spawner, site.request(server));
        StartResult.Running other = Site.start(spawner, request());

        People.change("gpasswd", "--delete", erin, site.people.group);

        assertThat(spawner.poll(server, running.state())).isInstanceOf(Status.Up.class);
        assertThatThrownBy(() -> spawner.stop(server, running.state(), StopMode.NOW))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("is a member of the group");
        assertThat(spawner.discover())
                .extracting(Found::state)
                .contains(other.state())
                .doesNotContain(running.state());
        People.change("usermod", "-aG", site.people.group, erin);
        assertThat(spawner.discover()).extracting(Found::state).contains(running.state());
        spawner.stop(server, running.state(), StopMode.NOW);
        assertThat(spawner.poll(server, running.state())).isInstanceOf(Status.Exited.class);
    }

    @Test
    void namesThePamModuleWhereTheHomeIsMissing() throws Exception {
        String frank = site.people.add("f");
        People.run("rm", "-r", "/home/" + frank);

        assertThatThrownBy(() -> spawner.start(site.request(ServerRef.of(frank)).build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("/home/" + frank)
                .hasMessageContaining("pam_mkhomedir");
        assertThat(Site.servers(site.people.uid(frank))).isEmpty();
    }

    @Test
    void startsWhereTheDiskIsFull() throws Exception {
        String grace = site.people.add("g");
        String home = "/home/" + grace;
        People.run("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700,uid=" + site.people.uid(grace), "tmpfs", home);
        try {
            People.run(
                    "sh",
                    "-c",
                    "dd if=/dev/zero of=" + home + "/all bs=4k 2>/dev/null; rm -f " + home + "/none; chown " + grace
                            + " " + home);
            HookedProgress progress = new HookedProgress();
            ServerRef server = ServerRef.of(grace);

            StartResult.Running running = Site.start(spawner, site.request(server), progress);

            assertThat(Servers.get(running, "/")).isEqualTo("ok");
            assertThat(progress.messages).anyMatch(message -> message.contains("No space left on device"));
            assertThatThrownBy(() -> spawner.start(
                            site.request(new ServerRef(grace, "two"), "fail").build(), new HookedProgress()))
                    .hasMessageContaining("a home folder that is full cannot keep one");
            spawner.stop(server, running.state(), StopMode.GRACEFUL);
            assertThat(Site.servers(site.people.uid(grace))).isEmpty();
        } finally {
            People.run("umount", "--lazy", home);
        }
    }

    @Test
    void refusesACommandThatGoesIntoTheBackground() throws Exception {
        assertThatThrownBy(() -> spawner.start(request("fork").build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("exited with code 0, which a server must not; it has to stay in the foreground");
        assertThat(Site.servers(site.people.uid(alice))).isEmpty();
    }

    @Test
    void saysHowAServerFailedWithoutItsToken() {
        assertThatThrownBy(() -> spawner.start(request("fail").build(), new HookedProgress()))
                .hasMessageContaining("exited with code 3")
                .hasMessageContaining("No luck today, my token is ***")
                .hasMessageNotContaining(Servers.TOKEN);
    }

    @Test
    void saysWhatItSawWhenTimeIsUp() throws Exception {
        SpawnRequest.Builder request = request("silent").deadline(Instant.now().plusSeconds(4));

        assertThatThrownBy(() -> spawner.start(request.build(), new HookedProgress()))
                .hasMessageContaining("did not listen on 127.0.0.1:")
                .hasMessageContaining("Hello");
        assertThat(Site.servers(site.people.uid(alice))).isEmpty();
    }

    @Test
    void survivesTheDeathOfItsHelperWithoutAnExitCode() throws Exception {
        ServerRef server = ServerRef.of(alice);
        StartResult.Running running = Site.start(spawner, request());
        ProcessTable processes = ProcessTable.ofThisMachine();
        long waiter = processes.find(Site.state(running).pid()).orElseThrow().parent();

        ProcessHandle.of(waiter).orElseThrow().destroyForcibly();
        Eventually.holds("the helper is gone", () -> processes.find(waiter).isEmpty());

        assertThat(spawner.poll(server, running.state())).isInstanceOf(Status.Up.class);
        assertThat(Servers.get(running, "/")).isEqualTo("ok");
        kill(running);
        assertThat(reason(server, running)).isEqualTo("The server has ended");
    }

    @Test
    void tellsHowAServerEndedAlsoAfterARestartOfTheHub() throws Exception {
        ServerRef server = ServerRef.of(alice);
        StartResult.Running killed = Site.start(spawner, request());
        kill(killed);
        Eventually.holds("the helper has noted it", () -> reason(spawner(Map.of()), server, killed)
                .contains("was ended by SIGKILL"));

        StartResult.Running exited = Site.start(spawner, request());
        try {
            Servers.get(exited, "/exit");
        } catch (IOException e) {
            // It has no time to answer.
        }
        Eventually.holds("its code is known", () -> reason(spawner(Map.of()), server, exited)
                .contains("exited with code 7"));
    }

    private String reason(ServerRef server, StartResult.Running running) throws Exception {
        return reason(spawner, server, running);
    }

    private static String reason(Spawner spawner, ServerRef server, StartResult.Running running) throws Exception {
        Eventually.holds("it has ended", () -> spawner.poll(server, running.state()) instanceof Status.Exited);
        return ((Status.Exited) spawner.poll(server, running.state())).reason();
    }

    private static void kill(StartResult.Running running) throws IOException {
        Signals.toServer(
                "KILL",
                ProcessTable.ofThisMachine().find(Site.state(running).pid()).orElseThrow());
    }

    @Test
    void endsAServerThatIgnoresSignalsAndWhatItHasLeftBehind() throws Exception {
        StartResult.Running running = Site.start(spawner, request("stubborn", "stray"));
        long uid = site.people.uid(alice);
        Eventually.holds("the stray runs", () -> sleeps(uid));

        spawner.stop(ServerRef.of(alice), running.state(), StopMode.GRACEFUL);

        assertThat(Site.servers(uid)).isEmpty();
        assertThat(sleeps(uid)).isFalse();
    }

    private static boolean sleeps(long uid) throws IOException {
        return ProcessTable.ofThisMachine().of(uid).stream()
                .anyMatch(process -> commandLine(process.pid()).startsWith("sleep"));
    }

    @Test
    void leavesAnInnocentProcessOfTheSamePersonAlone() throws Exception {
        Process innocent = new ProcessBuilder("setpriv", "--reuid=" + alice, "--clear-groups", "sleep", "600").start();
        try {
            Eventually.holds("it sleeps", () -> commandLine(innocent.pid()).startsWith("sleep"));
            ProcessTable processes = ProcessTable.ofThisMachine();
            long birth = processes.find(innocent.pid()).orElseThrow().birth();
            AccountState state = new AccountState(
                    "another",
                    alice,
                    site.people.uid(alice),
                    alice,
                    innocent.pid(),
                    birth,
                    processes.bootId(),
                    URI.create("http://127.0.0.1:9"));

            spawner.stop(ServerRef.of(alice), state.toOpaque(), StopMode.NOW);

            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void takesAnotherPortWhenAnotherAccountHasIt() throws Exception {
        List<Process> squatters = new ArrayList<>();
        HookedProgress progress = new HookedProgress() {
            @Override
            public void checkpoint(Opaque state) throws ProviderException {
                super.checkpoint(state);
                if (checkpoints.size() == 1) {
                    squatters.add(
                            squat(AccountState.read(state).orElseThrow().uri().getPort()));
                }
            }
        };

        StartResult.Running running = Site.start(spawner, request(), progress);

        assertThat(running.uri().getPort())
                .isNotEqualTo(AccountState.read(progress.checkpoints.get(0))
                        .orElseThrow()
                        .uri()
                        .getPort());
        assertThat(Servers.get(running, "/env")).contains("USER=" + alice);
        squatters.get(0).destroyForcibly();
    }

    private static Process squat(int port) {
        try {
            Process squatter = new ProcessBuilder(
                            "setpriv",
                            "--reuid=" + bob,
                            "--clear-groups",
                            "/usr/bin/python3",
                            "-m",
                            "http.server",
                            "" + port,
                            "--bind",
                            "127.0.0.1")
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Eventually.holds("the port is taken", () -> !Address.of("127.0.0.1").isFree(port));
            return squatter;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aServerWhosePortIsAnothersIsNotUp() throws Exception {
        StartResult.Running running = Site.start(spawner, request());
        AccountState state = Site.state(running);
        int port = Address.of("127.0.0.1").freePort();
        Process squatter = squat(port);
        AccountState moved = new AccountState(
                state.spawnId(),
                alice,
                state.uid(),
                state.name(),
                state.pid(),
                state.birth(),
                state.bootId(),
                URI.create("http://127.0.0.1:" + port));

        assertThat(spawner.poll(ServerRef.of(alice), moved.toOpaque()))
                .isInstanceOfSatisfying(Status.Exited.class, exited -> assertThat(exited.reason())
                        .contains("Another account listens"));
        squatter.destroyForcibly();
    }

    @Test
    void refusesALimitThatTheMachineCannotEnforce() throws Exception {
        Resources limits = new Resources(
                OptionalLong.of(1 << 30), OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());

        if (new SystemdScope().isThere()) {
            assertThat(spawner.capabilities()).map(Enum::name).contains("MEMORY_LIMIT");
        } else {
            assertThat(spawner.capabilities()).map(Enum::name).doesNotContain("MEMORY_LIMIT");
            assertThatThrownBy(() -> spawner.start(request().resources(limits).build(), new HookedProgress()))
                    .hasMessageContaining("Spawner.mem_limit is set, and this machine cannot enforce it");
        }
    }

    @Test
    void saysSoWhereNoNewPrivilegesKeepSudoFromWorking() throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv", "--no-new-privs", "--reuid=" + site.people.hub, "sudo", "-n", "-u", alice, "true")
                .redirectErrorStream(true)
                .start();
        String complaint = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        SudoDoor door = new SudoDoor(site.helper().toString(), List.of(), List.of(), Optional.empty());
        LocalAccount account = Servers.context(data).localAccounts().find(alice).orElseThrow();

        assertThat(door.remedy(account, complaint)).contains("remove NoNewPrivileges");
        Process hub = new ProcessBuilder("setpriv", "--no-new-privs", "sleep", "600").start();
        try {
            Eventually.holds(
                    "it has no new privileges", () -> commandLine(hub.pid()).startsWith("sleep"));
            assertThat(SudoDoor.closed(Path.of("/proc/" + hub.pid() + "/status")))
                    .hasValueSatisfying(why -> assertThat(why).contains("remove NoNewPrivileges"));
        } finally {
            hub.destroyForcibly();
        }
        assertThat(door.closed()).isEmpty();
    }

    @Test
    void startsFiftyAtOnce() throws Exception {
        Set<Integer> ports = new HashSet<>();
        AtomicInteger count = new AtomicInteger();
        for (StartResult.Running running : Together.run(
                50,
                () -> Site.start(
                        spawner,
                        site.request(new ServerRef(alice, "s" + count.incrementAndGet()))
                                .deadline(Instant.now().plusSeconds(150))))) {
            ports.add(running.uri().getPort());
        }

        assertThat(ports).hasSize(50);
        assertThat(spawner.discover()).hasSize(50);
        long uid = site.people.uid(alice);
        assertThat(Site.servers(uid)).hasSize(50);
        Site.stopAll(spawner);
        assertThat(Site.servers(uid)).isEmpty();
        Eventually.holds("all processes are collected", Duration.ofMinutes(1), () -> zombies(uid) == 0);
    }

    /** Those that somebody should have asked for their end; what the machine's first process does is its own affair. */
    private static long zombies(long uid) throws Exception {
        return People.run("ps", "-e", "-o", "stat=,uid=,ppid=")
                .lines()
                .map(line -> line.strip().split(" +"))
                .filter(words -> words[0].startsWith("Z") && !words[2].equals("1"))
                .filter(words -> words[1].equals("" + uid)
                        || words[2].equals("" + ProcessHandle.current().pid()))
                .count();
    }

    @Test
    void discoversWhatTheHubHadNoTimeToRemember() throws Exception {
        HookedProgress forgetful = new HookedProgress() {
            @Override
            public void checkpoint(Opaque state) {
                // The hub dies before the process is known.
            }
        };
        SpawnRequest request = request().build();
        Site.start(spawner, request().spawnId(request.spawnId()), forgetful);
        Starts starts = new Starts(data, "default");
        AccountState known = starts.all().get(0).state();
        starts.add(ServerRef.of(alice), known.ledBy(0, 0));

        List<Found> found = spawner(Map.of()).discover();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).spawnId()).isEqualTo(request.spawnId());
        assertThat(found.get(0).state()).isEqualTo(known.toOpaque());
    }
}
