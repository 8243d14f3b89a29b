package dev.hubwright.api.auth;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.Optional;

/** Keeps out people without an account on the hub's machine, where the rules want one. */
final class LocalAccountRule {

    private final LocalAccounts accounts;
    private final ProviderCalls calls;
    private final Duration patience;

    LocalAccountRule(LocalAccounts accounts, ProviderCalls calls, Duration patience) {
        this.accounts = accounts;
        this.calls = calls;
        this.patience = patience;
    }

    /**
     * Asks for the account by the authenticator's own name, which is the name that spawners start servers under.
     *
     * @throws Refusal.Thrown if there is none, or one that is kept out
     */
    void check(Candidate candidate) throws ProviderException, InterruptedException {
        Optional<Integer> minUid = candidate.rules().minUid();
        if (minUid.isEmpty()) {
            return;
        }
        String name = candidate.proof().identity().name();
        Optional<LocalAccount> account = calls.call(() -> accounts.find(name), patience);
        if (account.isEmpty()) {
            throw refusal(
                    candidate,
                    "there is no local account \"" + UserNames.shown(name)
                            + "\", as Authenticator.require_local_account demands; make one");
        }
        if (account.get().uid() < minUid.get()) {
            throw refusal(
                    candidate,
                    "the local account \"" + UserNames.shown(name) + "\" has uid "
                            + account.get().uid() + "; Authenticator.min_uid = " + minUid.get());
        }
    }

    private static Refusal.Thrown refusal(Candidate candidate, String detail) {
        return new Refusal.Thrown(
                Refusal.of(DenialReason.NOT_PERMITTED, detail, candidate.rules().custom403Message()));
    }
}
