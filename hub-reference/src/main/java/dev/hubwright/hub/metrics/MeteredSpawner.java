package dev.hubwright.hub.metrics;

import dev.hubwright.api.Health;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Measures how long looks and stops take; starts are counted by what the supervisor tells. */
final class MeteredSpawner implements Spawner {

    private final Spawner spawner;
    private final Timer running;
    private final Timer stopped;
    private final Timer unknown;
    private final Timer success;
    private final Timer failure;

    MeteredSpawner(String instance, Spawner spawner, MeterRegistry registry) {
        this.spawner = spawner;
        this.running = poll(registry, instance, "running");
        this.stopped = poll(registry, instance, "stopped");
        this.unknown = poll(registry, instance, "unknown");
        this.success = stop(registry, instance, "success");
        this.failure = stop(registry, instance, "failure");
    }

    private static Timer poll(MeterRegistry registry, String instance, String status) {
        return Histograms.SHORT.in(
                registry,
                "jupyterhub.server.poll.duration",
                "How long looks took whether a server lives, and what they found",
                "spawner",
                instance,
                "status",
                status);
    }

    private static Timer stop(MeterRegistry registry, String instance, String status) {
        return Histograms.SHORT.in(
                registry,
                "jupyterhub.server.stop",
                "How long the spawner took to stop a server",
                "spawner",
                instance,
                "status",
                status);
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws ProviderException, InterruptedException {
        Timer.Sample begun = Timer.start();
        Timer outcome = unknown;
        try {
            Status status = spawner.poll(server, state);
            if (!(status instanceof Status.Unknown)) {
                outcome = status instanceof Status.Up ? running : stopped;
            }
            return status;
        } finally {
            begun.stop(outcome);
        }
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        Timer.Sample begun = Timer.start();
        Timer outcome = failure;
        try {
            StopResult left = spawner.stop(server, state, mode);
            outcome = success;
            return left;
        } finally {
            begun.stop(outcome);
        }
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        return spawner.start(request, progress);
    }

    @Override
    public void removeUser(String user) throws ProviderException, InterruptedException {
        spawner.removeUser(user);
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state)
            throws ProviderException, InterruptedException {
        return spawner.recover(server, state);
    }

    @Override
    public List<Found> discover() throws ProviderException, InterruptedException {
        return spawner.discover();
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        return spawner.capabilities();
    }

    @Override
    public InputStream logs(ServerRef server, Opaque state, LogRequest request)
            throws ProviderException, InterruptedException {
        return spawner.logs(server, state, request);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return spawner.capability(type);
    }

    @Override
    public Health health() {
        return spawner.health();
    }
}
