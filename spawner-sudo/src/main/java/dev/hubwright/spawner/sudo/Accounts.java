package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.SpawnRequest;
import java.util.Optional;

/** Says which account a server is started as, and whether it may have one. Thread-safe. */
final class Accounts {

    private final LocalAccounts accounts;
    private final AccountConfig config;

    Accounts(LocalAccounts accounts, AccountConfig config) {
        this.accounts = accounts;
        this.config = config;
    }

    /** The account by the authenticator's own name for the person, which is the name that the machine knows. */
    Optional<LocalAccount> of(SpawnRequest request) throws ProviderException, InterruptedException {
        return accounts.find(request.identity().name());
    }

    /** The account that a server runs as; empty if it is gone, or its uid is another's by now. */
    Optional<LocalAccount> of(AccountState state) throws ProviderException, InterruptedException {
        return accounts.find(state.account()).filter(account -> account.uid() == state.uid());
    }

    /** Why an account gets no server; empty if it may have one. */
    Optional<String> refusal(LocalAccount account) {
        if (account.uid() < config.minUid()) {
            return Optional.of("the account " + account.name() + " has uid " + account.uid()
                    + ", which is below min_uid = " + config.minUid() + ": an account of the system");
        }
        return config.group()
                .filter(group -> !account.groups().contains(group))
                .map(group -> "the account " + account.name() + " is not in the group " + group
                        + ", whose members alone get servers; add it with \"usermod -aG " + group + " "
                        + account.name() + "\"");
    }
}
