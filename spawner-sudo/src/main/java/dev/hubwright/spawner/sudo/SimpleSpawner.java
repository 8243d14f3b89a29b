package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Found;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SafeNames;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Runs servers as processes of the hub's own user. */
final class SimpleSpawner implements Spawner {

    private final SimpleConfig config;
    private final ProviderContext context;
    private final Markers markers;
    private final Machine machine;
    private final ProcessTable processes;
    private final SessionMaker sessions;
    private final boolean signals;

    /** Only for exit codes, which the kernel tells nobody but the parent; all else works without. */
    private final ConcurrentMap<String, Process> children = new ConcurrentHashMap<>();

    SimpleSpawner(SimpleConfig config, ProviderContext context) {
        this(config, context, Path.of("/proc"), SessionMaker.best(Path.of("/proc")));
    }

    SimpleSpawner(SimpleConfig config, ProviderContext context, Path proc, SessionMaker sessions) {
        this.config = config;
        this.context = context;
        this.markers = Markers.of(context);
        this.machine = Machine.of(proc, markers, config);
        this.processes = machine.processes();
        this.sessions = sessions;
        this.signals = !sessions.heedsAllSignals() && IgnoredSignals.mayBeThere(proc);
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        if (!processes.isThere()) {
            throw ProviderException.permanent(
                    "The server cannot be started", "There is no /proc to watch processes by; run the hub on Linux");
        }
        refuseLimits(request);
        SimpleConfig merged = config.with(request.settings());
        Launch launch = new Launch(request, merged, context, markers, sessions, signals);
        ServerStart start = new ServerStart(request, progress, launch, log(request.server()), machine, context.clock());
        try {
            ServerState state = start.run(merged.ip(), merged.port());
            children.put(state.spawnId(), start.process());
            return StartResult.running(state.uri(), state.toOpaque());
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("The start of " + request.server() + " was cancelled");
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The server cannot be started", "Cannot start the server " + request.server() + ": " + e, e);
        }
    }

    private static void refuseLimits(SpawnRequest request) throws ProviderException {
        String limit = request.resources().memoryLimit().isPresent() ? "Spawner.mem_limit" : "Spawner.cpu_limit";
        if (request.resources().memoryLimit().isPresent()
                || request.resources().cpuLimit().isPresent()) {
            throw ProviderException.permanent(
                    "The server cannot be started with this choice",
                    limit + " is set for " + request.server()
                            + " and cannot be enforced on plain processes; remove it from the profile or group");
        }
    }

    private Path log(ServerRef server) {
        return context.dataFolder()
                .toAbsolutePath()
                .resolve("logs")
                .resolve("servers")
                .resolve(SafeNames.of(server) + ".log");
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws InterruptedException {
        Optional<ServerState> known = ServerState.read(state);
        if (known.isEmpty()) {
            return Status.exited("The server is not there");
        }
        try {
            return isAlive(known.get()) ? Status.up() : end(known.get());
        } catch (IOException e) {
            return Status.unknown("Process " + known.get().pid() + " cannot be looked for: " + e);
        }
    }

    private boolean isAlive(ServerState state) throws IOException {
        return state.bootId().equals(processes.bootId())
                && processes.find(state.pid()).filter(state::isLedBy).isPresent();
    }

    private Status end(ServerState state) throws IOException, InterruptedException {
        Process child = children.get(state.spawnId());
        // The JDK takes note of the end of its child a few milliseconds after the kernel.
        if (child != null && child.waitFor(1, TimeUnit.SECONDS)) {
            int code = child.exitValue();
            return Status.exited(code, "The server " + ExitStatus.describe(code));
        }
        return Status.exited(
                state.bootId().equals(processes.bootId())
                        ? "The server has ended"
                        : "The server ended when the machine was restarted");
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        Optional<ServerState> known = ServerState.read(state);
        if (known.isEmpty()) {
            return StopResult.gone();
        }
        try {
            if (!machine.termination().stop(known.get(), mode)) {
                throw ProviderException.retryable(
                        "The server could not be stopped",
                        "Processes of the server " + server + " live on "
                                + config.killTimeout().toSeconds()
                                + " s after SIGKILL; look for " + Markers.SPAWN_ID + "="
                                + known.get().spawnId() + " in their environment");
            }
            children.remove(known.get().spawnId());
            return StopResult.gone();
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The server could not be stopped", "Cannot stop the server " + server + ": " + e, e);
        }
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state) throws ProviderException {
        Optional<ServerState> known = ServerState.read(state);
        try {
            return known.isPresent() && isAlive(known.get())
                    ? Optional.of((StartResult.Running)
                            StartResult.running(known.get().uri(), known.get().toOpaque()))
                    : Optional.empty();
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The server cannot be looked for", "Cannot look for the server " + server + ": " + e, e);
        }
    }

    @Override
    public List<Found> discover() throws ProviderException {
        try {
            return new Discovery(processes, markers, this::log).find();
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "Servers cannot be listed", "Cannot list the servers of " + markers + ": " + e, e);
        }
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        return Set.of(SpawnerCapability.RECOVER, SpawnerCapability.DISCOVER, SpawnerCapability.LOGS);
    }

    @Override
    public InputStream logs(ServerRef server, Opaque state, LogRequest request) throws ProviderException {
        Optional<ServerState> known = ServerState.read(state);
        Path file = known.map(ServerState::log).orElseGet(() -> log(server));
        try {
            return new LogStream(
                    file, request.tailLines(), () -> request.follow() && known.isPresent() && isAlive(known.get()));
        } catch (NoSuchFileException e) {
            throw ProviderException.permanent("This server has no log yet", "There is no log " + file, e);
        } catch (IOException e) {
            throw ProviderException.retryable("The log cannot be read", "Cannot read the log " + file + ": " + e, e);
        }
    }
}
