package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.hub.cli.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in a process of its own, whose output goes to files. */
final class HubRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path out;
    private final Path err;
    private final long started = System.nanoTime();

    /** Starts {@code hubwright} with these arguments in a working folder. */
    HubRun(Path folder, String... arguments) throws IOException {
        this(folder, Map.of(), arguments);
    }

    /** The same with other variables in the environment. */
    HubRun(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        this(folder, environment, List.of(), arguments);
    }

    /** The same after a command of the shell that sets limits for it. */
    static HubRun limited(Path folder, String limits, String... arguments) throws IOException {
        return new HubRun(folder, Map.of(), List.of("sh", "-c", limits + "; exec \"$@\"", "sh"), arguments);
    }

    private HubRun(Path folder, Map<String, String> environment, List<String> before, String... arguments)
            throws IOException {
        out = Files.createTempFile(folder, "out", ".txt");
        err = Files.createTempFile(folder, "err", ".txt");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmn32m",
                "-cp",
                classPath(),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Without the test classes, which bring a quieter log. */
    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((one, other) -> one + ":" + other)
                .orElseThrow();
    }

    /** Waits until the hub says where it is; gives the time from the start of the process. */
    Duration awaitReady() {
        Eventually.holds("the hub is up: " + all(), PATIENCE, () -> {
            assertThat(process.isAlive()).as(all()).isTrue();
            return all().contains("The hub is at ") || all().contains("Hubwright runs at ");
        });
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Waits until a proxy says that all its sides listen. */
    void awaitProxy() {
        Eventually.holds("the proxy listens", PATIENCE, () -> {
            assertThat(process.isAlive()).as(all()).isTrue();
            return all().contains("Proxy API at ");
        });
    }

    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(all())
                .isTrue();
        return process.exitValue();
    }

    /** Ends it as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Ends it as an operator would. */
    void end() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    Process process() {
        return process;
    }

    String out() {
        return read(out);
    }

    String all() {
        return read(out) + read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Processes of this machine whose environment says that they belong to the hub at this port, by their pids. */
    static List<Long> serversOf(int hubPort) {
        String mark = "JUPYTERHUB_API_URL=http://127.0.0.1:" + hubPort + "/hub/api";
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> environment(pid).contains(mark))
                .sorted()
                .toList();
    }

    private static List<String> environment(long pid) {
        try {
            return List.of(
                    Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1)
                            .split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    static String variable(long pid, String name) {
        return environment(pid).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }
}
