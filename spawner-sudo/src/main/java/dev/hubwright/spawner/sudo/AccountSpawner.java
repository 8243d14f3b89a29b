package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs servers as processes of people's own accounts. */
class AccountSpawner implements Spawner {

    private static final String CANNOT_START = "The server cannot be started; tell whoever runs this hub";

    private final AccountParts parts;
    private final Accounts accounts;

    AccountSpawner(AccountParts parts) {
        this.parts = parts;
        this.accounts = new Accounts(parts.context().localAccounts(), parts.config());
    }

    @Override
    public StartResult start(SpawnRequest request, Progress progress) throws ProviderException, InterruptedException {
        checkMachine(request);
        Optional<LocalAccount> account = accounts.of(request);
        Optional<String> refusal = account.isPresent()
                ? accounts.refusal(account.get())
                : Optional.of("there is no account \"" + request.identity().name() + "\" on this machine");
        if (refusal.isPresent()) {
            return StartResult.refused(
                    "The server " + request.server() + " is not started: " + refusal.get(),
                    "Your account cannot have a server here; tell whoever runs this hub");
        }
        if (parts.homes().isPresent()) {
            parts.homes().get().makeIfMissing(account.get());
        }
        AccountConfig config = parts.config().with(request.settings());
        try {
            AccountState state = new AccountStart(request, progress, account.get(), parts, config).run();
            return StartResult.running(state.uri(), state.toOpaque());
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("The start of " + request.server() + " was cancelled");
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The server cannot be started", "Cannot start the server " + request.server() + ": " + e, e);
        }
    }

    private void checkMachine(SpawnRequest request) throws ProviderException {
        Optional<String> closed = parts.door().closed();
        if (closed.isPresent()) {
            throw ProviderException.permanent(CANNOT_START, "Cannot start " + request.server() + ": " + closed.get());
        }
        if (!parts.processes().showsProcessesOfOthers()) {
            throw ProviderException.permanent(
                    CANNOT_START,
                    "The hub cannot see the processes of other accounts in /proc, so that it could not tell whether a"
                            + " server lives; mount it without hidepid, or with gid= of a group that the hub is in");
        }
        parts.scope().check(request.resources());
        if (request.command().isEmpty()) {
            throw ProviderException.permanent(
                    CANNOT_START, "Spawner.cmd = [] names no command; try [\"jupyterhub-singleuser\"]");
        }
    }

    @Override
    public Status poll(ServerRef server, Opaque state) throws InterruptedException {
        Optional<AccountState> known = AccountState.read(state);
        if (known.isEmpty()) {
            return Status.exited("The server is not there");
        }
        try {
            if (!isAlive(known.get())) {
                return end(known.get());
            }
            return strangerHasThePort(known.get())
                    ? Status.exited("Another account listens on the port of the server")
                    : Status.up();
        } catch (IOException e) {
            return Status.unknown("Process " + known.get().pid() + " cannot be looked for: " + e);
        }
    }

    private boolean isAlive(AccountState state) throws IOException {
        return state.bootId().equals(parts.processes().bootId())
                && parts.processes().find(state.pid()).filter(state::isLedBy).isPresent();
    }

    /** A server that has stopped to listen leaves its port to whoever is next, whose pages are not to be shown. */
    private boolean strangerHasThePort(AccountState state) throws IOException {
        try {
            Address address = Address.of(state.uri().getHost());
            Set<Long> owners =
                    parts.listeners().owners(address.address(), state.uri().getPort());
            return !owners.isEmpty() && !owners.contains(state.uid());
        } catch (ProviderException e) {
            return false;
        }
    }

    private Status end(AccountState state) throws IOException, InterruptedException {
        if (!state.bootId().equals(parts.processes().bootId())) {
            return Status.exited("The server ended when the machine was restarted");
        }
        try {
            Optional<LocalAccount> account = accounts.of(state);
            if (account.isPresent()) {
                var code = parts.agent().exitCode(account.get(), state);
                if (code.isPresent()) {
                    return Status.exited(code.getAsInt(), "The server " + ExitStatus.describe(code.getAsInt()));
                }
            }
        } catch (ProviderException | IOException e) {
            parts.log().debug("How {} has ended cannot be asked: {}", state.spawnId(), e.getMessage());
        }
        return Status.exited("The server has ended");
    }

    @Override
    public StopResult stop(ServerRef server, Opaque state, StopMode mode)
            throws ProviderException, InterruptedException {
        Optional<AccountState> known = AccountState.read(state);
        if (known.isEmpty()) {
            return StopResult.gone();
        }
        Optional<LocalAccount> account = accounts.of(known.get());
        try {
            int left = account.isPresent()
                    ? parts.agent().stop(account.get(), known.get(), mode == StopMode.GRACEFUL)
                    : isAlive(known.get()) ? 1 : 0;
            if (left > 0) {
                throw notStopped(server, known.get(), left);
            }
            parts.starts().remove(known.get().spawnId());
            return StopResult.gone();
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The server could not be stopped", "Cannot stop the server " + server + ": " + e, e);
        }
    }

    private static ProviderException notStopped(ServerRef server, AccountState state, int left) {
        return ProviderException.retryable(
                "The server could not be stopped",
                left + " processes of the server " + server + " live on as uid " + state.uid() + " (" + state.account()
                        + "); root can look for " + Markers.SPAWN_ID + "=" + state.spawnId()
                        + " in their environment and end them");
    }

    @Override
    public Optional<StartResult.Running> recover(ServerRef server, Opaque state) throws ProviderException {
        Optional<AccountState> known = AccountState.read(state);
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
    public List<Found> discover() throws ProviderException, InterruptedException {
        try {
            return new AccountDiscovery(parts, accounts).find();
        } catch (IOException e) {
            throw ProviderException.retryable("Servers cannot be listed", "Cannot list servers: " + e, e);
        }
    }

    @Override
    public Set<SpawnerCapability> capabilities() {
        Set<SpawnerCapability> capabilities =
                EnumSet.of(SpawnerCapability.RECOVER, SpawnerCapability.DISCOVER, SpawnerCapability.LOGS);
        if (parts.scope().isThere()) {
            capabilities.addAll(EnumSet.of(SpawnerCapability.MEMORY_LIMIT, SpawnerCapability.CPU_LIMIT));
        }
        return capabilities;
    }

    @Override
    public InputStream logs(ServerRef server, Opaque state, LogRequest request)
            throws ProviderException, InterruptedException {
        Optional<AccountState> known = AccountState.read(state);
        Optional<LocalAccount> account = known.isPresent() ? accounts.of(known.get()) : Optional.empty();
        if (account.isEmpty()) {
            throw ProviderException.permanent("This server has no log yet", "There is no log of " + server);
        }
        try {
            return parts.agent().log(account.get(), known.get(), request);
        } catch (IOException e) {
            throw ProviderException.retryable(
                    "The log cannot be read", "Cannot read the log of " + server + ": " + e.getMessage(), e);
        }
    }
}
