import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.spawner.k8s.K8sConfig;
import dev.hubwright.spawner.k8s.K8sSpawnerFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Compares starts with those of kubectl. */
final class K8sBenchmark {

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
        Starts.run("kubectl", "create", "namespace", name);
        try (Spawner spawner = K8sSpawnerFactory.create(
                config,
                ProviderContext.builder().hubId(name).environment(System.getenv()).build())) {
            Starts.compare(2, 10, "kubectl run", turn -> byCommand("bare-" + turn), "spawner-k8s", spawner);
        } finally {
            Starts.run("kubectl", "delete", "namespace", name, "--wait=false");
        }
    }

    private double byCommand(String pod) throws Exception {
        long begin = System.nanoTime();
        List<String> arguments = new ArrayList<>(List.of(
                "-n", name, "run", pod, "--image=" + image, "--image-pull-policy=IfNotPresent", "--restart=OnFailure",
                "--port=8888", "--command", "--"));
        arguments.addAll(Starts.SERVER);
        Starts.run("kubectl", arguments.toArray(String[]::new));
        Starts.run("kubectl", "-n", name, "wait", "pod/" + pod, "--for=condition=Ready", "--timeout=60s");
        String address = Starts.run("kubectl", "-n", name, "get", "pod", pod, "-o", "jsonpath={.status.podIP}");
        Starts.awaitAnswer(URI.create("http://" + address.strip() + ":8888"));
        double millis = (System.nanoTime() - begin) / 1e6;
        Starts.run("kubectl", "-n", name, "delete", "pod", pod, "--grace-period=1", "--wait=false");
        return millis;
    }
}
