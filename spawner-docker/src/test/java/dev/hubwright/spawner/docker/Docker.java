package dev.hubwright.spawner.docker;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.contract.RecordingProgress;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The engine as tests see it: by its own command, so that nothing of ours proves itself. */
final class Docker {

    static final String IMAGE = "local/busybox:1";
    static final String TOKEN = SpawnerContract.TOKEN;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** No other run of these tests on the same engine must meet what this one makes. */
    final String hubId = "test-" + UUID.randomUUID().toString().substring(0, 13);

    final ProviderContext context = ProviderContext.builder()
            .hubId(hubId)
            .environment(Map.of("KEPT_CANARY", "tweet", "SECRET_CANARY", "tweet"))
            .build();

    /** What every test starts from. */
    DockerConfig.Builder config() {
        DockerConfig.Builder config = settle(DockerConfig.builder());
        String host = System.getenv("DOCKER_HOST");
        return host == null || host.isEmpty() ? config : config.engine(URI.create(host));
    }

    /** The same for another kind of config, on whatever engine. */
    DockerConfig.Builder settle(DockerConfig.Builder config) {
        return config.image(IMAGE).prefix(hubId).remove(true).stopTimeout(Duration.ofSeconds(3));
    }

    Spawner spawner() {
        return DockerSpawnerFactory.create(config().build(), context);
    }

    /** Says hello and answers by HTTP. */
    static List<String> server() {
        return script("exec httpd -f -p 8888 -h /tmp");
    }

    static List<String> script(String script) {
        return List.of("sh", "-c", "echo \"Hello from the server of $JUPYTERHUB_USER\"; " + script);
    }

    static SpawnRequest.Builder request(ServerRef server, List<String> command) {
        return request(server, command, Map.of());
    }

    static SpawnRequest.Builder request(ServerRef server, List<String> command, Map<String, ?> settings) {
        return SpawnRequest.builder()
                .server(server)
                .spawnId(UUID.randomUUID().toString().replace("-", ""))
                .settings(settings(settings))
                .command(command)
                .environment(ServerEnvironment.of(Map.of(
                        "JUPYTERHUB_SERVICE_PREFIX", ServerPaths.prefix("/", server),
                        "JUPYTERHUB_API_URL", "http://hub:8081/hub/api",
                        "JUPYTERHUB_USER", server.user(),
                        "JUPYTERHUB_SERVER_NAME", server.name(),
                        "JUPYTERHUB_API_TOKEN", TOKEN)))
                .deadline(Instant.now().plusSeconds(120));
    }

    static Settings settings(Map<String, ?> docker) {
        return Settings.read(
                DockerSettings.SCHEMA, RawSettings.of(Map.of("DockerSpawner", new HashMap<>(docker))), Map.of());
    }

    static StartResult.Running start(Spawner spawner, SpawnRequest.Builder request) throws Exception {
        return (StartResult.Running) spawner.start(request.build(), new RecordingProgress());
    }

    static ContainerRef ref(Opaque state) {
        return ContainerRef.read(state).orElseThrow();
    }

    /** How many containers there are with our label. */
    int containers() throws Exception {
        return lines("ps", "-aq", "--filter", "label=" + Labels.HUB + "=" + hubId);
    }

    private static int lines(String... arguments) throws Exception {
        String output = run(arguments);
        return output.isEmpty() ? 0 : output.split("\n").length;
    }

    /** Runs the {@code docker} command and returns what it prints; an exit code other than 0 is an error. */
    static String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + output);
        }
        return output;
    }

    static String inspect(Opaque state, String format) throws Exception {
        return run("inspect", "-f", format, ref(state).id().orElseThrow());
    }

    static String exec(Opaque state, String script) throws Exception {
        return run("exec", ref(state).id().orElseThrow(), "sh", "-c", script);
    }

    /** The status of an answer; 0 if there is none. */
    static int status(URI uri) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Removes whatever tests have left: containers, volumes, networks. */
    void clean() throws Exception {
        String label = "label=" + Labels.HUB + "=" + hubId;
        for (String id : run("ps", "-aq", "--filter", label).split("\n")) {
            remove(id, "rm", "-f", "-v");
        }
        for (String name : run("volume", "ls", "-q", "--filter", label).split("\n")) {
            remove(name, "volume", "rm");
        }
        for (String name : run("network", "ls", "-q", "--filter", label).split("\n")) {
            remove(name, "network", "rm");
        }
    }

    private static void remove(String name, String... command) throws Exception {
        if (!name.isEmpty()) {
            List<String> all = new ArrayList<>(List.of(command));
            all.add(name);
            run(all.toArray(String[]::new));
        }
    }
}
