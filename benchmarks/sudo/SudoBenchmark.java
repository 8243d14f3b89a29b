import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.spawner.sudo.SudoSpawnerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Starts one server by turns: bare, as the person, and through the spawner with sudo and the helper. */
public final class SudoBenchmark {

    private static final int WARM_UP = 5;
    private static final int ROUNDS = 40;

    private SudoBenchmark() {}

    /** Takes an account, the folder of its server and helper, and a data folder. */
    public static void main(String[] arguments) throws Exception {
        String account = arguments[0];
        String server = arguments[1] + "/server";
        SudoSpawnerFactory factory = new SudoSpawnerFactory();
        Settings settings = Settings.read(
                factory.schema(),
                RawSettings.of(Map.of("SudoSpawner", Map.of("sudospawner_path", arguments[1] + "/hubwright-spawn"))),
                Map.of());
        ProviderContext context =
                ProviderContext.builder().dataFolder(Path.of(arguments[2])).build();
        double[] bare = new double[ROUNDS];
        double[] spawned = new double[ROUNDS];
        try (Spawner spawner = factory.create(settings, context)) {
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                double first = bare(account, server);
                double second = spawned(spawner, settings, account, server, i + WARM_UP);
                if (i >= 0) {
                    bare[i] = first;
                    spawned[i] = second;
                }
            }
        }
        Arrays.sort(bare);
        Arrays.sort(spawned);
        print("bare, as the person", bare);
        print("spawner, sudo, helper", spawned);
        System.out.printf(Locale.ROOT, "overhead of the median    %6.1f ms%n", spawned[ROUNDS / 2] - bare[ROUNDS / 2]);
    }

    private static void print(String what, double[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%-24s  %6.1f ms  (%.1f to %.1f)%n",
                what,
                sorted[sorted.length / 2],
                sorted[sorted.length / 10],
                sorted[sorted.length * 9 / 10]);
    }

    private static double bare(String account, String server) throws Exception {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder("setpriv", "--reuid=" + account, "--clear-groups", server);
        builder.environment().put("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:" + port + "/");
        long begin = System.nanoTime();
        Process process = builder.start();
        while (!listens(port)) {
            Thread.sleep(1);
        }
        double millis = (System.nanoTime() - begin) / 1e6;
        process.destroy();
        process.waitFor();
        return millis;
    }

    private static double spawned(Spawner spawner, Settings settings, String account, String server, int number)
            throws Exception {
        ServerRef ref = ServerRef.of(account);
        SpawnRequest request = SpawnRequest.builder()
                .server(ref)
                .spawnId("benchmark" + number)
                .settings(settings)
                .command(List.of(server))
                .environment(ServerEnvironment.of(Map.of("JUPYTERHUB_SERVICE_PREFIX", "/")))
                .deadline(Instant.now().plusSeconds(60))
                .build();
        long begin = System.nanoTime();
        StartResult result = spawner.start(request, new Nobody());
        double millis = (System.nanoTime() - begin) / 1e6;
        if (!(result instanceof StartResult.Running running)) {
            throw new IllegalStateException(result.toString());
        }
        spawner.stop(ref, running.state(), StopMode.NOW);
        return millis;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static final class Nobody implements Progress {

        @Override
        public void report(int percent, String message) {}

        @Override
        public void checkpoint(Opaque state) {}

        @Override
        public Instant phase(String name, Duration allowance) {
            return Instant.now().plus(allowance);
        }
    }
}
