package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SpawnRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One start, from the choice of a port until the server listens on it. Used once, by one thread. */
final class ServerStart {

    private static final int ATTEMPTS = 4;
    private static final int LOG_LINES = 20;
    private static final int LOOKS_FOR_A_FULL_ONE = 8;

    private final SpawnRequest request;
    private final Progress progress;
    private final Launch launch;
    private final Path log;
    private final Machine machine;
    private final Clock clock;
    private final Instant deadline;

    private Address address;
    private Process process;
    private ServerState state;

    ServerStart(SpawnRequest request, Progress progress, Launch launch, Path log, Machine machine, Clock clock) {
        this.request = request;
        this.progress = progress;
        this.launch = launch;
        this.log = log;
        this.machine = machine;
        this.clock = clock;
        this.deadline = Deadlines.shortlyBefore(request.deadline(), clock.instant());
    }

    /** The process that was started. */
    Process process() {
        return process;
    }

    ServerState run(String ip, int wantedPort) throws ProviderException, IOException, InterruptedException {
        launch.prepare();
        address = Address.of(ip);
        ServerLog.create(log);
        progress.report(10, "Starting the server");
        if (wantedPort != 0) {
            if (!address.isFree(wantedPort) || !startedOn(wantedPort)) {
                throw taken("Spawner.port = " + wantedPort + " is taken by another program; Spawner.port = 0 picks a"
                        + " free one");
            }
            return state;
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = address.freePort();
            ServerLog.clear(log);
            if (startedOn(port)) {
                return state;
            }
            progress.report(10, "Port " + port + " was taken by another program");
        }
        throw taken(ATTEMPTS + " free ports on Spawner.ip = \"" + address.host()
                + "\" were taken by other programs before the server could bind them");
    }

    private ProviderException taken(String what) throws IOException {
        return ProviderException.retryable(
                "The server's port is taken; try again", what + "; " + quoted(ServerLog.tail(log, LOG_LINES)));
    }

    /** Whether it listens; if not, another program has the port, and nothing of the server is left. */
    private boolean startedOn(int port) throws ProviderException, IOException, InterruptedException {
        process = launch.start(address.host(), port, log);
        boolean done = false;
        try {
            Optional<ProcessEntry> entry = machine.processes().find(process.pid());
            state = new ServerState(
                    request.spawnId(),
                    process.pid(),
                    entry.map(ProcessEntry::birth).orElse(0L),
                    machine.processes().bootId(),
                    address.uri(port),
                    log);
            progress.checkpoint(state.toOpaque());
            done = listens(port);
            return done;
        } finally {
            if (!done) {
                undo();
            }
        }
    }

    private void undo() throws IOException {
        if (state != null) {
            machine.termination().kill(state);
        }
        process.destroyForcibly();
    }

    private boolean listens(int port) throws ProviderException, IOException, InterruptedException {
        long begin = System.nanoTime();
        Backoff backoff = new Backoff();
        int strangers = 0;
        for (int looks = 1; true; looks++) {
            switch (owner(port, looks)) {
                case SERVER -> {
                    progress.report(50, "The server listens");
                    return true;
                }
                // Seen twice, because a process that starts another hands over its sockets in between.
                case SOMEBODY_ELSE -> strangers++;
                default -> strangers = 0;
            }
            if (strangers == 2) {
                return false;
            }
            if (!process.isAlive()) {
                return exited(port, Duration.ofNanos(System.nanoTime() - begin));
            }
            if (clock.instant().isAfter(deadline)) {
                throw tooSlow(port);
            }
            backoff.pause();
        }
    }

    /**
     * The kernel makes its list of sockets anew for each reader, which takes milliseconds of a processor; fifty starts
     * at once would be slowed by that more than by all else. A server that binds another address than it was told is
     * only found in the list.
     */
    private PortWatch.Owner owner(int port, int looks) throws IOException {
        return address.isTaken(port) || looks % LOOKS_FOR_A_FULL_ONE == 0
                ? machine.ports().owner(address, port, state)
                : PortWatch.Owner.NOBODY;
    }

    private boolean exited(int port, Duration after) throws ProviderException, IOException {
        String tail = ServerLog.tail(log, LOG_LINES);
        String lowerCase = tail.toLowerCase(Locale.ROOT);
        if (!address.isFree(port) || lowerCase.contains("address already in use") || tail.contains("EADDRINUSE")) {
            return false;
        }
        int code = process.exitValue();
        String how =
                String.format(Locale.ROOT, "%s after %.1f s", ExitStatus.describe(code), after.toMillis() / 1000.0);
        String hint = code == 126 || code == 127
                ? "; check that Spawner.cmd = [" + launch.quotedCommand() + "] and the interpreter that it names exist"
                : "";
        throw ProviderException.retryable(
                "The server " + ExitStatus.describe(code) + " while it started",
                "The server " + request.server() + " " + how + hint + "; " + quoted(tail));
    }

    private ProviderException tooSlow(int port) throws IOException {
        return ProviderException.retryable(
                "The server did not start in time",
                "The server " + request.server() + " did not listen on " + address.host() + ":" + port
                        + " in time; raise Spawner.start_timeout, or see why in its log; "
                        + quoted(ServerLog.tail(log, LOG_LINES)));
    }

    private String quoted(String tail) {
        return tail.isEmpty()
                ? "its log " + log + " is empty"
                : "last lines of its log " + log + ":\n" + launch.withoutSecrets(tail);
    }
}
