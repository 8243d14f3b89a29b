package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A spawner and what its tests need; ends all its servers when it is closed. */
final class Servers {

    static final String TOKEN = SpawnerContract.TOKEN;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final ProviderContext context;
    final Spawner spawner;
    final ProcessTable processes = new ProcessTable(Path.of("/proc"));

    Servers(Path data) {
        this(data, SimpleConfig.builder().build());
    }

    Servers(Path data, SimpleConfig config) {
        this.context = context(data);
        this.spawner = SimpleSpawnerFactory.create(config, context);
    }

    static ProviderContext context(Path data) {
        return ProviderContext.builder()
                .dataFolder(data)
                .environment(Map.of(
                        "PATH", System.getenv("PATH"),
                        "LANG", "C.UTF-8",
                        "SECRET_CANARY", "tweet",
                        "CONFIGPROXY_AUTH_TOKEN", "tweet"))
                .build();
    }

    /** The command of a {@link TestServer}. */
    static List<String> server(String... modes) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TestServer.class.getName()));
        command.addAll(List.of(modes));
        return command;
    }

    /** A script of the shell that goes on as a {@link TestServer} where it says {@code exec "$@"}. */
    static List<String> script(String script) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        command.addAll(server());
        return command;
    }

    static SpawnRequest.Builder request(String user, List<String> command) {
        return request(ServerRef.of(user), command);
    }

    static SpawnRequest.Builder request(ServerRef server, List<String> command) {
        return SpawnRequest.builder()
                .server(server)
                .spawnId(UUID.randomUUID().toString().replace("-", ""))
                .settings(settings(Map.of()))
                .command(command)
                .environment(ServerEnvironment.of(Map.of(
                        "JUPYTERHUB_SERVICE_PREFIX", ServerPaths.prefix("/", server),
                        "JUPYTERHUB_USER", server.user(),
                        "JUPYTERHUB_SERVER_NAME", server.name(),
                        "JUPYTERHUB_API_TOKEN", TOKEN)))
                .deadline(Instant.now().plusSeconds(60));
    }

    static Settings settings(Map<String, Object> simple) {
        return Settings.read(
                SimpleConfig.SCHEMA, RawSettings.of(Map.of("SimpleLocalProcessSpawner", simple)), Map.of());
    }

    StartResult.Running start(SpawnRequest.Builder request) throws Exception {
        return start(request, new HookedProgress());
    }

    StartResult.Running start(SpawnRequest.Builder request, Progress progress) throws Exception {
        return (StartResult.Running) spawner.start(request.build(), progress);
    }

    static String get(StartResult.Running server, String path) throws IOException, InterruptedException {
        return get(server.uri().resolve(path));
    }

    static String get(URI uri) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Whether a server ignores a signal, by its number. */
    static boolean ignores(StartResult.Running server, int signal) throws IOException, InterruptedException {
        String line = get(server, "/status")
                .lines()
                .filter(status -> status.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(line.split("\\s+")[1], 16) & 1L << (signal - 1)) != 0;
    }

    static ServerState state(Opaque state) {
        return ServerState.read(state).orElseThrow();
    }

    boolean isAlive(long pid) throws IOException {
        return processes.find(pid).isPresent();
    }

    /** The processes that carry the marker of a start. */
    List<ProcessEntry> processesOf(String spawnId) throws IOException {
        return processes.own().stream()
                .filter(process -> spawnId.equals(processes.environment(process).get(Markers.SPAWN_ID)))
                .toList();
    }

    void close() throws Exception {
        for (Found found : spawner.discover()) {
            spawner.stop(found.server(), found.state(), StopMode.REMOVE);
        }
        spawner.close();
    }
}
