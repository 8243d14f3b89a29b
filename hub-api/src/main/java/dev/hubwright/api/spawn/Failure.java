package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;
import java.util.Optional;

/**
 * Why a server is not there.
 *
 * @param event how the audit calls it
 * @param publicMessage for the person
 * @param detail for the operator
 * @param cause what was thrown
 */
record Failure(String event, String publicMessage, String detail, Optional<Throwable> cause) {

    static final String FAILED = "server-failed";
    static final String REFUSED = "server-refused";
    static final String DIED = "server-died";

    static Failure of(String event, String message) {
        return new Failure(event, message, message, Optional.empty());
    }

    static Failure of(ProviderException e) {
        return new Failure(FAILED, e.publicMessage(), e.getMessage(), Optional.of(e));
    }
}
