package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresEngine({Engine.DOCKER, Engine.ROOT})
@Timeout(180)
class EngineRestartIT {

    private static final ServerRef ALICE = ServerRef.of("alice");

    private final Docker docker = new Docker();

    @Test
    void anEngineThatIsRestartedIsUnknownAndThenTellsTheTruth() throws Exception {
        try (OwnEngine engine = OwnEngine.create()) {
            engine.start().load();
            DockerConfig config = docker.config()
                    .engine(engine.address())
                    .networkName("host")
                    .volumes(Map.of())
                    .build();
            try (Spawner spawner = DockerSpawnerFactory.create(config, docker.context)) {
                restart(engine, spawner);
            }
        }
    }

    private static void restart(OwnEngine engine, Spawner spawner) throws Exception {
        SpawnRequest.Builder request = Docker.request(ALICE, Docker.script("exec sleep 600"));
        Opaque state = Docker.start(spawner, request).state();
        assertThat(spawner.poll(ALICE, state)).isInstanceOf(Status.Up.class);

        engine.stop();
        assertThat(spawner.poll(ALICE, state)).isInstanceOf(Status.Unknown.class);
        assertThatThrownBy(() -> Docker.start(spawner, Docker.request(ALICE, Docker.script("exec sleep 600"))))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.retryable()).isTrue());
        assertThatThrownBy(() -> spawner.stop(ALICE, state, StopMode.NOW)).isInstanceOf(ProviderException.class);

        engine.start();
        assertThat(spawner.poll(ALICE, state)).isInstanceOf(Status.Exited.class);
        spawner.stop(ALICE, state, StopMode.GRACEFUL);
        assertThat(engine.run("ps", "-aq")).isEmpty();
        Opaque next = Docker.start(spawner, Docker.request(ALICE, Docker.script("exec sleep 600")))
                .state();
        assertThat(spawner.poll(ALICE, next)).isInstanceOf(Status.Up.class);
        spawner.stop(ALICE, next, StopMode.NOW);
        assertThat(engine.run("ps", "-aq")).isEmpty();
    }

    /** It ends when the container is made and not started; what is left is found by its labels when it is back. */
    @Test
    void anEngineThatEndsInTheMiddleOfAStartLeavesNothingForEver() throws Exception {
        try (OwnEngine engine = OwnEngine.create()) {
            engine.start().load();
            DockerConfig config = docker.config()
                    .engine(engine.address())
                    .networkName("host")
                    .volumes(Map.of())
                    .build();
            try (Spawner spawner = DockerSpawnerFactory.create(config, docker.context)) {
                StoppingProgress progress = new StoppingProgress(engine);
                SpawnRequest request =
                        Docker.request(ALICE, Docker.script("exec sleep 600")).build();
                assertThatThrownBy(() -> spawner.start(request, progress))
                        .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.retryable())
                                .isTrue());
                assertThat(spawner.poll(ALICE, progress.last)).isInstanceOf(Status.Unknown.class);

                engine.start();
                assertThat(spawner.discover()).singleElement().satisfies(found -> assertThat(found.spawnId())
                        .isEqualTo(request.spawnId()));
                spawner.stop(ALICE, progress.last, StopMode.GRACEFUL);
                assertThat(engine.run("ps", "-aq")).isEmpty();
            }
        }
    }

    /** Ends the engine as soon as there is a container. */
    private static final class StoppingProgress implements Progress {

        private final OwnEngine engine;
        private Opaque last = Opaque.empty();

        StoppingProgress(OwnEngine engine) {
            this.engine = engine;
        }

        @Override
        public void report(int percent, String message) {}

        @Override
        public void checkpoint(Opaque state) {
            last = state;
            if (Docker.ref(state).id().isPresent()) {
                try {
                    engine.stop();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public Instant phase(String name, Duration allowance) {
            return Instant.now().plus(allowance);
        }
    }
}
