import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
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
import dev.hubwright.spawner.k8s.K8sConfig;
import dev.hubwright.spawner.k8s.K8sSpawnerFactory;
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

/** Compares starts with those of kubectl, by turns: a machine is not the same from one minute to the next. */
final class K8sBenchmark {

    private static final int WARM_UP = 2;
    private static final int STARTS = 10;
    private static final List<String> SERVER = List.of("httpd", "-f", "-p", "8888", "-h", "/tmp");

    private final String image;
    private final String name = "benchmark-" + UUID.randomUUID().toString().substring(0, 8);

    private K8sBenchmark(String image) {
        this.image = image;
    }

    public static void main(String[] arguments) throws Exception {
        new K8sBenchmark(arguments[0]).compare();
    }

    private void compare() throws Exception {
        K8sConfig config = K8sConfig.builder()
                .image(image)
                .namespace(name)
                .storagePvcEnsure(false)
                .build();
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        kubectl("create", "namespace", name);
        try (Spawner spawner = K8sSpawnerFactory.create(
                config,
                ProviderContext.builder().hubId(name).environment(System.getenv()).build())) {
            for (int i = 0; i < WARM_UP + STARTS; i++) {
                double one = byCommand("bare-" + i);
                double other = bySpawner(spawner);
                if (i >= WARM_UP) {
                    bare.add(one);
                    ours.add(other);
                }
            }
        } finally {
            kubectl("delete", "namespace", name, "--wait=false");
        }
        print("kubectl run", bare);
        print("spawner-k8s", ours);
        System.out.printf(
                Locale.ROOT,
                "overhead %.0f ms (median), ratio %.2f%n",
                median(ours) - median(bare),
                median(ours) / median(bare));
    }

    private double byCommand(String pod) throws Exception {
        long begin = System.nanoTime();
        List<String> command = new ArrayList<>(List.of(
                "-n", name, "run", pod, "--image=" + image, "--image-pull-policy=IfNotPresent", "--restart=OnFailure",
                "--port=8888", "--command", "--"));
        command.addAll(SERVER);
        kubectl(command.toArray(String[]::new));
        kubectl("-n", name, "wait", "pod/" + pod, "--for=condition=Ready", "--timeout=60s");
        String address = kubectl("-n", name, "get", "pod", pod, "-o", "jsonpath={.status.podIP}");
        awaitAnswer(URI.create("http://" + address.strip() + ":8888"));
        double millis = (System.nanoTime() - begin) / 1e6;
        kubectl("-n", name, "delete", "pod", pod, "--grace-period=1", "--wait=false");
        return millis;
    }

    private double bySpawner(Spawner spawner) throws Exception {
        ServerRef alice = ServerRef.of("alice");
        SpawnRequest request = SpawnRequest.builder()
                .server(alice)
                .spawnId(UUID.randomUUID().toString().replace("-", ""))
                .settings(Settings.read(SpawnerSettings.SCHEMA, RawSettings.empty(), Map.of()))
                .command(SERVER)
                .environment(ServerEnvironment.of(Map.of("JUPYTERHUB_USER", "alice", "JUPYTERHUB_SERVICE_PREFIX", "/user/alice/")))
                .deadline(Instant.now().plusSeconds(60))
                .build();
        long begin = System.nanoTime();
        StartResult.Running running = (StartResult.Running) spawner.start(request, new Silence());
        awaitAnswer(running.uri());
        double millis = (System.nanoTime() - begin) / 1e6;
        spawner.stop(alice, running.state(), StopMode.NOW);
        return millis;
    }

    private static void awaitAnswer(URI uri) throws InterruptedException {
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

    private static String kubectl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kubectl"));
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
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-16s median %5.0f ms, from %.0f to %.0f%n",
                what,
                median(millis),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
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
