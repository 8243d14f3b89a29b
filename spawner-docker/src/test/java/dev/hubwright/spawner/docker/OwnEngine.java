package dev.hubwright.spawner.docker;

import dev.hubwright.api.contract.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An engine that a test may stop and start, with a root and a socket of its own and without networks. */
final class OwnEngine implements AutoCloseable {

    private final Path program;
    private final Path folder;
    private Process process;

    OwnEngine(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    URI address() {
        return URI.create("unix://" + folder.resolve("engine.sock"));
    }

    void start() throws Exception {
        // In a network namespace of its own: without a bridge, it would take down the one of the machine's engine.
        process = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "--",
                        program.toString(),
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("run"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--host=" + address(),
                        "--containerd-namespace=" + folder.getFileName(),
                        "--containerd-plugins-namespace=" + folder.getFileName() + "-plugins",
                        "--bridge=none",
                        "--iptables=false")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Eventually.holds("the engine answers", Duration.ofSeconds(40), this::answers);
    }

    boolean answers() throws Exception {
        try {
            run("version");
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    String run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--host", address().toString()));
        all.addAll(List.of(arguments));
        return Docker.run(all.toArray(String[]::new));
    }

    /** Gives it the test image of the other engine. */
    void load() throws Exception {
        Path archive = folder.resolve("image.tar");
        Docker.run("save", "-o", archive.toString(), Docker.IMAGE);
        run("load", "-i", archive.toString());
        Files.delete(archive);
    }

    void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}
