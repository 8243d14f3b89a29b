package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hubwright.api.contract.Eventually;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of a cluster that runs on this very machine, to be disturbed and brought back as it was. */
final class ControlPlane {

    private final String program;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path folder;
    private ProcessHandle process;

    private ControlPlane(String program, ProcessHandle process) throws Exception {
        Path entry = Path.of("/proc", "" + process.pid());
        this.program = program;
        this.process = process;
        this.command = List.of(Files.readString(entry.resolve("cmdline")).split("\0"));
        this.environment = new TreeMap<>();
        for (String line : Files.readString(entry.resolve("environ")).split("\0")) {
            environment.put(line.split("=", 2)[0], line.contains("=") ? line.split("=", 2)[1] : "");
        }
        this.folder = Files.readSymbolicLink(entry.resolve("cwd"));
    }

    /** Finds it; a test of a cluster that runs elsewhere is skipped. */
    static ControlPlane find(String program) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.allProcesses()
                .filter(candidate -> candidate
                        .info()
                        .command()
                        .filter(path -> path.endsWith("/" + program))
                        .isPresent())
                .findFirst();
        assumeTrue(process.isPresent(), "no " + program + " of the cluster runs on this machine");
        return new ControlPlane(program, process.get());
    }

    void freeze() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signalQuietly("CONT")));
        signal("STOP");
    }

    private void signalQuietly(String name) {
        try {
            signal(name);
        } catch (Exception e) {
            System.err.println(program + " may be frozen still: " + e);
        }
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    void kill() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::startIfGone));
        process.destroyForcibly();
        Eventually.holds(program + " is gone", Duration.ofSeconds(30), () -> !process.isAlive());
    }

    /** A run that is broken off must not leave the machine without it. */
    private void startIfGone() {
        if (!process.isAlive()) {
            try {
                launch();
            } catch (IOException e) {
                System.err.println(program + " is gone: " + e);
            }
        }
    }

    /** Starts it again as it was; it outlives the test. */
    void start() throws Exception {
        launch();
        Eventually.holds("the API server is ready", Duration.ofSeconds(90), Kube::isReady);
    }

    private void launch() throws IOException {
        List<String> detached = new ArrayList<>(List.of("setsid", "nohup"));
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start().toHandle();
    }

    /** Has the API server's etcd compact its history, so that every watch from before is answered 410 Gone. */
    void forgetThePast() throws Exception {
        String etcd = command.stream()
                .filter(argument -> argument.startsWith("--etcd-servers="))
                .map(argument -> argument.substring("--etcd-servers=".length()).split(",")[0])
                .findFirst()
                .orElseThrow();
        String range = post(etcd + "/v3/kv/range", "{\"key\": \"AA==\"}");
        Matcher revision = Pattern.compile("\"revision\":\"(\\d+)\"").matcher(range);
        assertThat(revision.find()).as(range).isTrue();
        assertThat(post(etcd + "/v3/kv/compaction", "{\"revision\": \"" + revision.group(1) + "\"}"))
                .contains("header");
    }

    private static String post(String url, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
