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
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people keep: claims, whose they are, and how much room there is. */
@RequiresEngine(Engine.KUBERNETES)
@Timeout(120)
class ClaimIT {

    private Kube kube;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws Exception {
        kube = new Kube();
    }

    @AfterEach
    void close() throws Exception {
        if (kube != null) {
            kube.clean();
            Kube.run("delete", "pv", "--wait=false", "--ignore-not-found", kube.namespace);
        }
    }

    private Map<String, Object> storage() {
        return Map.of(
                "storage_pvc_ensure",
                true,
                "storage_class",
                kube.namespace,
                "storage_capacity",
                "1Mi",
                "home_mount_path",
                "/home/jovyan");
    }

    @Test
    void aFileOutlivesStopsAndTheClaimGoesWithItsServerOnly() throws Exception {
        Kube.makeVolume(kube.namespace, folder);
        ServerRef server = ServerRef.of("alice");
        StartResult.Running first;
        try (Spawner spawner = kube.spawner(storage())) {
            first = Kube.start(spawner, Kube.request(server, Kube.server()));
            kube.exec(first.state(), "echo precious > /home/jovyan/notebook.ipynb");
            spawner.stop(server, first.state(), StopMode.GRACEFUL);
        }
        // Another hub, with another template: the claim is remembered.
        Map<String, Object> renamed = new HashMap<>(storage());
        renamed.put("pvc_name_template", "home-of-{user_server}");
        try (Spawner spawner = kube.spawner(renamed)) {
            StartResult.Running second = Kube.start(spawner, Kube.request(server, Kube.server()));
            assertThat(kube.exec(second.state(), "cat /home/jovyan/notebook.ipynb"))
                    .isEqualTo("precious");
            assertThat(kube.names("pvc")).containsExactly("persistentvolumeclaim/claim-alice");

            spawner.stop(server, second.state(), StopMode.REMOVE);
            Eventually.holds("the claim is gone", Duration.ofSeconds(60), () -> kube.names("pvc")
                    .isEmpty());
        }
    }

    @Test
    void aClaimOfSomebodyElseIsNeverMounted() throws Exception {
        kube.apply("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: claim-alice, annotations: "
                + "{hub.jupyter.org/username: mallory}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: "
                + "{storage: 1Mi}}}}");
        try (Spawner spawner = kube.spawner(storage())) {
            assertThatThrownBy(() -> Kube.start(spawner, Kube.request(ServerRef.of("alice"), Kube.server())))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("mallory")
                    .hasMessageContaining("left as it is");
        }
        assertThat(kube.names("pods")).isEmpty();
    }

    @Test
    void aQuotaIsARefusalInWordsAndACapacityThatNobodyHasIsTold() throws Exception {
        kube.apply("{apiVersion: v1, kind: ResourceQuota, metadata: {name: few}, spec: {hard: {pods: '0'}}}");
        Eventually.holds(
                "the quota counts", Duration.ofSeconds(30), () -> !kube.get("resourcequota", "few", ".status.hard.pods")
                        .isEmpty());
        try (Spawner spawner = kube.spawner()) {
            StartResult result = spawner.start(
                    Kube.request(ServerRef.of("alice"), Kube.server()).build(), new RecordingProgress());
            assertThat(result).isInstanceOf(StartResult.Refused.class);
            assertThat(((StartResult.Refused) result).publicMessage()).contains("a quota is used up");
            assertThat(((StartResult.Refused) result).reason()).contains("exceeded quota: few");
        }
        kube.apply("{apiVersion: v1, kind: ResourceQuota, metadata: {name: few}, spec: {hard: {pods: '5',"
                + " persistentvolumeclaims: '0'}}}");
        Eventually.holds("the quota counts", Duration.ofSeconds(30), () -> kube.get(
                        "resourcequota", "few", ".status.hard.persistentvolumeclaims")
                .equals("0"));
        try (Spawner spawner = kube.spawner(storage())) {
            assertThat(spawner.start(
                            Kube.request(ServerRef.of("alice"), Kube.server()).build(), new RecordingProgress()))
                    .isInstanceOf(StartResult.Refused.class);
        }
    }
}
