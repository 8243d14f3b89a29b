package dev.hubwright.spawner.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** An engine that a test may stop, start and fill up, with root, socket and network namespace of its own. */
final class OwnEngine implements AutoCloseable {

    private final Path program;
    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private final int number = ThreadLocalRandom.current().nextInt(60 * 250);
    private boolean networks;
    private Process process;

    private OwnEngine(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** One that does not run yet; skips the test where there cannot be one. */
    static OwnEngine create() throws IOException {
        Optional<Path> program = Engine.find("dockerd");
        assumeTrue(
                program.isPresent() && Engine.find("unshare").isPresent(),
                "SKIPPED: no dockerd or unshare on the PATH");
        return new OwnEngine(program.get(), Files.createTempDirectory("engine"));
    }

    Path folder() {
        return folder;
    }

    /** Where it keeps everything; may be made before the start. */
    Path data() {
        return folder.resolve("data");
    }

    /** Further options of the program. */
    OwnEngine with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** With networks of its own, which this machine reaches. */
    OwnEngine withNetworks() {
        assumeTrue(Engine.find("ip").isPresent(), "SKIPPED: no ip on the PATH");
        networks = true;
        return this;
    }

    /** The network between this machine and the engine, with luck one that nobody else has. */
    private String network() {
        return "10." + (192 + number / 250) + "." + (number % 250 + 1);
    }

    /** The engine's own address, if it has networks. */
    String host() {
        return network() + ".2";
    }

    /** The address of this machine as the engine reaches it. */
    String machine() {
        return network() + ".1";
    }

    URI address() {
        return URI.create("unix://" + folder.resolve("engine.sock"));
    }

    OwnEngine start() throws Exception {
        // In a network namespace of its own: on the machine's, it would take down the bridge of the machine's engine.
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "--",
                program.toString(),
                "--data-root=" + data(),
                "--exec-root=" + folder.resolve("run"),
                "--pidfile=" + folder.resolve("pid"),
                "--host=" + address(),
                "--containerd-namespace=" + folder.getFileName(),
                "--containerd-plugins-namespace=" + folder.getFileName() + "-plugins"));
        command.addAll(networks ? List.of() : List.of("--bridge=none", "--iptables=false"));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Eventually.holds("the engine answers", Duration.ofSeconds(60), this::answers);
        if (networks) {
            connect();
        }
        return this;
    }

    private void connect() throws Exception {
        String here = "own" + process.pid();
        String there = "peer" + process.pid();
        String inside = "/proc/" + process.pid() + "/ns/net";
        call("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", "" + process.pid());
        call("ip", "address", "add", machine() + "/30", "dev", here);
        call("ip", "link", "set", here, "up");
        call("nsenter", "--net=" + inside, "ip", "address", "add", host() + "/30", "dev", there);
        call("nsenter", "--net=" + inside, "ip", "link", "set", there, "up");
        call("nsenter", "--net=" + inside, "ip", "link", "set", "lo", "up");
    }

    private static void call(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
        }
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
    OwnEngine load() throws Exception {
        Path archive = folder.resolve("image.tar");
        Docker.run("save", "-o", archive.toString(), Docker.IMAGE);
        run("load", "-i", archive.toString());
        Files.delete(archive);
        return this;
    }

    void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroy();
            process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
        new ProcessBuilder("rm", "-rf", folder.toString()).start().onExit().join();
    }
}
