package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Progress;
import dev.hubwright.api.spawn.SafeNames;
import dev.hubwright.api.spawn.SpawnRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** One start as somebody's account, from the choice of a port until the server listens. Used once, by one thread. */
final class AccountStart {

    private static final int ATTEMPTS = 4;
    private static final int LOG_LINES = 20;

    private final SpawnRequest request;
    private final Progress progress;
    private final LocalAccount account;
    private final AccountParts parts;
    private final AccountConfig config;
    private final Instant deadline;
    private final String name;

    private AccountState state;

    AccountStart(
            SpawnRequest request, Progress progress, LocalAccount account, AccountParts parts, AccountConfig config) {
        this.request = request;
        this.progress = progress;
        this.account = account;
        this.parts = parts;
        this.config = config;
        this.deadline = Deadlines.shortlyBefore(
                request.deadline(), parts.context().clock().instant());
        this.name = SafeNames.of(request.server());
    }

    AccountState run() throws ProviderException, IOException, InterruptedException {
        Address address = Address.of(config.ip());
        progress.report(10, "Starting the server");
        boolean fixed = config.port() != 0;
        for (int attempt = 1; attempt <= (fixed ? 1 : ATTEMPTS); attempt++) {
            int port = fixed ? config.port() : address.freePort();
            if (fixed && !address.isFree(port)) {
                break;
            }
            if (startedOn(address, port)) {
                return state;
            }
            progress.report(10, "Port " + port + " was taken by another program");
        }
        throw ProviderException.retryable(
                "The server's port is taken; try again",
                fixed
                        ? "Spawner.port = " + config.port() + " is taken by another program; Spawner.port = 0 picks a"
                                + " free one"
                        : ATTEMPTS + " free ports on Spawner.ip = \"" + address.host()
                                + "\" were taken by other programs before the server could bind them");
    }

    /** Whether it listens; if not, another program has the port, and nothing of the server is left. */
    private boolean startedOn(Address address, int port) throws ProviderException, IOException, InterruptedException {
        state = new AccountState(
                request.spawnId(),
                account.name(),
                account.uid(),
                name,
                0,
                0,
                parts.processes().bootId(),
                address.uri(port));
        parts.starts().add(request.server(), state);
        progress.checkpoint(state.toOpaque());
        boolean done = false;
        try {
            Agent.Outcome outcome = parts.agent().start(launching(address, port), this::remember);
            done = outcome instanceof Agent.Outcome.Listening;
            if (done) {
                progress.report(50, "The server listens");
            } else if (!(outcome instanceof Agent.Outcome.Taken)) {
                failUnlessTaken(outcome, address, port);
            }
            return done;
        } finally {
            if (!done) {
                undo();
            }
        }
    }

    private void remember(long pid, long birth) throws ProviderException {
        state = state.ledBy(pid, birth);
        try {
            parts.starts().add(request.server(), state);
        } catch (IOException e) {
            parts.log().warn("The start of {} cannot be kept: {}", request, e.toString());
        }
        progress.checkpoint(state.toOpaque());
    }

    private Launching launching(Address address, int port) {
        Map<String, String> environment = ServerVariables.of(request, config, parts.context(), address.host(), port);
        return new Launching(account, request, name, config.shellCmd(), address, port, environment, deadline, progress);
    }

    /** To the end, even if the thread is interrupted. */
    private void undo() {
        boolean interrupted = Thread.interrupted();
        try {
            if (parts.agent().stop(account, state, false) == 0) {
                parts.starts().remove(state.spawnId());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ProviderException | IOException e) {
            // Where sudo does not let us in now, it did not let us in to start anything either; a look later finds it.
            parts.log().warn("What the start of {} has left cannot be looked for: {}", request, e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void failUnlessTaken(Agent.Outcome outcome, Address address, int port)
            throws ProviderException, IOException, InterruptedException {
        String tail = tail();
        if (outcome instanceof Agent.Outcome.Late) {
            throw ProviderException.retryable(
                    "The server did not start in time",
                    "The server " + request.server() + " did not listen on " + address.host() + ":" + port
                            + " in time; raise Spawner.start_timeout, or see why in its log; " + quoted(tail));
        }
        OptionalInt code = ((Agent.Outcome.Exited) outcome).code();
        boolean atEase = code.orElse(1) == 0;
        String lowerCase = tail.toLowerCase(Locale.ROOT);
        boolean portTaken =
                !address.isFree(port) || lowerCase.contains("address already in use") || tail.contains("EADDRINUSE");
        if (portTaken && !atEase) {
            return;
        }
        String how = code.isPresent() ? ExitStatus.describe(code.getAsInt()) : "ended";
        String hint = atEase ? ", which a server must not; it has to stay in the foreground" : "";
        throw ProviderException.retryable(
                "The server " + how + " while it started",
                "The server " + request.server() + " " + how + hint + "; " + quoted(tail));
    }

    private String tail() throws InterruptedException {
        try {
            return HelperLog.text(parts.agent().log(account, state, LogRequest.tail(LOG_LINES)));
        } catch (ProviderException | IOException e) {
            return "";
        }
    }

    private String quoted(String tail) {
        return tail.isEmpty()
                ? "it has no log; a home folder that is full cannot keep one"
                : "last lines of its log:\n" + ServerVariables.withoutSecrets(tail, request);
    }
}
