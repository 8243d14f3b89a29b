package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RecordingProgress;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster as tests see it: by kubectl, so that nothing of ours proves itself; in a namespace of its own. */
final class Kube {

    static final String IMAGE = "local/busybox:1";
    static final String TOKEN = SpawnerContract.TOKEN;

    final String namespace = "hubwright-test-" + UUID.randomUUID().toString().substring(0, 8);

    private final Path kubeconfig;

    /** What the hub's own environment is. */
    final Map<String, String> environment = new HashMap<>(System.getenv());

    /** The hub that is tested has the role that is shipped, and no other right. */
    Kube() throws Exception {
        run("create", "namespace", namespace);
        applyRole();
        Eventually.holds("the namespace has its service accounts", Duration.ofSeconds(60), () -> !run(
                        "-n",
                        namespace,
                        "get",
                        "serviceaccount",
                        "default",
                        "--ignore-not-found",
                        "-o",
                        "jsonpath={.secrets}{.metadata.uid}")
                .isEmpty());
        kubeconfig = Files.createTempFile("hubwright-kubeconfig", ".yaml");
        Files.writeString(kubeconfig, run("config", "view", "--raw", "--minify", "--flatten"));
        setConfig("set-credentials", "hub", "--token=" + token());
        setConfig("set-context", "--current", "--user=hub", "--namespace=" + namespace);
        environment.put("KUBECONFIG", kubeconfig.toString());
    }

    private void setConfig(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--kubeconfig=" + kubeconfig, "config"));
        all.addAll(List.of(arguments));
        run(all.toArray(String[]::new));
    }

    /** What is shipped. */
    void applyRole() throws Exception {
        apply(Files.readString(Path.of("../deploy/kubernetes/base/role.yaml")));
    }

    /** A new token of the hub's account. */
    String token() throws Exception {
        String path = "/api/v1/namespaces/" + namespace + "/serviceaccounts/hub/token";
        String request = "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\", \"spec\": {}}";
        Matcher token =
                Pattern.compile("\"token\":\"([^\"]+)\"").matcher(runWith(request, "create", "--raw", path, "-f", "-"));
        if (!token.find()) {
            throw new IllegalStateException("The API server gives no token for the role");
        }
        return token.group(1);
    }

    /** Removes everything, and does not wait for it. */
    void clean() throws Exception {
        run("-n", namespace, "delete", "pods", "--all", "--force", "--grace-period=0", "--wait=false");
        run("delete", "namespace", namespace, "--wait=false");
        Files.delete(kubeconfig);
    }

    ProviderContext context() {
        return ProviderContext.builder()
                .hubId(namespace)
                .environment(environment)
                .build();
    }

    /** What every test starts from: no storage, and little patience. */
    K8sConfig config(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "namespace",
                namespace,
                "image",
                IMAGE,
                "image_pull_policy",
                "IfNotPresent",
                "storage_pvc_ensure",
                false));
        all.putAll(more);
        return K8sConfig.of(settings(all));
    }

    Spawner spawner() {
        return spawner(Map.of());
    }

    /** The same with all rights that there are. */
    Spawner ableSpawner() {
        Map<String, String> able = new HashMap<>(System.getenv());
        return K8sSpawnerFactory.create(
                config(Map.of()),
                ProviderContext.builder().hubId(namespace).environment(able).build());
    }

    URI apiServer() throws Exception {
        return URI.create(run("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"));
    }

    /** A volume that claims of the class of this name get, in a folder of this machine. */
    static void makeVolume(String name, Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        runWith(
                "---\n{apiVersion: v1, kind: PersistentVolume, metadata: {name: " + name + "}, spec: {capacity:"
                        + " {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: " + name
                        + ", persistentVolumeReclaimPolicy: Retain, hostPath: {path: " + folder + "}}}",
                "apply",
                "-f",
                "-");
    }

    Spawner spawner(Map<String, ?> settings) {
        return K8sSpawnerFactory.create(config(settings), context());
    }

    /** Says hello, answers by HTTP, and ends when it is told to. */
    static List<String> server() {
        return script("trap 'exit 0' TERM; httpd -f -p 8888 -h /tmp & wait $!");
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

    static Settings settings(Map<String, ?> kube) {
        return Settings.read(K8sSettings.SCHEMA, RawSettings.of(Map.of("KubeSpawner", new HashMap<>(kube))), Map.of());
    }

    static StartResult.Running start(Spawner spawner, SpawnRequest.Builder request) throws Exception {
        return (StartResult.Running) spawner.start(request.build(), new RecordingProgress());
    }

    static PodRef ref(Opaque state) {
        return PodRef.read(state).orElseThrow();
    }

    /** One value of one thing, by kubectl's own paths. */
    String get(String kind, String name, String path) throws Exception {
        return run("-n", namespace, "get", kind, name, "-o", "jsonpath={" + path + "}");
    }

    String exec(Opaque state, String script) throws Exception {
        return run("-n", namespace, "exec", ref(state).name(), "-c", "notebook", "--", "sh", "-c", script);
    }

    /** The names of all things of a kind. */
    List<String> names(String kind) throws Exception {
        String text = run("-n", namespace, "get", kind, "-o", "name");
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    void apply(String manifest) throws Exception {
        runWith("---\n" + manifest, "-n", namespace, "apply", "-f", "-");
    }

    /** Whether the API server answers. */
    static boolean isReady() throws Exception {
        try {
            return run("get", "--raw", "/readyz").equals("ok");
        } catch (IllegalStateException e) {
            return false;
        }
    }

    static String run(String... arguments) throws Exception {
        return runWith("", arguments);
    }

    /** What kubectl prints, also where it says no by its exit code. */
    static String answer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kubectl", "--request-timeout=30s"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return text(process.getInputStream()).strip();
    }

    /** Runs kubectl and returns what it prints; an exit code other than 0 is an error. */
    static String runWith(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kubectl", "--request-timeout=30s"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String output = text(process.getInputStream()).strip();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + output + errors.get(10, TimeUnit.SECONDS));
        }
        return output;
    }

    private static String text(java.io.InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
