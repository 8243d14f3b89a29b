package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;

/**
 * Optional: an authenticator that can get fresh tokens of a person for other services.
 *
 * <p>The hub calls {@link #token} and {@link Authenticator#refresh} for one person one after the other, also where it
 * runs as several processes, and stores the state that they give before it uses the result: tokens that can be used once
 * are never lost.
 */
public interface TokenSource {

    /**
     * Gets a token of the person for a resource. May block.
     *
     * @param resource what the token is for, such as {@code https://storage.azure.com/}
     * @throws ProviderException if the issuer cannot be asked
     */
    TokenAnswer token(Identity identity, Opaque authState, String resource)
            throws ProviderException, InterruptedException;
}
