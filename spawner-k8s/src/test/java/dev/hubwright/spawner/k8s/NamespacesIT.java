package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A namespace for each person, with the role that is shipped for it. */
@RequiresEngine(Engine.KUBERNETES)
@Timeout(180)
class NamespacesIT {

    private static final ServerRef ALICE = ServerRef.of("alice");

    private Kube kube;

    @BeforeEach
    void open() throws Exception {
        kube = new Kube();
        role("apply");
    }

    @AfterEach
    void close() throws Exception {
        if (kube != null) {
            Kube.run("delete", "namespace", theirs(), "--ignore-not-found", "--wait=false");
            role("delete");
            kube.clean();
        }
    }

    private void role(String verb) throws Exception {
        String shipped = Files.readString(Path.of("../deploy/kubernetes/user-namespaces/role.yaml"));
        String ours = shipped.replace("name: hubwright", "name: " + kube.namespace)
                .replace("namespace: hub\n", "namespace: " + kube.namespace + "\n");
        Kube.runWith("---\n" + ours, verb, "-f", "-");
    }

    private String theirs() {
        return kube.namespace + "-alice";
    }

    @Test
    void eachPersonHasOneWhereTheirServersAreFoundAgain() throws Exception {
        Map<String, Object> settings =
                Map.of("enable_user_namespaces", true, "user_namespace_labels", Map.of("person", "{username}"));
        try (Spawner spawner = kube.spawner(settings)) {
            StartResult.Running running = Kube.start(spawner, Kube.request(ALICE, Kube.server()));
            assertThat(Kube.run("-n", theirs(), "get", "pods", "-o", "name")).isEqualTo("pod/jupyter-alice");
            assertThat(kube.names("pods")).isEmpty();
            assertThat(Kube.run("get", "namespace", theirs(), "-o", "jsonpath={.metadata.labels.person}"))
                    .isEqualTo("alice");
            try (Spawner next = kube.spawner(settings)) {
                assertThat(next.poll(ALICE, running.state())).isInstanceOf(Status.Up.class);
                assertThat(next.discover()).extracting(Found::server).containsExactly(ALICE);
                next.stop(ALICE, running.state(), StopMode.REMOVE);
                assertThat(next.discover()).isEmpty();
            }
        }
    }
}
