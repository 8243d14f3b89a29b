import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.spawner.docker.DockerConfig;
import dev.hubwright.spawner.docker.DockerSpawnerFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Compares starts with those of the docker command. */
final class DockerBenchmark {

    private final String image;
    private final String name = "benchmark-" + UUID.randomUUID().toString().substring(0, 8);

    private DockerBenchmark(String image) {
        this.image = image;
    }

    public static void main(String[] arguments) throws Exception {
        new DockerBenchmark(arguments[0]).compare();
    }

    private void compare() throws Exception {
        DockerConfig config = DockerConfig.builder()
                .image(image)
                .prefix(name)
                .remove(true)
                .stopTimeout(Duration.ZERO)
                .build();
        Starts.run("docker", "volume", "create", name + "-bare");
        try (Spawner spawner = DockerSpawnerFactory.create(
                config, ProviderContext.builder().hubId(name).build())) {
            Starts.compare(5, 40, "docker run", turn -> byCommand(), "spawner-docker", spawner);
            spawner.stop(ServerRef.of("alice"), Opaque.empty(), StopMode.REMOVE);
        } finally {
            Starts.run("docker", "volume", "rm", "--force", name + "-bare", name + "-alice");
        }
    }

    private double byCommand() throws Exception {
        long begin = System.nanoTime();
        List<String> arguments = new ArrayList<>(List.of(
                "run", "-d", "--name", name, "--init", "--pids-limit", "4096", "--cap-drop", "ALL", "--security-opt",
                "no-new-privileges", "-v", name + "-bare:/home/jovyan", "-p", "127.0.0.1::8888", image));
        arguments.addAll(Starts.SERVER);
        Starts.run("docker", arguments.toArray(String[]::new));
        String address = Starts.run("docker", "port", name, "8888/tcp");
        Starts.awaitAnswer(URI.create("http://" + address.strip()));
        double millis = (System.nanoTime() - begin) / 1e6;
        Starts.run("docker", "rm", "-f", name);
        return millis;
    }
}
