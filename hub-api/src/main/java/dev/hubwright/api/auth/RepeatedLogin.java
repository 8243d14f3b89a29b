package dev.hubwright.api.auth;

import java.util.Optional;
import java.util.Set;

/**
 * Optional: an authenticator whose proof comes anew with every request, in headers that a front end sets which the hub
 * trusts.
 */
public interface RepeatedLogin {

    /** The headers that only the front end may set, in lower case. A hub never hands them on to servers of people. */
    Set<String> headers();

    /**
     * Whether a request is from somebody other than {@code identity}, who logged in with this browser earlier and is then
     * to be logged out. A request that says nothing, or may not say it, contradicts nobody. Must answer at once.
     */
    boolean contradicts(AuthRequest request, Identity identity);

    /**
     * What speaks against serving on an address that more than this machine can connect to. A hub that does so does not
     * start.
     *
     * @return a sentence that names the setting to write; empty if nothing does
     */
    Optional<String> objectionToRemoteClients();
}
