package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;

/**
 * Runs after every rule and before anything is stored: JupyterHub's {@code post_auth_hook}. Hooks run in the order in
 * which they were given.
 */
@FunctionalInterface
public interface LoginHook {

    /**
     * Changes the result, or refuses. A new name or new groups go through all rules once more.
     *
     * @param instance the authenticator that granted it
     * @return the result to go on with, or a refusal
     * @throws ProviderException if the hook cannot decide
     */
    AuthResult afterLogin(String instance, AuthResult.Granted result) throws ProviderException, InterruptedException;
}
