package dev.hubwright.api.contract;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.FakeEngine.StartStep;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The fake keeps the promises that real spawners must keep. */
class FakeSpawnerTest extends SpawnerContract {

    private final FakeEngine engine = new FakeEngine();

    @Override
    protected Spawner spawner() {
        engine.startsTake(Duration.ofMillis(10));
        return new FakeSpawner(engine);
    }

    @Override
    protected Spawner anotherInstance() {
        return new FakeSpawner(engine);
    }

    @Override
    protected Optional<Spawner> keepingSpawner() {
        engine.setKeeping(true);
        return Optional.of(spawner());
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return FakePlanner.request(server, Secret.of(TOKEN))
                .server(server)
                .spawnId(UUID.randomUUID().toString().replace("-", ""))
                .deadline(Instant.now().plusSeconds(60))
                .build();
    }

    @Override
    protected Optional<SpawnRequest> failingRequest(ServerRef server) {
        engine.startsFailAt(StartStep.AFTER_CHECKPOINT);
        return Optional.of(request(server));
    }

    @Override
    protected OptionalInt externalTrace() {
        return OptionalInt.of(engine.size());
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) {
        engine.kill(server, "killed by the test");
        return true;
    }

    @Override
    protected String printed(ServerRef server) {
        return "started " + server;
    }
}
