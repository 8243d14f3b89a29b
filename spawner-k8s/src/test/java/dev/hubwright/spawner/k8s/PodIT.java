package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RecordingProgress;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pods look like, and how they come up, fail and end, on a real node. */
@RequiresEngine(Engine.KUBERNETES)
@Timeout(240)
class PodIT {

    private static Kube kube;

    @BeforeAll
    static void open() throws Exception {
        kube = new Kube();
    }

    @AfterAll
    static void close() throws Exception {
        if (kube != null) {
            kube.clean();
        }
    }

    @Test
    void theTokenIsInASecretThatGoesWithThePod() throws Exception {
        ServerRef server = ServerRef.of("token");
        try (Spawner spawner = kube.spawner()) {
            StartResult.Running running = Kube.start(spawner, Kube.request(server, Kube.server()));

            assertThat(Kube.run("-n", kube.namespace, "get", "pods", "-o", "yaml"))
                    .doesNotContain(Kube.TOKEN);
            assertThat(kube.exec(running.state(), "echo $JUPYTERHUB_API_TOKEN")).isEqualTo(Kube.TOKEN);
            assertThat(kube.names("secrets")).anyMatch(name -> name.startsWith("secret/jupyter-token-"));
            spawner.stop(server, running.state(), StopMode.NOW);
        }
        Eventually.holds("the secret is gone", Duration.ofSeconds(60), () -> kube.names("secrets").stream()
                .noneMatch(name -> name.startsWith("secret/jupyter-token-")));
    }

    @Test
    void aServerHasFewRightsAndNoAccountOfTheCluster() throws Exception {
        try (Spawner spawner = kube.spawner()) {
            StartResult.Running running = Kube.start(spawner, Kube.request(ServerRef.of("rights"), Kube.server()));
            String pod = Kube.ref(running.state()).name();

            assertThat(
                            kube.exec(
                                    running.state(),
                                    "id -u; id -G; grep -E 'CapEff|NoNewPrivs' /proc/1/status | tr -d '\\t ';"
                                            + " ls /var/run/secrets/kubernetes.io 2>&1 | grep -c account; env | grep _SERVICE_HOST | grep -vc ^KUBERNETES_; true"))
                    .contains("1000\n")
                    .contains("CapEff:0000000000000000")
                    .contains("NoNewPrivs:1")
                    .endsWith("0\n0");
            assertThat(kube.get("pod", pod, ".spec.securityContext.seccompProfile.type"))
                    .isEqualTo("RuntimeDefault");
            assertThat(kube.get("pod", pod, ".spec.containers[0].securityContext.runAsNonRoot"))
                    .isEqualTo("true");
        }
    }

    @Test
    void settingsOfAnyShapeReachThePod() throws Exception {
        Map<String, Object> settings = Map.of(
                "extra_labels", Map.of("team", "{username}"),
                "environment",
                        Map.of(
                                "WHO",
                                "{username}",
                                "NODE",
                                Map.of("valueFrom", Map.of("fieldRef", Map.of("field_path", "spec.nodeName"))),
                                "BOTH",
                                "$(NODE) and $(WHO)"),
                "volumes", Map.of("b", Map.of("name", "scratch", "empty_dir", Map.of())),
                "volume_mounts", List.of(Map.of("name", "scratch", "mountPath", "/scratch")),
                "init_containers",
                        List.of(Map.of(
                                "name",
                                "prepare",
                                "image",
                                Kube.IMAGE,
                                "imagePullPolicy",
                                "IfNotPresent",
                                "command",
                                List.of("sh", "-c", "echo ready > /scratch/state"),
                                "volumeMounts",
                                List.of(Map.of("name", "scratch", "mountPath", "/scratch")))),
                "extra_resource_limits", Map.of("memory", "64Mi"),
                "extra_pod_config", Map.of("dns_policy", "Default"),
                "tolerations", List.of(Map.of("key", "hub.jupyter.org/dedicated", "operator", "Exists")));
        try (Spawner spawner = kube.spawner(settings)) {
            StartResult.Running running = Kube.start(spawner, Kube.request(ServerRef.of("shape"), Kube.server()));
            String pod = Kube.ref(running.state()).name();

            assertThat(kube.exec(running.state(), "echo $BOTH; cat /scratch/state"))
                    .isEqualTo(kube.get("pod", pod, ".spec.nodeName") + " and shape\nready");
            assertThat(kube.get("pod", pod, ".metadata.labels.team")).isEqualTo("shape");
            assertThat(kube.get("pod", pod, ".spec.dnsPolicy")).isEqualTo("Default");
            assertThat(kube.get("pod", pod, ".spec.containers[0].resources.limits.memory"))
                    .isEqualTo("64Mi");
        }
    }

    @Test
    void codeHasTheLastWordOnAPod() throws Exception {
        K8sConfig config = K8sConfig.builder()
                .namespace(kube.namespace)
                .image(Kube.IMAGE)
                .storagePvcEnsure(false)
                .podModifier((pod, request) -> {
                    pod.getMetadata()
                            .getLabels()
                            .put("modified-for", request.server().user());
                    pod.getMetadata().getLabels().remove(Labels.SPAWN);
                    return pod;
                })
                .build();
        try (Spawner spawner = K8sSpawnerFactory.create(config, kube.context())) {
            StartResult.Running running = Kube.start(spawner, Kube.request(ServerRef.of("modified"), Kube.server()));
            String pod = Kube.ref(running.state()).name();

            assertThat(kube.get("pod", pod, ".metadata.labels.modified-for")).isEqualTo("modified");
            assertThat(spawner.poll(ServerRef.of("modified"), running.state())).isInstanceOf(Status.Up.class);
        }
    }

    @Test
    void aPodOfSomebodyElseIsLeftAsItIs() throws Exception {
        Kube.run(
                "-n",
                kube.namespace,
                "run",
                "jupyter-taken",
                "--image=" + Kube.IMAGE,
                "--image-pull-policy=IfNotPresent",
                "--",
                "sleep",
                "600");
        try (Spawner spawner = kube.spawner()) {
            assertThatThrownBy(() -> Kube.start(spawner, Kube.request(ServerRef.of("taken"), Kube.server())))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("left as it is")
                    .hasMessageContaining("jupyter-taken");
        }
        assertThat(kube.get("pod", "jupyter-taken", ".metadata.deletionTimestamp"))
                .isEmpty();
    }

    @Test
    void aPodThatIsStillEndingIsAwaited() throws Exception {
        ServerRef server = ServerRef.of("ending");
        try (Spawner spawner = kube.spawner()) {
            Kube.start(spawner, Kube.request(server, Kube.script("trap '' TERM; while true; do sleep 1; done")));
            String uid = kube.get("pod", "jupyter-ending", ".metadata.uid");
            Kube.run("-n", kube.namespace, "delete", "pod", "jupyter-ending", "--grace-period=4", "--wait=false");

            RecordingProgress progress = new RecordingProgress();
            spawner.start(Kube.request(server, Kube.server()).build(), progress);
            assertThat(progress.messages()).contains("Waiting for the end of the server before");
            assertThat(kube.get("pod", "jupyter-ending", ".metadata.uid")).isNotEqualTo(uid);
        }
    }

    @Test
    void anImageThatCannotBePulledIsToldWithinSeconds() throws Exception {
        RecordingProgress progress = new RecordingProgress();
        try (Spawner spawner = kube.spawner(Map.of("image", "registry.invalid/nothing:1"))) {
            assertThatThrownBy(() -> spawner.start(
                            Kube.request(ServerRef.of("pull"), List.of()).build(), progress))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("registry.invalid/nothing:1");
        }
        assertThat(progress.messages()).contains("The server's image cannot be pulled");
        assertThat(kube.names("pods")).doesNotContain("pod/jupyter-pull");
    }

    @Test
    void aServerThatNoNodeTakesIsToldAndSaysWhyAtTheEnd() throws Exception {
        RecordingProgress progress = new RecordingProgress();
        try (Spawner spawner = kube.spawner(Map.of("node_selector", Map.of("disk", "none-such")))) {
            assertThatThrownBy(() -> spawner.start(
                            Kube.request(ServerRef.of("nowhere"), Kube.server())
                                    .deadline(Instant.now().plusSeconds(20))
                                    .build(),
                            progress))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("node(s) didn't match");
        }
        assertThat(progress.messages()).anyMatch(message -> message.startsWith("No node has room"));
    }

    @Test
    void aCommandThatIsNotThereIsToldAtOnce() throws Exception {
        try (Spawner spawner = kube.spawner()) {
            assertThatThrownBy(() ->
                            Kube.start(spawner, Kube.request(ServerRef.of("no-command"), List.of("/no/such/command"))))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("no/such/command");
        }
    }

    @Test
    void whatAServerHasPrintedLastIsToldWithoutItsToken() throws Exception {
        try (Spawner spawner = kube.spawner()) {
            assertThatThrownBy(() -> Kube.start(
                            spawner,
                            Kube.request(
                                    ServerRef.of("last-words"),
                                    Kube.script("echo alas $JUPYTERHUB_API_TOKEN; exit 3"),
                                    Map.of("extra_pod_config", Map.of("restartPolicy", "Never")))))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("alas ***")
                    .hasMessageNotContaining(Kube.TOKEN);
        }
    }

    @Test
    void theClusterBringsAServerBackAtItsAddress() throws Exception {
        ServerRef server = ServerRef.of("back");
        try (Spawner spawner = kube.spawner()) {
            StartResult.Running running = Kube.start(spawner, Kube.request(server, Kube.server()));
            kube.exec(running.state(), "kill -9 -1");
            Eventually.holds(
                    "it was started again",
                    Duration.ofSeconds(60),
                    () -> kube.get("pod", "jupyter-back", ".status.containerStatuses[0].restartCount")
                                    .equals("1")
                            && kube.get("pod", "jupyter-back", ".status.containerStatuses[0].ready")
                                    .equals("true"));
            Status status = spawner.poll(server, running.state());
            assertThat(status).isInstanceOf(Status.Up.class);
            assertThat(((Status.Up) status).uri()).contains(running.uri());
        }
    }

    @Test
    void aServerThatNeedsTooMuchMemoryIsToldSo() throws Exception {
        ServerRef server = ServerRef.of("greedy");
        Map<String, Object> settings =
                Map.of("restart_policy", "Never", "extra_resource_limits", Map.of("memory", "24Mi"));
        try (Spawner spawner = kube.spawner(settings)) {
            StartResult.Running running =
                    Kube.start(spawner, Kube.request(server, Kube.script("sleep 2; exec tail /dev/zero")));
            Eventually.holds(
                    "it is over",
                    Duration.ofSeconds(60),
                    () -> spawner.poll(server, running.state()) instanceof Status.Exited);
            Status.Exited exited = (Status.Exited) spawner.poll(server, running.state());
            assertThat(exited.reason()).contains("more memory than it may have");
        }
    }

    @Test
    void aServerThatIsEvictedIsToldSo() throws Exception {
        ServerRef server = ServerRef.of("evicted");
        Map<String, Object> settings = Map.of(
                "volumes", List.of(Map.of("name", "scratch", "emptyDir", Map.of("sizeLimit", "1Mi"))),
                "volume_mounts", List.of(Map.of("name", "scratch", "mountPath", "/scratch")));
        try (Spawner spawner = kube.spawner(settings)) {
            StartResult.Running running = Kube.start(spawner, Kube.request(server, Kube.server()));
            kube.exec(running.state(), "dd if=/dev/zero of=/scratch/much bs=1M count=8");
            Eventually.holds(
                    "it is over",
                    Duration.ofSeconds(170),
                    () -> spawner.poll(server, running.state()) instanceof Status.Exited);
            assertThat(((Status.Exited) spawner.poll(server, running.state())).reason())
                    .contains("evicted")
                    .contains("scratch");

            // Nothing of it is in the way of the next one.
            StartResult.Running next = Kube.start(spawner, Kube.request(server, Kube.server()));
            assertThat(spawner.poll(server, next.state())).isInstanceOf(Status.Up.class);
        }
    }

    @Test
    void aServerWithAServiceIsReachedByItsNameAndItGoesWithThePod() throws Exception {
        ServerRef server = ServerRef.of("served");
        try (Spawner spawner = kube.spawner(Map.of("services_enabled", true))) {
            StartResult.Running running = Kube.start(spawner, Kube.request(server, Kube.server()));
            assertThat(running.uri().getHost()).isEqualTo("jupyter-served." + kube.namespace + ".svc.cluster.local");
            // Here are no names; what the name stands for has an address.
            URI address = URI.create("http://" + kube.get("service", "jupyter-served", ".spec.clusterIP") + ":8888/");
            Eventually.holds("it answers", Duration.ofSeconds(60), () -> answersItself(address));

            spawner.stop(server, running.state(), StopMode.NOW);
            Eventually.holds("its service is gone", Duration.ofSeconds(60), () -> !kube.names("services")
                    .contains("service/jupyter-served"));
        }
    }

    /** By a connection of its own each time: one from before the cluster knew the service leads elsewhere. */
    private static boolean answersItself(URI address) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 404 && answer.body().contains("The requested URL was not found");
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Test
    void theHubIsReachedByTheAddressOfItsService() throws Exception {
        kube.apply("{apiVersion: v1, kind: Service, metadata: {name: jupyterhub}, spec: {selector: {app: hub}, ports: "
                + "[{name: hub, port: 9081}]}}");
        String address = kube.get("service", "jupyterhub", ".spec.clusterIP");
        // A hub outside asks for the service, one in the cluster has its address in its own environment.
        try (Spawner outside = kube.spawner(Map.of("hub_ip_from_service", "jupyterhub"))) {
            StartResult.Running running = Kube.start(outside, Kube.request(ServerRef.of("outside"), Kube.server()));
            assertThat(kube.exec(running.state(), "echo $JUPYTERHUB_API_URL"))
                    .isEqualTo("http://" + address + ":9081/hub/api");
        }
        kube.environment.put("JUPYTERHUB_SERVICE_HOST", "10.96.77.77");
        kube.environment.put("JUPYTERHUB_SERVICE_PORT", "9081");
        try (Spawner inside = kube.spawner(Map.of("hub_ip_from_service", "jupyterhub"))) {
            StartResult.Running running = Kube.start(inside, Kube.request(ServerRef.of("inside"), Kube.server()));
            assertThat(kube.exec(running.state(), "echo $JUPYTERHUB_API_URL"))
                    .isEqualTo("http://10.96.77.77:9081/hub/api");
        } finally {
            kube.environment.remove("JUPYTERHUB_SERVICE_HOST");
            kube.environment.remove("JUPYTERHUB_SERVICE_PORT");
        }
    }
}
