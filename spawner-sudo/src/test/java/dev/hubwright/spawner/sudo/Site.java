package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.Setup.InstallationFile;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * A machine with people, a hub's account and what "hubwright setup sudo" says, all of it real and for one test alone. The
 * tests themselves run as root, and go through sudo as the hub's account.
 */
final class Site {

    final People people = new People();
    final Path folder;
    final Path server;
    private final List<Path> sudoers = new ArrayList<>();

    Site() throws Exception {
        folder = Files.createDirectory(
                Path.of("/opt/" + people.hub),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        server = install("test-server.py", folder.resolve("test-server"));
        for (InstallationFile file : installationFiles(Map.of())) {
            write(file);
        }
    }

    private Path install(String resource, Path target) throws IOException {
        try (InputStream stream = Site.class.getResourceAsStream(resource)) {
            Files.copy(stream, target);
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        return target;
    }

    /** JupyterHub's program, or what behaves like it, beside its command. */
    Path installMediator() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(server, bin.resolve("jupyterhub-singleuser"));
        Path mediator = install("test-mediator.py", bin.resolve("sudospawner"));
        installationFiles(Map.of("sudospawner_path", mediator.toString())).forEach(this::write);
        return mediator;
    }

    List<InstallationFile> installationFiles(Map<String, Object> more) {
        Map<String, Object> sudo = new java.util.HashMap<>(Map.of(
                "sudospawner_path", helper().toString(),
                "group", people.group,
                "hub_user", people.hub,
                "cmd", List.of(server.toString()),
                "args", List.of("fail", "silent", "flood", "stubborn", "stray", "fork")));
        sudo.putAll(more);
        Settings settings = sudoSettings(sudo);
        SudoSpawner spawner = SudoSpawner.create(settings, Servers.context(folder.resolve("unused")));
        return spawner.installationFiles();
    }

    /** Under a name that no other test has; "visudo -c" decides whether sudoers counts. */
    void write(InstallationFile file) {
        try {
            Path path = Path.of(file.path());
            boolean rule = path.startsWith("/etc/sudoers.d");
            if (rule) {
                path = Path.of("/etc/sudoers.d/" + people.hub + sudoers.size());
                Path draft = folder.resolve("sudoers.draft");
                Files.writeString(draft, file.text());
                People.run("visudo", "-c", "-f", draft.toString());
                sudoers.add(path);
            }
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.text());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(symbolic(file.mode())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String symbolic(int mode) {
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode & 1 << bit) != 0 ? "rwx".charAt((8 - bit) % 3) : '-');
        }
        return text.toString();
    }

    Path helper() {
        return folder.resolve("libexec/hubwright-spawn");
    }

    static Settings sudoSettings(Map<String, Object> sudo) {
        return Settings.read(AccountSettings.SUDO, RawSettings.of(Map.of("SudoSpawner", sudo)), Map.of());
    }

    /** A spawner that goes through the real sudo as the hub's account. */
    Spawner sudoSpawner(Path data, Map<String, Object> sudo) {
        return sudoSpawner(data, sudo, helper());
    }

    Spawner sudoSpawner(Path data, Map<String, Object> sudo, Path program) {
        AccountConfig config = AccountConfig.of(sudoSettings(sudo));
        ProviderContext context = Servers.context(data);
        boolean mediator = program.endsWith("sudospawner");
        Door door = new AsTheHub(
                people.hub,
                new SudoDoor(
                        program.toString(),
                        List.of("-nH"),
                        mediator ? List.of("--logging=INFO") : List.of(),
                        Optional.of(people.group)));
        ProcessTable processes = ProcessTable.ofThisMachine();
        Listeners listeners = Listeners.ofThisMachine();
        Agent agent = mediator
                ? new MediatorAgent(door, config, processes, listeners, data, context.clock())
                : new HelperAgent(door, Markers.of(context), config, context.clock());
        return new AccountSpawner(new AccountParts(
                context,
                config,
                door,
                agent,
                new SystemdScope(),
                processes,
                listeners,
                new Starts(data, context.instanceName()),
                Optional.empty(),
                LoggerFactory.getLogger(Site.class)));
    }

    static Spawner localSpawner(Path data, Map<String, Object> local) {
        Settings settings =
                Settings.read(AccountSettings.LOCAL, RawSettings.of(Map.of("LocalProcessSpawner", local)), Map.of());
        return new LocalSpawnerFactory().create(settings, Servers.context(data));
    }

    SpawnRequest.Builder request(ServerRef server, String... modes) {
        List<String> command = new ArrayList<>(List.of(this.server.toString()));
        command.addAll(List.of(modes));
        return Servers.request(server, command).settings(sudoSettings(Map.of()));
    }

    SpawnRequest.Builder localRequest(ServerRef server, String... modes) {
        return request(server, modes).settings(Settings.read(AccountSettings.LOCAL, RawSettings.empty(), Map.of()));
    }

    static StartResult.Running start(Spawner spawner, SpawnRequest.Builder request) throws Exception {
        return start(spawner, request, new HookedProgress());
    }

    static StartResult.Running start(Spawner spawner, SpawnRequest.Builder request, Progress progress)
            throws Exception {
        StartResult result = spawner.start(request.build(), progress);
        assertThat(result).isInstanceOf(StartResult.Running.class);
        return (StartResult.Running) result;
    }

    static AccountState state(StartResult.Running running) {
        return AccountState.read(running.state()).orElseThrow();
    }

    /** All processes of an account whose environment says that they belong to a server. */
    static List<ProcessEntry> servers(long uid) throws IOException {
        ProcessTable processes = ProcessTable.ofThisMachine();
        return processes.of(uid).stream()
                .filter(process -> processes.environment(process).containsKey(Markers.SPAWN_ID))
                .toList();
    }

    static void stopAll(Spawner spawner) throws Exception {
        for (Found found : spawner.discover()) {
            spawner.stop(found.server(), found.state(), StopMode.REMOVE);
        }
    }

    /** Runs the helper through sudo with a request of any kind. */
    String askHelper(String account, byte[] request) throws Exception {
        LocalAccount person =
                Servers.context(folder).localAccounts().find(account).orElseThrow();
        Door door = new AsTheHub(people.hub, new SudoDoor(helper().toString(), List.of(), List.of(), Optional.empty()));
        Process process = HelperCall.process(
                door.command(person, Resources.unlimited(), ""), door.environment(person), Optional.empty());
        HelperCall.send(process, request, false);
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    void close() throws Exception {
        for (Path file : sudoers) {
            Files.deleteIfExists(file);
        }
        people.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Becomes the hub's account before it goes on. */
    record AsTheHub(String hub, Door door) implements Door {

        @Override
        public List<String> command(LocalAccount account, Resources limits, String spawnId)
                throws dev.hubwright.api.ProviderException {
            List<String> words =
                    new ArrayList<>(List.of("setpriv", "--reuid=" + hub, "--regid=" + hub, "--init-groups", "--"));
            words.addAll(door.command(account, limits, spawnId));
            return words;
        }

        @Override
        public Map<String, String> environment(LocalAccount account) {
            return door.environment(account);
        }

        @Override
        public boolean leavesLimitsToTheHelper() {
            return door.leavesLimitsToTheHelper();
        }

        @Override
        public Optional<String> closed() {
            return door.closed();
        }

        @Override
        public String remedy(LocalAccount account, String complaint) {
            return door.remedy(account, complaint);
        }
    }
}
