package dev.hubwright.auth.azuread;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;

/** Ends a login with no. Never leaves the package. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient AuthResult.Denied result;

    private Refusal(AuthResult.Denied result, String detail) {
        super(detail, null, false, false);
        this.result = result;
    }

    /** What came back proves nothing. */
    static Refusal unproved(String detail) {
        return of(
                DenialReason.BAD_CREDENTIALS,
                "The answer of the login service could not be trusted. Please begin again.",
                detail);
    }

    /** The login has to begin again. */
    static Refusal expired(String detail) {
        return of(
                DenialReason.FLOW_EXPIRED, "This login took too long or was used already. Please begin again.", detail);
    }

    /** Microsoft knows the person, who cannot come in for a reason that they may read. */
    static Refusal of(DenialReason reason, String publicMessage, String detail) {
        return new Refusal(AuthResult.deniedAfterProof(reason, publicMessage).withDetail(detail), detail);
    }

    AuthResult.Denied result() {
        return result;
    }
}
