import dev.hubwright.api.Opaque;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Compares a spawner's starts with those of a command, by turns: a machine is not the same from minute to minute. */
final class Starts {

    static final List<String> SERVER = List.of("httpd", "-f", "-p", "8888", "-h", "/tmp");

    private Starts() {}

    /** The milliseconds until what the command starts has answered; it is ended then. */
    interface ByCommand {
        double start(int turn) throws Exception;
    }

    /** Takes so many starts of each, after so many that do not count. */
    static void compare(int warmUp, int starts, String commandName, ByCommand command, String spawnerName, Spawner spawner)
            throws Exception {
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int i = 0; i < warmUp + starts; i++) {
            double one = command.start(i);
            double other = bySpawner(spawner);
            if (i >= warmUp) {
                bare.add(one);
                ours.add(other);
            }
        }
        print(commandName, bare);
        print(spawnerName, ours);
        System.out.printf(
                Locale.ROOT,
                "overhead %.0f ms (median), ratio %.2f%n",
                median(ours) - median(bare),
                median(ours) / median(bare));
    }

    private static double bySpawner(Spawner spawner) throws Exception {
        ServerRef alice = ServerRef.of("alice");
        SpawnRequest request = SpawnRequest.builder()
                .server(alice)
                .spawnId(UUID.randomUUID().toString().replace("-", ""))
                .settings(Settings.read(SpawnerSettings.SCHEMA, RawSettings.empty(), Map.of()))
                .command(SERVER)
                .environment(ServerEnvironment.of(
                        Map.of("JUPYTERHUB_USER", "alice", "JUPYTERHUB_SERVICE_PREFIX", "/user/alice/")))
                .deadline(Instant.now().plusSeconds(60))
                .build();
        long begin = System.nanoTime();
        StartResult.Running running = (StartResult.Running) spawner.start(request, new Silence());
        awaitAnswer(running.uri());
        double millis = (System.nanoTime() - begin) / 1e6;
        spawner.stop(alice, running.state(), StopMode.NOW);
        return millis;
    }

    static void awaitAnswer(URI uri) throws InterruptedException {
        while (!answers(uri)) {
            // A server has no way to tell when it answers, and asking without a pause would slow its start.
            Thread.sleep(2);
        }
    }

    private static boolean answers(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(1000);
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    static String run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " has failed");
        }
        return output;
    }

    private static void print(String what, List<Double> millis) {
        System.out.printf(
                Locale.ROOT,
                "%-16s median %5.0f ms, from %.0f to %.0f%n",
                what,
                median(millis),
                Collections.min(millis),
                Collections.max(millis));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Keeps nothing: what a hub does with checkpoints is measured elsewhere. */
    private static final class Silence implements Progress {

        @Override
        public void report(int percent, String message) {}

        @Override
        public void checkpoint(Opaque state) {}

        @Override
        public Instant phase(String name, Duration expected) {
            return Instant.now().plus(expected);
        }
    }
}
