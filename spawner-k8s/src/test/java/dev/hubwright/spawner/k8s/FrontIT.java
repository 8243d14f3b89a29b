package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the hub comes to the API server, and what it says there: seen from a front before the real one. */
@RequiresEngine(Engine.KUBERNETES)
@Timeout(180)
class FrontIT {

    private static final ServerRef ALICE = ServerRef.of("alice");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private Kube kube;
    private ApiFront front;

    @BeforeEach
    void open() throws Exception {
        kube = new Kube();
        front = new ApiFront(kube.apiServer(), Optional.of("jupyter:rosebud"), kube.token(), folder);
    }

    @AfterEach
    void close() throws Exception {
        if (front != null) {
            front.close();
        }
        if (kube != null) {
            kube.clean();
        }
    }

    /** As it was written for a cluster of that time, with nothing else to find the cluster by. */
    @Test
    void settingsOf2016StartServersWithANameAndAPassword() throws Exception {
        kube.apply("{apiVersion: v1, kind: Service, metadata: {name: jupyterhub}, spec: {selector: {app: hub}, ports: "
                + "[{port: 8081}]}}");
        String address = kube.get("service", "jupyterhub", ".spec.clusterIP");
        try (Spawner spawner = spawner2016("rosebud")) {
            StartResult.Running running = Kube.start(spawner, Kube.request(ALICE, Kube.server()));

            assertThat(kube.names("pods")).containsExactly("pod/jupyterhub-alice");
            assertThat(kube.exec(running.state(), "echo $JUPYTERHUB_API_URL"))
                    .isEqualTo("http://" + address + ":8081/hub/api");
            assertThat(spawner.poll(ALICE, running.state())).isInstanceOf(Status.Up.class);
            spawner.stop(ALICE, running.state(), StopMode.NOW);
            assertThat(kube.names("pods")).isEmpty();
        }
        try (Spawner spawner = spawner2016("wrong")) {
            assertThatThrownBy(() -> Kube.start(spawner, Kube.request(ALICE, Kube.server())))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("take no password")
                    .hasMessageNotContaining("wrong");
        }
    }

    private Spawner spawner2016(String password) {
        Map<String, Object> published = Map.of(
                "host",
                front.url(),
                "username",
                "jupyter",
                "password",
                password,
                "verify_ssl",
                false,
                "hub_ip_from_service",
                "jupyterhub",
                "pod_name_prefix",
                "jupyterhub",
                "container_image",
                Kube.IMAGE);
        Map<String, Object> here =
                Map.of("namespace", kube.namespace, "image_pull_policy", "IfNotPresent", "storage_pvc_ensure", false);
        Settings settings = Settings.read(
                K8sSettings.SCHEMA,
                RawSettings.of(Map.of("KubernetesSpawner", published, "KubeSpawner", here)),
                Map.of());
        ProviderContext context = ProviderContext.builder()
                .hubId(kube.namespace)
                .environment(Map.of())
                .build();
        return K8sSpawnerFactory.create(K8sConfig.of(settings), context);
    }

    @Test
    void aWatchThatHasGoneDeafIsFoundOut() throws Exception {
        try (Spawner spawner = kube.spawner(behindTheFront())) {
            StartResult.Running running = Kube.start(spawner, Kube.request(ALICE, Kube.server()));
            int watches = watchesOfPods();
            front.deafen();
            Kube.run("-n", kube.namespace, "delete", "pod", "jupyter-alice", "--force", "--grace-period=0");

            Eventually.holds(
                    "it is told that the pod is gone",
                    PATIENCE,
                    () -> spawner.poll(ALICE, running.state()) instanceof Status.Exited);
            // Once the cluster has contradicted the watch, the watch is not believed.
            assertThat(spawner.poll(ALICE, running.state())).isInstanceOf(Status.Exited.class);
            Eventually.holds(
                    "there is another watch",
                    PATIENCE,
                    () -> spawner.poll(ALICE, running.state()) instanceof Status.Exited && watchesOfPods() > watches);
            assertThat(spawner.poll(
                            ALICE,
                            Kube.start(spawner, Kube.request(ALICE, Kube.server()))
                                    .state()))
                    .isInstanceOf(Status.Up.class);
        }
    }

    private int watchesOfPods() {
        return (int)
                front.watches().stream().filter(line -> line.contains("/pods?")).count();
    }

    @Test
    void aStartWithItsClaimTakesFewRequests() throws Exception {
        Map<String, Object> settings = new HashMap<>(behindTheFront());
        settings.putAll(Map.of("storage_pvc_ensure", true, "storage_class", kube.namespace, "storage_capacity", "1Mi"));
        Kube.makeVolume(kube.namespace, folder);
        try (Spawner spawner = kube.spawner(settings)) {
            StartResult.Running first = Kube.start(spawner, Kube.request(ALICE, Kube.server()));
            spawner.stop(ALICE, first.state(), StopMode.NOW);
            int before = front.requests().size();
            Kube.start(spawner, Kube.request(ALICE, Kube.server()));

            List<String> requests =
                    front.requests().subList(before, front.requests().size());
            assertThat(requests).hasSizeLessThanOrEqualTo(6);
            // One list, when the first server started; all else is told by the watch.
            assertThat(front.requests())
                    .filteredOn(line -> line.contains("/pods?"))
                    .hasSizeLessThanOrEqualTo(1);
        } finally {
            Kube.run("delete", "pv", kube.namespace, "--wait=false");
        }
    }

    private Map<String, Object> behindTheFront() {
        return Map.of("k8s_api_host", front.url(), "k8s_api_verify_ssl", false);
    }

    /** As a kubelet does it: another token in the same file, before the old one ends. */
    @Test
    void aTokenThatEndsIsAnOutageAndItsSuccessorIsTakenUp() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), kube.token());
        Files.writeString(folder.resolve("namespace"), kube.namespace);
        Map<String, String> environment = Map.of(
                "KUBERNETES_SERVICE_HOST",
                kube.apiServer().getHost(),
                "KUBERNETES_SERVICE_PORT",
                "" + kube.apiServer().getPort());
        K8sConfig config = kube.config(Map.of("k8s_api_verify_ssl", false));
        try (Spawner spawner =
                new K8sSpawner(config, kube.context(), new ClusterAddress(config, environment, folder))) {
            StartResult.Running running = Kube.start(spawner, Kube.request(ALICE, Kube.server()));
            // Tokens end with their account.
            Kube.run("-n", kube.namespace, "delete", "serviceaccount", "hub");
            Eventually.holds(
                    "the server is unknown",
                    PATIENCE,
                    () -> spawner.poll(ALICE, running.state()) instanceof Status.Unknown);
            kube.applyRole();
            Files.writeString(token, kube.token());

            Eventually.holds(
                    "the server is up", PATIENCE, () -> spawner.poll(ALICE, running.state()) instanceof Status.Up);
            spawner.stop(ALICE, running.state(), StopMode.NOW);
            assertThat(kube.names("pods")).isEmpty();
        }
    }
}
