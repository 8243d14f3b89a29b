package dev.hubwright.hub;

import static org.junit.jupiter.api.Assertions.assertAll;

import com.marcnuri.helm.Helm;
import dev.hubwright.api.contract.Eventually;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** What deploy/kubernetes installs, with images of this build, in a namespace of its own. */
final class Installation {

    private static final Path ROOT = Path.of("..");

    /** For the hub and two people. */
    private static final List<String> VOLUMES = List.of("a", "b", "c");

    private final String name =
            "hubwright-whole-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path folder;
    private String address = "";

    Installation(Path folder) {
        this.folder = folder;
    }

    /** As a site would install the manifests. */
    void install() throws Exception {
        prepare();
        kubectl("create", "secret", "generic", "hub", "--from-literal=proxy-token=" + UUID.randomUUID());
        run("", "kubectl", "apply", "-k", overlay().toString());
        awaitRollout("ldap");
        awaitAll();
    }

    /** As a site would install the chart. */
    void installChart(String values) throws Exception {
        prepare();
        chart().install()
                .withName("lab")
                .withNamespace(name)
                .withKubeConfig(kubeconfig())
                .withValuesFile(values(values))
                .call();
        awaitAll();
    }

    void upgradeChart(String values) throws Exception {
        chart().upgrade()
                .withName("lab")
                .withNamespace(name)
                .withKubeConfig(kubeconfig())
                .withValuesFile(values(values))
                .call();
        awaitAll();
    }

    void uninstallChart() {
        Helm.uninstall("lab").withNamespace(name).withKubeConfig(kubeconfig()).call();
    }

    private static Helm chart() {
        return new Helm(ROOT.resolve("deploy/helm/hubwright"));
    }

    private static Path kubeconfig() {
        return Path.of(System.getenv("KUBECONFIG"));
    }

    private Path values(String values) throws Exception {
        return Files.writeString(folder.resolve("values.yaml"), values.replace("NAME", name));
    }

    private void prepare() throws Exception {
        buildImages();
        run("", "kubectl", "create", "namespace", name);
        for (String volume : VOLUMES) {
            makeVolume(volume);
        }
    }

    private void awaitAll() throws Exception {
        awaitRollout("proxy");
        awaitRollout("hub");
        address = get("service/proxy-public", "{.spec.clusterIP}");
    }

    /** Built with what stands in deploy/docker, from a base that needs no registry. */
    private void buildImages() throws Exception {
        Path context = Files.createDirectories(folder.resolve("context"));
        copy(ROOT.resolve("hub-reference/target/lib"), context.resolve("hub-reference/target/lib"));
        try (Stream<Path> jars = Files.list(ROOT.resolve("hub-reference/target"))) {
            for (Path jar : jars.filter(Installation::isHub).toList()) {
                Files.copy(jar, context.resolve("hub-reference/target").resolve(jar.getFileName()));
            }
        }
        copy(ROOT.resolve("deploy/docker"), context.resolve("deploy/docker"));
        build(context, "Dockerfile", "local/" + name + "-hub:test");
        build(context, "openldap.Dockerfile", "local/" + name + "-ldap:test");
    }

    private static boolean isHub(Path file) {
        String jar = file.getFileName().toString();
        return jar.matches("hub-reference-.*\\.jar") && !jar.matches(".*-(sources|javadoc|tests)\\.jar");
    }

    private static void build(Path context, String file, String tag) throws Exception {
        run(
                "",
                "docker",
                "build",
                "-q",
                "--build-arg",
                "BASE=local/debian:12",
                "-t",
                tag,
                "-f",
                context.resolve("deploy/docker").resolve(file).toString(),
                context.toString());
    }

    private void makeVolume(String volume) throws Exception {
        Path place = Files.createDirectories(folder.resolve("volume-" + volume));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        run(
                "---\n{apiVersion: v1, kind: PersistentVolume, metadata: {name: " + name + "-" + volume
                        + "}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: " + name
                        + ", persistentVolumeReclaimPolicy: Retain, hostPath: {path: " + place + "}}}",
                "kubectl",
                "apply",
                "-f",
                "-");
    }

    /** What a site would write: its images, its storage class, its settings. */
    private Path overlay() throws Exception {
        copy(ROOT.resolve("deploy/kubernetes"), folder.resolve("kubernetes"));
        Path overlay = Files.createDirectories(folder.resolve("kubernetes/site"));
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: NAME
                resources:
                  - ../openldap
                configMapGenerator:
                  - name: hub-config
                    behavior: merge
                    files:
                      - 30-site.yaml=settings.yaml
                images:
                  - {name: hubwright, newName: local/NAME-hub, newTag: test}
                  - {name: hubwright-openldap, newName: local/NAME-ldap, newTag: test}
                patchesJson6902:
                  - target: {version: v1, kind: PersistentVolumeClaim, name: hub-data}
                    patch: |-
                      - {op: add, path: /spec/storageClassName, value: NAME}
                """.replace("NAME", name));
        Files.writeString(overlay.resolve("settings.yaml"), """
                KubeSpawner:
                  image: local/notebook:1
                  image_pull_policy: IfNotPresent
                  k8s_api_verify_ssl: false
                  storage_class: NAME
                  storage_capacity: 1Mi
                """.replace("NAME", name));
        return overlay;
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    /** Where pods reach this machine: where they reach the API server. */
    static String addressForPods() throws Exception {
        return run(
                "",
                "kubectl",
                "-n",
                "default",
                "get",
                "endpoints",
                "kubernetes",
                "-o",
                "jsonpath={.subsets[0].addresses[0].ip}");
    }

    String url(String path) {
        return "http://" + address + path;
    }

    String names(String kind) throws Exception {
        return kubectl("get", kind, "-o", "name");
    }

    /** One value of one thing, by kubectl's own paths. */
    String get(String thing, String path) throws Exception {
        return kubectl("get", thing, "-o", "jsonpath=" + path);
    }

    String uid(String pod) throws Exception {
        return get("pod/" + pod, "{.metadata.uid}");
    }

    /** The pods that a deployment runs in. */
    String podsOf(String deployment) throws Exception {
        return kubectl("get", "pods", "-l", "app=" + deployment, "-o", "name");
    }

    void restart(String deployment) throws Exception {
        kubectl("rollout", "restart", "deployment/" + deployment);
        awaitRollout(deployment);
    }

    private void awaitRollout(String deployment) throws Exception {
        try {
            kubectl("rollout", "status", "deployment/" + deployment, "--timeout=180s");
        } catch (IllegalStateException e) {
            String log = kubectl("logs", "deployment/" + deployment, "--tail=100");
            throw new IllegalStateException(kubectl("get", "pods,endpoints,events", "-o", "wide") + "\n" + log, e);
        }
    }

    /** Everything, even where one step fails. */
    void remove() {
        List<Executable> steps = new ArrayList<>();
        // Together with their pods, or others are made in the place of those that are deleted.
        steps.add(kubectlStep("delete", "deployments", "--all", "--cascade=foreground", "--wait=false"));
        steps.add(kubectlStep("delete", "pods", "--all", "--grace-period=1", "--wait=false"));
        steps.add(() -> Eventually.holds("nothing runs any more", Duration.ofSeconds(120), this::nothingRuns));
        // A node may say only a minute later that a pod has ended.
        steps.add(kubectlStep("delete", "pods", "--all", "--force", "--grace-period=0"));
        steps.add(() -> run("", "kubectl", "delete", "namespace", name, "--ignore-not-found", "--timeout=120s"));
        for (String volume : VOLUMES) {
            steps.add(() -> run("", "kubectl", "delete", "pv", name + "-" + volume, "--ignore-not-found"));
        }
        for (String image : List.of("hub", "ldap")) {
            steps.add(() -> run("", "docker", "rmi", "-f", "local/" + name + "-" + image + ":test"));
        }
        assertAll(steps);
    }

    private boolean nothingRuns() throws Exception {
        return run("", "docker", "ps", "--quiet", "--filter", "name=_" + name + "_")
                .isEmpty();
    }

    private Executable kubectlStep(String... arguments) {
        return () -> kubectl(arguments);
    }

    private String kubectl(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("kubectl", "-n", name));
        all.addAll(List.of(arguments));
        return run("", all.toArray(String[]::new));
    }

    private static String run(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
