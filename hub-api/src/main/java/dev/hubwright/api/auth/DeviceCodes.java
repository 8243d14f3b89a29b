package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Optional: an authenticator by which people log in on machines without a browser, with a code that they type at their
 * identity provider in a browser elsewhere (RFC 8628).
 */
public interface DeviceCodes {

    /**
     * Begins a login. May block.
     *
     * @return empty if the operator does not want such logins
     * @throws ProviderException if the identity provider cannot be asked
     */
    Optional<DeviceCode> begin() throws ProviderException, InterruptedException;

    /**
     * Asks once whether the person has typed the code. May block.
     *
     * @param flow what {@link #begin} wanted kept
     * @return empty as long as they have not; never {@code Redirect} or {@code Challenge}
     * @throws ProviderException if the identity provider cannot be asked; the next question may be answered
     */
    Optional<AuthResult> poll(Opaque flow) throws ProviderException, InterruptedException;

    /**
     * A login that waits for its person.
     *
     * @param userCode what they type
     * @param page where
     * @param interval how long to wait between two questions
     * @param life how long the code is good
     * @param flow what to keep for {@link #poll}; a secret of the login
     */
    record DeviceCode(String userCode, URI page, Duration interval, Duration life, Opaque flow) {

        /** Checks that nothing is missing. */
        public DeviceCode {
            requireNonNull(userCode, "userCode");
            requireNonNull(page, "page");
            requireNonNull(interval, "interval");
            requireNonNull(life, "life");
            requireNonNull(flow, "flow");
        }
    }
}
