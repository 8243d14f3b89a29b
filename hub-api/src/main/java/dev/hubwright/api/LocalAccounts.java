package dev.hubwright.api;

import java.util.Optional;

/**
 * Looks up accounts of the machine that the hub runs on, wherever its name service finds them: files, SSSD, LDAP.
 *
 * <p>Implementations are thread-safe and may block.
 */
public interface LocalAccounts {

    /**
     * Finds the account that goes by {@code name}. The account's own {@code name} may differ from it in case or domain.
     *
     * @return empty if the name service knows no such account, or the name could not be one
     * @throws ProviderException if the name service cannot be asked
     */
    Optional<LocalAccount> find(String name) throws ProviderException, InterruptedException;

    /**
     * Finds the account with this user id, the first one where several share it. The default finds none.
     *
     * @throws ProviderException if the name service cannot be asked
     */
    default Optional<LocalAccount> find(long uid) throws ProviderException, InterruptedException {
        return Optional.empty();
    }

    /** The accounts of this machine, asked by {@code getent(1)} and {@code id(1)}. Does nothing until it is asked. */
    static LocalAccounts ofThisMachine() {
        return new GetentAccounts();
    }
}
