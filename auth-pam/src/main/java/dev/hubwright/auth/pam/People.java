package dev.hubwright.auth.pam;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.Subject;
import java.util.HashSet;
import java.util.Optional;

/** Finds the account behind a name that PAM knows. */
final class People {

    /** A user id means the same to every hub that shares a database, so no host is named. */
    private static final String ISSUER = "uid@local";

    private final PamConfig config;
    private final LocalAccounts accounts;

    People(PamConfig config, LocalAccounts accounts) {
        this.config = config;
        this.accounts = accounts;
    }

    /**
     * The account of a name, under the one name that it has: short and long names of a domain are one person.
     *
     * @return empty for people whom PAM knows and the machine does not
     */
    Optional<LocalAccount> account(String name) throws ProviderException, InterruptedException {
        Optional<LocalAccount> account = accounts.find(name);
        boolean domain = name.indexOf('@') >= 0 || name.indexOf('\\') >= 0;
        if (account.isEmpty() || !(config.normalizeUsername() || domain)) {
            return account;
        }
        Optional<LocalAccount> canonical = accounts.find(account.get().uid());
        return canonical.isPresent() ? canonical : account;
    }

    /** Who it is. */
    static Identity identity(String name, Optional<LocalAccount> account) {
        return account.map(found -> Identity.of(found.name())
                        .withSubject(new Subject(ISSUER, Long.toString(found.uid())))
                        .withGroups(new HashSet<>(found.groups())))
                .orElseGet(() -> Identity.of(name));
    }

    /** Why an account of the system itself may not come in; empty for others. */
    Optional<AuthResult.Denied> reserved(Optional<LocalAccount> account) {
        return account.filter(found -> found.uid() < Math.max(1, config.minUid()))
                .map(found -> AuthResult.deniedAfterProof(
                                DenialReason.NOT_PERMITTED,
                                "This account belongs to the system and may not log in here.")
                        .withDetail("the account \"" + found.name() + "\" has uid " + found.uid()
                                + "; PAMAuthenticator.min_uid = " + config.minUid()));
    }
}
