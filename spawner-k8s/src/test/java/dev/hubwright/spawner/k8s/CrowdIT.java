package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@RequiresEngine(Engine.KUBERNETES)
@Isolated
@Timeout(300)
class CrowdIT {

    private static final int MANY = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Kube kube;

    @BeforeEach
    void open() throws Exception {
        kube = new Kube();
    }

    @AfterEach
    void clean() throws Exception {
        threads.shutdownNow();
        if (kube != null) {
            kube.clean();
        }
    }

    @Test
    void aHubThatDiesWhileThirtyStartLeavesNothingThatTheNextDoesNotFind() throws Exception {
        Spawner first = kube.spawner();
        CountDownLatch some = new CountDownLatch(MANY / 3);
        List<Future<StartResult.Running>> starts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ServerRef server = ServerRef.of("user" + i);
            starts.add(threads.submit(() -> {
                StartResult.Running running = Kube.start(
                        first,
                        Kube.request(server, Kube.server())
                                .deadline(Instant.now().plusSeconds(280)));
                some.countDown();
                return running;
            }));
        }
        assertThat(some.await(200, TimeUnit.SECONDS)).isTrue();
        // What a process that is killed does not do either: it takes nothing back.
        first.close();

        int started = 0;
        for (Future<StartResult.Running> start : starts) {
            started += hasStarted(start) ? 1 : 0;
        }
        assertThat(started).isGreaterThanOrEqualTo(MANY / 3);
        try (Spawner second = kube.spawner()) {
            List<Found> found = second.discover();
            assertThat(found).hasSizeGreaterThanOrEqualTo(started);
            assertThat(found).hasSameSizeAs(kube.names("pods"));
            List<Future<?>> stops = new ArrayList<>();
            for (Found server : found) {
                stops.add(threads.submit(() -> second.stop(server.server(), server.state(), StopMode.NOW)));
            }
            for (Future<?> stop : stops) {
                stop.get(120, TimeUnit.SECONDS);
            }
            assertThat(second.discover()).isEmpty();
        }
        assertThat(kube.names("pods")).isEmpty();
    }

    private static boolean hasStarted(Future<StartResult.Running> start) throws Exception {
        try {
            return start.get(60, TimeUnit.SECONDS) != null;
        } catch (ExecutionException e) {
            return false;
        }
    }
}
