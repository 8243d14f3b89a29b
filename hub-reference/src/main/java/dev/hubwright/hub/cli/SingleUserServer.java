package dev.hubwright.hub.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the demo starts for people.
 *
 * @param command the program and what comes before all arguments
 * @param arguments of it
 * @param environment beyond the hub's
 * @param defaultUrl the page to open first; empty for the server's own choice
 */
record SingleUserServer(
        List<String> command, List<String> arguments, Map<String, String> environment, String defaultUrl) {

    private static final String NAME = "jupyterhub-singleuser";
    private static final String APP = "JUPYTERHUB_SINGLEUSER_APP";
    /** A server of one person starts soon and stays small. */
    private static final List<String> WORKSPACE_OPTIONS =
            List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

    /** Beside the jar, where {@code ./hubwright} has built it: the classes as the JVM has them in memory. */
    private static final String ARCHIVE = "workspace.jsa";

    private static final long TIMEOUT_SECONDS = 30;
    /** Ends with 0 if there is a classic notebook (before 7) and no JupyterLab, which the script prefers by itself. */
    private static final String PROBE = "import importlib.util as u, sys\n"
            + "if u.find_spec('jupyterlab'): sys.exit(3)\n"
            + "import notebook.notebookapp\n";

    /** The {@code jupyterhub-singleuser} of this machine, and what it takes to get a page out of it. */
    static Optional<SingleUserServer> find(Map<String, String> environment) throws InterruptedException {
        Optional<Path> script = Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .flatMap(SingleUserServer::in)
                .findFirst();
        if (script.isEmpty()) {
            return Optional.empty();
        }
        // Whoever names an interface knows better.
        boolean classic = !environment.containsKey(APP) && hasClassicNotebookOnly(interpreter(script.get()));
        return Optional.of(new SingleUserServer(
                List.of(script.get().toString()),
                isRoot() ? List.of("--allow-root") : List.of(),
                classic ? Map.of(APP, "notebook.notebookapp.NotebookApp") : Map.of(),
                classic ? "/tree" : ""));
    }

    /**
     * The workspace of this very program, by the Java that runs it.
     *
     * @param classPath of this program
     */
    static SingleUserServer builtIn(Map<String, String> environment, String classPath) {
        List<Path> entries = Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(WORKSPACE_OPTIONS);
        Path archive = entries.get(0).resolveSibling(ARCHIVE);
        if (Files.isRegularFile(archive)) {
            // One that does not fit this Java or these files is passed over, and without a word.
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        }
        String all = entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", all, Main.class.getName(), "workspace"));
        return new SingleUserServer(command, List.of(), utf8(environment), "");
    }

    /** Without a locale for it, Java cannot see files whose names are not ASCII. */
    private static Map<String, String> utf8(Map<String, String> environment) {
        boolean there = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .filter(value -> value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8"))
                .isPresent();
        return there ? Map.of() : Map.of("LC_ALL", "C.UTF-8");
    }

    private static Stream<Path> in(String folder) {
        try {
            return Stream.of(Path.of(folder).resolve(NAME).toAbsolutePath()).filter(Files::isExecutable);
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** The words after {@code #!}, if they start Python. */
    private static List<String> interpreter(Path script) {
        try (BufferedReader reader = Files.newBufferedReader(script, StandardCharsets.ISO_8859_1)) {
            String line = String.valueOf(reader.readLine());
            boolean python = line.startsWith("#!") && line.contains("python");
            return python ? List.of(line.substring(2).strip().split("\\s+")) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean hasClassicNotebookOnly(List<String> interpreter) throws InterruptedException {
        if (interpreter.isEmpty()) {
            return false;
        }
        List<String> command = new ArrayList<>(interpreter);
        command.addAll(List.of("-c", PROBE));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove(DemoCommand.PASSWORD_VARIABLE);
        try {
            Process process = builder.start();
            try {
                return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
