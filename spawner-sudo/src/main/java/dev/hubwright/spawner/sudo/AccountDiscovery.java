package dev.hubwright.spawner.sudo;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks the helper of every account that something was started as what of it is there. */
final class AccountDiscovery {

    private final AccountParts parts;
    private final Accounts accounts;

    AccountDiscovery(AccountParts parts, Accounts accounts) {
        this.parts = parts;
        this.accounts = accounts;
    }

    List<Found> find() throws ProviderException, IOException, InterruptedException {
        List<Found> found = new ArrayList<>();
        Map<String, List<Starts.Start>> byAccount = parts.starts().all().stream()
                .collect(groupingBy(start -> start.state().account()));
        for (List<Starts.Start> starts : byAccount.values()) {
            found.addAll(find(starts));
        }
        return found;
    }

    private List<Found> find(List<Starts.Start> starts) throws ProviderException, IOException, InterruptedException {
        Optional<LocalAccount> account = accounts.of(starts.get(0).state());
        if (account.isEmpty()) {
            return List.of();
        }
        Map<String, Agent.Live> live;
        try {
            live = parts.agent().list(account.get()).stream()
                    .collect(toMap(Agent.Live::spawnId, Function.identity(), (one, other) -> one));
        } catch (ProviderException e) {
            if (e.retryable()) {
                throw e;
            }
            // One account that the hub may not act as any more must not hide the servers of all others.
            parts.log()
                    .warn(
                            "Servers of the account {} cannot be looked for: {}",
                            account.get().name(),
                            e.getMessage());
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        for (Starts.Start start : starts) {
            Agent.Live process = live.get(start.state().spawnId());
            if (process != null || isAlive(start.state())) {
                AccountState state =
                        process == null ? start.state() : start.state().ledBy(process.pid(), process.birth());
                found.add(new Found(start.server(), state.spawnId(), state.toOpaque()));
            }
        }
        return found;
    }

    private boolean isAlive(AccountState state) throws IOException {
        return state.bootId().equals(parts.processes().bootId())
                && parts.processes().find(state.pid()).filter(state::isLedBy).isPresent();
    }
}
