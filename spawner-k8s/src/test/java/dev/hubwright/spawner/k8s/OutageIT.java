package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A cluster in trouble: where it runs on this machine, its parts are frozen, killed and started again. */
@RequiresEngine({Engine.KUBERNETES, Engine.ROOT})
@Isolated
@Timeout(240)
class OutageIT {

    private static final ServerRef ALICE = ServerRef.of("alice");
    private static final ServerRef BOB = ServerRef.of("bob");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Kube kube;
    private Spawner spawner;

    @BeforeEach
    void open() throws Exception {
        kube = new Kube();
        spawner = kube.spawner();
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        if (spawner != null) {
            spawner.close();
            kube.clean();
        }
    }

    @Test
    void aFrozenApiServerMakesServersUnknownAndNothingElse() throws Exception {
        ControlPlane server = ControlPlane.find("kube-apiserver");
        Opaque state = Kube.start(spawner, Kube.request(ALICE, Kube.server())).state();
        server.freeze();
        try {
            Eventually.holds(
                    "the server is unknown",
                    Duration.ofSeconds(30),
                    () -> spawner.poll(ALICE, state) instanceof Status.Unknown);
            long begin = System.nanoTime();
            assertThat(spawner.poll(ALICE, state)).isInstanceOf(Status.Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        } finally {
            server.thaw();
        }
        Eventually.holds(
                "the server is up again",
                Duration.ofSeconds(60),
                () -> spawner.poll(ALICE, state) instanceof Status.Up);
        // The first watch may have died in silence: the next change must be heard of all the same.
        Kube.run("-n", kube.namespace, "delete", "pod", "jupyter-alice", "--force", "--grace-period=0");
        Eventually.holds(
                "it has exited", Duration.ofSeconds(60), () -> spawner.poll(ALICE, state) instanceof Status.Exited);
    }

    @Test
    void anApiServerThatIsKilledDuringStartsAndForgetsItsPastHurtsNobody(@TempDir Path folder) throws Exception {
        ControlPlane server = ControlPlane.find("kube-apiserver");
        try (ApiFront front = new ApiFront(kube.apiServer(), Optional.empty(), "", folder);
                Spawner watched = kube.spawner(Map.of("k8s_api_host", front.url(), "k8s_api_verify_ssl", false))) {
            Opaque state =
                    Kube.start(watched, Kube.request(ALICE, Kube.server())).state();
            Future<StartResult.Running> start = threads.submit(() -> Kube.start(watched, slow(BOB, 5)));
            Eventually.holds("bob's pod is made", Duration.ofSeconds(30), () -> kube.names("pods")
                    .contains("pod/jupyter-bob"));

            // The watch misses a change, or what it heard last may be all that there is, which is not forgotten.
            front.deafen();
            Kube.run("-n", kube.namespace, "create", "configmap", "change");
            // Until the past is forgotten, or the watch would go on from it in time.
            front.refuseWatches(true);
            server.kill();
            try {
                assertThat(watched.poll(ALICE, state)).isInstanceOf(Status.Unknown.class);
            } finally {
                server.start();
            }
            server.forgetThePast();
            front.refuseWatches(false);
            StartResult.Running bob = start.get(120, TimeUnit.SECONDS);
            assertThat(watched.poll(BOB, bob.state())).isInstanceOf(Status.Up.class);
            Eventually.holds(
                    "alice's server is up",
                    Duration.ofSeconds(60),
                    () -> watched.poll(ALICE, state) instanceof Status.Up);
            Eventually.holds("the watch was told 410 Gone", Duration.ofSeconds(60), front::hasToldGone);
            watched.stop(ALICE, state, StopMode.NOW);
            assertThat(watched.poll(ALICE, state)).isInstanceOf(Status.Exited.class);
        }
    }

    @Test
    void aNodeThatFallsSilentIsToldAndItsPodGivenUpWhenTheOperatorSaysSo() throws Exception {
        ControlPlane kubelet = ControlPlane.find("kubelet");
        Opaque state = Kube.start(spawner, Kube.request(ALICE, Kube.server())).state();
        kubelet.kill();
        try (Spawner patient = kube.spawner(Map.of("force_delete_after", 3))) {
            Eventually.holds(
                    "the server is unknown",
                    Duration.ofSeconds(120),
                    () -> spawner.poll(ALICE, state) instanceof Status.Unknown);
            // Nobody can say that it has ended; only an operator may decide to go on without knowing.
            patient.stop(ALICE, state, StopMode.NOW);
            assertThat(patient.poll(ALICE, state)).isInstanceOf(Status.Exited.class);
        } finally {
            kubelet.start();
            Eventually.holds("the node is ready", Duration.ofSeconds(120), () -> Kube.run(
                            "get", "nodes", "-o", "jsonpath={.items[*].status.conditions[?(@.type=='Ready')].status}")
                    .equals("True"));
        }
        assertThat(Kube.start(spawner, Kube.request(ALICE, Kube.server())).uri().getHost())
                .isNotEmpty();
    }

    @Test
    void aStartIsTakenBackOnANodeThatDoesNotAnswer() throws Exception {
        ControlPlane kubelet = ControlPlane.find("kubelet");
        Future<StartResult.Running> start = threads.submit(() -> Kube.start(spawner, slow(BOB, 600)));
        Eventually.holds("bob's pod is being prepared", Duration.ofSeconds(60), () -> Kube.run(
                        "-n",
                        kube.namespace,
                        "get",
                        "pod",
                        "jupyter-bob",
                        "--ignore-not-found",
                        "-o",
                        "jsonpath={.status.initContainerStatuses[*].state.running.startedAt}")
                .contains("T"));

        kubelet.freeze();
        try {
            start.cancel(true);
            Eventually.holds("nothing is left", Duration.ofSeconds(90), () -> spawner.discover()
                    .isEmpty());
        } finally {
            kubelet.thaw();
        }
    }

    /** A server that is prepared for some seconds before it starts. */
    private static SpawnRequest.Builder slow(ServerRef server, int seconds) {
        return Kube.request(
                server,
                Kube.server(),
                Map.of(
                        "init_containers",
                        List.of(Map.of(
                                "name",
                                "slow",
                                "image",
                                Kube.IMAGE,
                                "imagePullPolicy",
                                "IfNotPresent",
                                "command",
                                List.of("sleep", "" + seconds)))));
    }
}
