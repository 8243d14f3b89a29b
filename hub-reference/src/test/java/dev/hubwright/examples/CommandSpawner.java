package dev.hubwright.examples;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerCapability;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.api.spawn.StopResult;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

// quote
/** Runs a command for each server; it is found again by its process id and the time of its birth. */
final class CommandSpawner implements Spawner {

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException {
        int port = freePort();
        ProcessHandle process = launch(request, port);
        Opaque state = Opaque.of(1, Map.of("pid", process.pid(), "born", born(process), "port", port));
        try {
            progress.checkpoint(state);
        } catch (ProviderException e) {
            process.destroyForcibly();
            throw e;
        }
        return running(state);
    }

    @Override
    public Status poll(ServerRef server, Opaque state) {
        return find(state).isPresent() ? Status.up() : Status.exited("Its process has ended");
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        Optional<ProcessHandle> process = find(state);
        if (process.isEmpty() || mode == StopMode.GRACEFUL && process.get().destroy() && hasEnded(process.get())) {
            return StopResult.gone();
        }
        process.get().destroyForcibly();
        if (!hasEnded(process.get())) {
            throw ProviderException.retryable("The server does not stop", "Process " + process.get() + " goes on");
        }
        return StopResult.gone();
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state) {
        return find(state).map(process -> running(state));
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        return Set.of(SpawnerCapability.RECOVER);
    }

    private static ProcessHandle launch(SpawnRequest request, int port) throws ProviderException {
        ProcessBuilder builder = new ProcessBuilder(request.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // What the hub itself was started with is not for servers: there may be keys in it.
        builder.environment().clear();
        builder.environment().putAll(request.environment().boundTo("127.0.0.1", port));
        try {
            return builder.start().toHandle();
        } catch (IOException e) {
            throw ProviderException.permanent("The server cannot be started", "Spawner.cmd: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws ProviderException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw ProviderException.retryable("The server cannot be started", "There is no free port", e);
        }
    }

    private static StartResult.Running running(Opaque state) {
        return StartResult.running(
                URI.create("http://127.0.0.1:" + state.number("port").orElseThrow()), state);
    }

    /** Process ids are used again, so the same id with another birth is another process. */
    private static Optional<ProcessHandle> find(Opaque state) {
        return ProcessHandle.of(state.number("pid").orElse(-1))
                .filter(ProcessHandle::isAlive)
                .filter(process -> born(process) == state.number("born").orElse(-1));
    }

    private static long born(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static boolean hasEnded(ProcessHandle process) throws InterruptedException {
        try {
            return !process.onExit().get(10, SECONDS).isAlive();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }
}
// end of quote
