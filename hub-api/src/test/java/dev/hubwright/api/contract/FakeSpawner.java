package dev.hubwright.api.contract;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.FakeEngine.StartStep;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A spawner whose servers exist in a {@link FakeEngine} only. */
public final class FakeSpawner implements Spawner {

    private final FakeEngine engine;
    private final Runnable lifeline;

    /** Works on {@code engine}. */
    public FakeSpawner(FakeEngine engine) {
        this(engine, () -> {});
    }

    /**
     * Works on {@code engine} as long as its process lives.
     *
     * @param lifeline runs before and after whatever changes the engine; throws once the process is dead
     */
    public FakeSpawner(FakeEngine engine, Runnable lifeline) {
        this.engine = engine;
        this.lifeline = lifeline;
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        engine.reach();
        engine.failAt(StartStep.BEFORE_CREATION);
        Optional<String> refusal = engine.refusal();
        if (refusal.isPresent()) {
            return StartResult.refused("made to refuse", refusal.get());
        }
        if (isThere(request.previousState())) {
            return takeUp(request.previousState());
        }
        String id = UUID.randomUUID().toString();
        touch(() -> engine.create(id, request.server(), request.spawnId()));
        try {
            engine.failAt(StartStep.AFTER_CREATION);
            Opaque state = Opaque.of(1, Map.of("id", id));
            progress.checkpoint(state);
            progress.report(50, "Created");
            engine.failAt(StartStep.AFTER_CHECKPOINT);
            lifeline.run();
            URI uri = engine.run(id);
            lifeline.run();
            return StartResult.running(uri, state);
        } catch (ProviderException | InterruptedException | RuntimeException e) {
            touch(() -> engine.remove(id));
            throw e;
        }
    }

    private StartResult takeUp(Opaque state) throws ProviderException, InterruptedException {
        String id = state.text("id").orElseThrow();
        try {
            return StartResult.running(engine.run(id), state);
        } catch (ProviderException | InterruptedException e) {
            touch(() -> engine.halt(id));
            throw e;
        }
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws ProviderException {
        lifeline.run();
        engine.reach();
        if (engine.isVague()) {
            return Status.unknown("the fake engine cannot say");
        }
        Optional<FakeEngine.Machine> machine = state.text("id").flatMap(engine::find);
        if (machine.isEmpty()) {
            return Status.exited("it is not there");
        }
        URI uri = machine.get().uri();
        return machine.get().exit().<Status>map(Status::exited).orElseGet(() -> Status.up(uri));
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode) throws ProviderException {
        engine.reach();
        if (engine.isKeeping() && mode != StopMode.REMOVE && isThere(state)) {
            touch(() -> engine.halt(state.text("id").orElseThrow()));
            return StopResult.kept(state);
        }
        touch(() -> {
            state.text("id").ifPresent(engine::remove);
            if (mode == StopMode.REMOVE) {
                engine.removeKept(server);
                engine.removeVolume(server);
            }
        });
        return StopResult.gone();
    }

    @Override
    public void removeUser(String user) throws ProviderException {
        engine.reach();
        touch(() -> engine.removeUser(user));
    }

    private boolean isThere(Opaque state) {
        return state.text("id").flatMap(engine::find).isPresent();
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state) throws ProviderException {
        lifeline.run();
        engine.reach();
        if (engine.isVague()) {
            throw ProviderException.retryable("The engine cannot say", "the fake engine cannot say");
        }
        return state.text("id")
                .flatMap(engine::find)
                .filter(FakeEngine.Machine::running)
                .map(machine -> StartResult.running(machine.uri(), state));
    }

    @Override
    public List<Found> discover() throws ProviderException {
        lifeline.run();
        engine.reach();
        return engine.all().entrySet().stream()
                .map(entry -> new Found(
                        entry.getValue().server(),
                        entry.getValue().spawnId(),
                        Opaque.of(1, Map.of("id", entry.getKey()))))
                .toList();
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        return EnumSet.of(
                SpawnerCapability.RECOVER,
                SpawnerCapability.DISCOVER,
                SpawnerCapability.LOGS,
                SpawnerCapability.PERSISTENT_STORAGE);
    }

    @Override
    public InputStream logs(ServerRef server, Opaque state, LogRequest request) throws ProviderException {
        engine.reach();
        String text = state.text("id").flatMap(engine::find).isPresent() ? "started " + server : "";
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private void touch(Runnable change) {
        lifeline.run();
        change.run();
        lifeline.run();
    }
}
