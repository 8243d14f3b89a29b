package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresEngine(Engine.DOCKER)
@Timeout(180)
class CrowdIT {

    private final Docker docker = new Docker();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void clean() throws Exception {
        threads.shutdownNow();
        docker.clean();
    }

    @Test
    void twentyStartAtOnceAndAnotherHubTakesThemOver() throws Exception {
        List<Future<StartResult.Running>> starts = new ArrayList<>();
        Spawner first = docker.spawner();
        for (int i = 0; i < 20; i++) {
            ServerRef server = ServerRef.of("user" + i);
            starts.add(threads.submit(() -> Docker.start(first, Docker.request(server, Docker.server()))));
        }
        for (Future<StartResult.Running> start : starts) {
            start.get(120, TimeUnit.SECONDS);
        }
        first.close();

        try (Spawner second = docker.spawner()) {
            List<Found> found = second.discover();
            assertThat(found).hasSize(20);
            List<Future<?>> stops = new ArrayList<>();
            for (Found server : found) {
                assertThat(second.recover(server.server(), server.state())).isPresent();
                stops.add(threads.submit(() -> second.stop(server.server(), server.state(), StopMode.NOW)));
            }
            for (Future<?> stop : stops) {
                stop.get(60, TimeUnit.SECONDS);
            }
            assertThat(second.discover()).isEmpty();
        }
        assertThat(docker.containers()).isZero();
    }

    @Test
    void openLogsTakeNothingFromPolls() throws Exception {
        ServerRef server = ServerRef.of("alice");
        List<InputStream> logs = new ArrayList<>();
        try (Spawner spawner = docker.spawner()) {
            Opaque state = Docker.start(spawner, Docker.request(server, Docker.server()))
                    .state();
            for (int i = 0; i < 64; i++) {
                logs.add(spawner.logs(server, state, new LogRequest(10, true)));
            }
            long begin = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(spawner.poll(server, state)).isInstanceOf(Status.Up.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            for (InputStream log : logs) {
                log.close();
            }
        }
    }

    /** The first checkpoint is made before anything exists, the second when the container is made. */
    @Test
    void whatAHubLeftThatDiedInTheMiddleIsFoundAndRemoved() throws Exception {
        for (int fatal = 1; fatal <= 2; fatal++) {
            Spawner dying = docker.spawner();
            CountDownLatch reached = new CountDownLatch(1);
            Dying progress = new Dying(fatal, reached);
            ServerRef server = ServerRef.of("user" + fatal);
            threads.submit(
                    () -> dying.start(Docker.request(server, Docker.server()).build(), progress));
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

            try (Spawner next = docker.spawner()) {
                assertThat(next.discover()).hasSize(fatal - 1);
                next.stop(server, progress.kept, StopMode.NOW);
                assertThat(next.discover()).isEmpty();
                assertThat(docker.containers()).isZero();
            }
        }
    }

    /** Keeps the state and never returns, as for a hub that is killed. */
    private static final class Dying implements Progress {

        private final AtomicInteger left;
        private final CountDownLatch reached;
        private volatile Opaque kept = Opaque.empty();

        Dying(int fatal, CountDownLatch reached) {
            this.left = new AtomicInteger(fatal);
            this.reached = reached;
        }

        @Override
        public void report(int percent, String message) {}

        @Override
        public void checkpoint(Opaque state) {
            kept = state;
            if (left.decrementAndGet() == 0) {
                reached.countDown();
                awaitForEver();
            }
        }

        private static void awaitForEver() {
            boolean interrupted = false;
            while (!interrupted) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            Thread.currentThread().interrupt();
        }

        @Override
        public Instant phase(String name, Duration allowance) {
            return Instant.now().plus(allowance);
        }
    }
}
