package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;

/**
 * Optional: an authenticator that exchanges a token which a person gave to a service, and which was made for the hub, for
 * one that is for another service and still of that person (OAuth's on-behalf-of).
 *
 * <p>The hub asks {@link #holder} first and goes on only if it knows the person and the rules let them in now.
 */
public interface OnBehalfOf {

    /**
     * Whose token this is. May block.
     *
     * @param token as the service sent it: anything at all
     * @return {@code Granted} with the {@link Identity#subject()} of the person; {@code Denied} unless the token is
     *     genuine, still good, of a person and made for this hub
     * @throws ProviderException if that cannot be found out now
     */
    AuthResult holder(Secret token) throws ProviderException, InterruptedException;

    /**
     * Gets the other token. May block.
     *
     * @param token one that {@link #holder} has granted
     * @param resource what the other one is for
     * @return with an empty state in {@code Issued}, because nothing is kept
     * @throws ProviderException if the issuer cannot be asked
     */
    TokenAnswer onBehalfOf(Secret token, String resource) throws ProviderException, InterruptedException;
}
