package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Provider;
import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.util.Optional;

/**
 * Decides whether a login attempt is genuine and whose it is. What that person may do is decided elsewhere.
 *
 * <p>The hub makes one instance for each configured directory or identity provider and calls it from many threads at
 * once. Calls may block, on threads that are made for it and under a deadline; when the deadline passes, or the hub
 * stops, the thread is interrupted, and the call should end soon with {@link InterruptedException}.
 *
 * <p>Saying no is an ordinary answer. Throw only when no answer can be given, so that an outage is never mistaken for
 * a wrong password.
 */
public interface Authenticator extends Provider {

    /**
     * Takes one step of a login. A form with a password is one step. Where there are more, the first answer is a
     * {@link AuthResult.Redirect} or {@link AuthResult.Challenge} with a {@code flow}, and the next call brings that
     * flow back in {@link AuthRequest#flow()}, once, and from the same browser. Any instance in any process may get that
     * call. One that needs something alive between two steps, such as a conversation with PAM, may keep it for ten
     * minutes and ends it itself; where it is not found, the answer is {@code FLOW_EXPIRED}.
     *
     * <p>Must not log or keep the password, must answer an unknown user exactly as it answers a wrong password, and
     * must refuse an empty password or one with a NUL in it without asking anybody.
     *
     * @throws ProviderException if the backend cannot be asked
     */
    AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException;

    /**
     * Looks again at somebody who logged in earlier: is the account still there, what are its groups now?
     *
     * <p>The default keeps everything as it is.
     *
     * @param identity what the last {@link AuthResult.Granted} said
     * @param authState what it asked to keep; empty where the operator keeps nothing ({@code enable_auth_state}), and then
     *     answer without it, or keep everything as it is
     * @return {@code Granted} with what holds now, or {@code Denied} to have the person log in again
     * @throws ProviderException if the backend cannot be asked; the person then stays logged in
     */
    default AuthResult refresh(Identity identity, Opaque authState) throws ProviderException, InterruptedException {
        return AuthResult.granted(identity, authState);
    }

    /** Where to send the browser of somebody who logs out, to be logged out there as well. Must not block. */
    default Optional<URI> logout(Identity identity, Opaque authState) {
        return Optional.empty();
    }
}
