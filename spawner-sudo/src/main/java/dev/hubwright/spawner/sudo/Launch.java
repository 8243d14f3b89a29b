package dev.hubwright.spawner.sudo;

import static java.util.stream.Collectors.joining;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.SafeNames;
import dev.hubwright.api.spawn.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One server's command, environment and folder: all that its process is made from, save the port. */
final class Launch {

    /** Runs in the new session, and then becomes the command. It undoes the umask that the hub may have inherited. */
    private static final String LAUNCHER = """
            umask 0022
            unset PWD OLDPWD SHLVL
            %sexport %s=$$
            %sexec "$@"
            """;

    /** Undoes that signals are ignored, such as SIGINT in a shell's background job: no shell can do it alone. */
    private static final String SIGNALS = """
            signals=--default-signal=INT,TERM,QUIT,HUP,PIPE,CHLD,USR1,USR2
            case $1 in
            *=*) ;;
            *) env "$signals" true 2>/dev/null && exec env "$signals" "$@" ;;
            esac
            """;

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final SpawnRequest request;
    private final SimpleConfig config;
    private final ProviderContext context;
    private final Markers markers;
    private final SessionMaker sessions;
    private final boolean signals;
    private final Path home;
    private final List<String> command;

    /** @param signals whether the new process may ignore signals that the server is to hear */
    Launch(
            SpawnRequest request,
            SimpleConfig config,
            ProviderContext context,
            Markers markers,
            SessionMaker sessions,
            boolean signals) {
        this.sessions = sessions;
        this.signals = signals;
        this.request = request;
        this.config = config;
        this.context = context;
        this.markers = markers;
        this.home = home();
        this.command = ShellCommand.wrap(config.shellCmd(), request.command());
    }

    private Path home() {
        String template = config.homeDir().orElse(config.homeDirTemplate());
        return Path.of(template.replace(
                                "{data}", context.dataFolder().toAbsolutePath().toString())
                        .replace("{username}", SafeNames.ofUser(request.server().user())))
                .toAbsolutePath();
    }

    /** Makes the home folder and looks for what would fail later with a worse message. */
    void prepare() throws ProviderException {
        try {
            PrivateFolders.create(home);
        } catch (IOException e) {
            throw failure(
                    "The home folder " + home + " of \"" + request.server().user() + "\" cannot be made (" + e
                            + "); check SimpleLocalProcessSpawner.home_dir_template",
                    e);
        }
        Map<String, String> environment = environment("127.0.0.1", 1);
        checkEnvironment(environment);
        checkCommand(environment.get("PATH"));
    }

    private void checkEnvironment(Map<String, String> environment) throws ProviderException {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (!VARIABLE.matcher(variable.getKey()).matches()) {
                throw failure("The environment variable \"" + variable.getKey()
                        + "\" cannot be set; use letters, digits and \"_\" in the names of Spawner.environment");
            }
            checkText("The value of the environment variable " + variable.getKey(), variable.getValue());
        }
    }

    private void checkCommand(String path) throws ProviderException {
        if (request.command().isEmpty()) {
            throw failure("Spawner.cmd = [] names no command; try [\"jupyterhub-singleuser\"]");
        }
        for (String word : command) {
            checkText("A word of Spawner.cmd", word);
            if (!NarrowLocale.knows(word)) {
                throw failure("Spawner.cmd has \"" + word + "\", and this hub's locale does not know all of its"
                        + " characters; start the hub with LC_ALL=C.UTF-8");
            }
        }
        String program = command.get(0);
        if (program.contains("/") ? !isProgram(home.resolve(program)) : !isOnPath(program, path)) {
            String where = program.contains("/") ? "" : " on the PATH " + path;
            throw failure("Spawner.cmd = [" + quotedCommand() + "] cannot be run: there is no program \"" + program
                    + "\"" + where + "; install it, or give its full path");
        }
    }

    private static boolean isOnPath(String program, String path) {
        for (String folder : path.split(":")) {
            if (!folder.isEmpty() && isProgram(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static void checkText(String what, String text) throws ProviderException {
        if (text.indexOf('\0') >= 0) {
            throw failure(what + " has a NUL character, which no process can be given; remove it");
        }
    }

    private Map<String, String> environment(String host, int port) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", DEFAULT_PATH);
        for (String name : config.envKeep()) {
            String value = context.environment().get(name);
            if (value != null) {
                all.put(name, value);
            }
        }
        all.put("USER", request.server().user());
        all.put("HOME", home.toString());
        all.put("SHELL", Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh");
        all.putAll(request.environment().boundTo(host, port));
        all.putAll(markers.forSpawn(request.spawnId()));
        return all;
    }

    /** Starts the process. What it prints goes to the end of {@code log}. */
    Process start(String host, int port, Path log) throws ProviderException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", launcher(), "hubwright-launcher"));
        words.addAll(command);
        try {
            return sessions.start(words, NarrowLocale.encode(environment(host, port)), home, log);
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The server cannot be started",
                    "No process can be made for " + request.server() + " in " + home + ": " + e.getMessage(),
                    e);
        }
    }

    private String launcher() {
        return LAUNCHER.formatted(NarrowLocale.DECODER, Markers.SERVER_PID, signals ? SIGNALS : "");
    }

    /** The same text without the server's token. */
    String withoutSecrets(String text) {
        String shown = text;
        for (Map.Entry<String, String> variable : environment("127.0.0.1", 1).entrySet()) {
            if (variable.getKey().endsWith("_TOKEN") && !variable.getValue().isEmpty()) {
                shown = shown.replace(variable.getValue(), "***");
            }
        }
        return shown;
    }

    /** The command as it would stand in the settings. */
    String quotedCommand() {
        return withoutSecrets(
                request.command().stream().map(word -> "\"" + word + "\"").collect(joining(", ")));
    }

    private static ProviderException failure(String detail) {
        return failure(detail, null);
    }

    private static ProviderException failure(String detail, IOException cause) {
        return ProviderException.permanent("The server cannot be started; tell whoever runs this hub", detail, cause);
    }
}
