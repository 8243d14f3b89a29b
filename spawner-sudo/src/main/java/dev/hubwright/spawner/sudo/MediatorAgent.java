package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Acts through the mediator of JupyterHub's sudospawner, which starts the command beside it and passes on signals. What
 * servers print comes to the hub, and is kept in its data folder.
 */
final class MediatorAgent implements Agent {

    static final String NO_SHELL =
            " cannot be had through sudospawner, which runs the command beside itself; remove it,"
                    + " or let SudoSpawner.sudospawner_path be the helper that \"hubwright setup sudo\" prints";

    /** It waits for a second before it answers at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int LOG_LINES = 20;
    private static final int INT = 2;
    private static final int TERM = 15;
    private static final int KILL = 9;

    private final Door door;
    private final AccountConfig config;
    private final ProcessTable processes;
    private final Listeners listeners;
    private final Path logs;
    private final Clock clock;

    MediatorAgent(
            Door door,
            AccountConfig config,
            ProcessTable processes,
            Listeners listeners,
            Path dataFolder,
            Clock clock) {
        this.door = door;
        this.config = config;
        this.processes = processes;
        this.listeners = listeners;
        this.logs = dataFolder.toAbsolutePath().resolve("logs").resolve("servers");
        this.clock = clock;
    }

    @Override
    public Outcome start(Launching launching, Started started)
            throws ProviderException, IOException, InterruptedException {
        refuseLimits(launching.request().resources());
        refuseShell(launching.shell());
        Path log = file(launching.name());
        ServerLog.create(log);
        List<String> command = launching.request().command();
        String message = MediatorMessage.spawn(command.subList(1, command.size()), launching.environment());
        String reply = ask(launching.account(), message, log);
        long pid = MediatorMessage.pid(reply).orElse(0L);
        if (!MediatorMessage.isOk(reply) || pid == 0) {
            return notStarted(launching, reply, log);
        }
        started.process(pid, processes.find(pid).map(ProcessEntry::birth).orElse(0L));
        if (Thread.interrupted()) {
            throw new InterruptedException("The start of " + launching.request().server() + " was cancelled");
        }
        return listens(launching, pid);
    }

    private static void refuseLimits(Resources limits) throws ProviderException {
        if (limits.memoryLimit().isPresent() || limits.cpuLimit().isPresent()) {
            throw ProviderException.permanent(
                    "The server cannot be started with this choice",
                    "Spawner.mem_limit and Spawner.cpu_limit cannot be enforced through sudospawner; remove them, or"
                            + " let SudoSpawner.sudospawner_path be the helper that \"hubwright setup sudo\" prints");
        }
    }

    private static void refuseShell(List<String> shell) throws ProviderException {
        if (!shell.isEmpty()) {
            throw ProviderException.permanent(
                    "The server cannot be started with this choice",
                    "LocalProcessSpawner.shell_cmd = " + shell + NO_SHELL);
        }
    }

    private Outcome notStarted(Launching launching, String reply, Path log) throws ProviderException, IOException {
        Optional<String> error = MediatorMessage.error(reply);
        if (error.isPresent() && error.get().startsWith("Exited with status")) {
            return new Outcome.Exited(OptionalInt.empty());
        }
        String complaint = error.orElseGet(() -> tail(log));
        throw ProviderException.permanent(
                "The server cannot be started; tell whoever runs this hub",
                door.remedy(launching.account(), complaint) + "; it said: " + complaint);
    }

    private static String tail(Path log) {
        try {
            String text = ServerLog.tail(log, LOG_LINES);
            return text.isEmpty() ? "nothing" : text;
        } catch (IOException e) {
            return "nothing";
        }
    }

    private Outcome listens(Launching launching, long pid) throws IOException, InterruptedException {
        Backoff backoff = new Backoff();
        int strangers = 0;
        while (true) {
            Set<Long> owners = listeners.owners(launching.address().address(), launching.port());
            if (owners.contains(launching.account().uid())) {
                return new Outcome.Listening();
            }
            strangers = owners.isEmpty() ? 0 : strangers + 1;
            if (strangers == 2) {
                return new Outcome.Taken();
            }
            if (processes.find(pid).isEmpty()) {
                return new Outcome.Exited(OptionalInt.empty());
            }
            if (clock.instant().isAfter(launching.deadline())) {
                return new Outcome.Late();
            }
            backoff.pause();
        }
    }

    /** The whole answer, waited for also by an interrupted thread: without it nobody would know what was started. */
    private String ask(LocalAccount account, String message, Path log) throws ProviderException, IOException {
        List<String> command = door.command(account, Resources.unlimited(), "");
        boolean interrupted = Thread.interrupted();
        StringBuilder reply = new StringBuilder();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (HelperCall call = HelperCall.lines(
                command,
                door.environment(account),
                message.getBytes(StandardCharsets.UTF_8),
                false,
                Optional.of(log))) {
            while (true) {
                try {
                    Optional<String> line = call.next(Duration.ofNanos(end - System.nanoTime()));
                    if (line.isEmpty()) {
                        return reply.toString();
                    }
                    reply.append(line.get()).append('\n');
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int stop(LocalAccount account, AccountState state, boolean graceful)
            throws ProviderException, IOException, InterruptedException {
        Optional<ProcessEntry> leader = state.bootId().equals(processes.bootId()) ? leader(state) : Optional.empty();
        if (leader.isEmpty()) {
            return 0;
        }
        List<ProcessEntry> family = Family.of(state.pid(), processes.of(account.uid()));
        Predicate<ProcessEntry> lives = process -> family.stream().anyMatch(process::isSameAs);
        if (graceful) {
            signal(account, state, state.pid(), INT);
            Backoff.until(config.interruptTimeout(), () -> leader(state).isEmpty());
        }
        if (leader(state).isPresent()) {
            signal(account, state, state.pid(), TERM);
            Duration patience = graceful ? config.termTimeout() : config.killTimeout();
            Backoff.until(patience, () -> leader(state).isEmpty());
        }
        for (ProcessEntry process : processes.of(account.uid())) {
            if (lives.test(process)) {
                signal(account, state, process.pid(), KILL);
            }
        }
        Backoff.until(
                config.killTimeout(), () -> processes.of(account.uid()).stream().noneMatch(lives));
        return (int) processes.of(account.uid()).stream().filter(lives).count();
    }

    private Optional<ProcessEntry> leader(AccountState state) throws IOException {
        return processes.find(state.pid()).filter(state::isLedBy);
    }

    private void signal(LocalAccount account, AccountState state, long pid, int signal)
            throws ProviderException, IOException {
        Path log = file(state.name());
        String reply = ask(account, MediatorMessage.kill(pid, signal), log);
        if (!MediatorMessage.isOk(reply)) {
            String complaint = tail(log);
            throw ProviderException.retryable(
                    "The server could not be stopped", door.remedy(account, complaint) + "; it said: " + complaint);
        }
    }

    /** Only its mediator hears of it. */
    @Override
    public OptionalInt exitCode(LocalAccount account, AccountState state) {
        return OptionalInt.empty();
    }

    /** It keeps no list; what was started is known by its pid alone. */
    @Override
    public List<Live> list(LocalAccount account) {
        return List.of();
    }

    @Override
    public InputStream log(LocalAccount account, AccountState state, LogRequest request) throws IOException {
        return new LogStream(
                file(state.name()),
                request.tailLines(),
                () -> request.follow() && leader(state).isPresent());
    }

    private Path file(String name) {
        return logs.resolve(name + ".log");
    }
}
