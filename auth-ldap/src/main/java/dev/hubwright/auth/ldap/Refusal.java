package dev.hubwright.auth.ldap;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;

/** Ends an attempt to log in with another answer than yes. Never leaves the package. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient AuthResult result;

    private Refusal(AuthResult result, String detail) {
        super(detail, null, false, false);
        this.result = result;
    }

    /** No, and the person learns nothing but that. */
    static Refusal unproved(DenialReason reason, String detail) {
        return new Refusal(AuthResult.denied(reason).withDetail(detail), detail);
    }

    /** The same for what any stranger can cause. */
    static Refusal unknown(String detail) {
        return unproved(DenialReason.BAD_CREDENTIALS, detail);
    }

    /** No, although the password was right. */
    static Refusal proved(DenialReason reason, String publicMessage, String detail) {
        return new Refusal(AuthResult.deniedAfterProof(reason, publicMessage).withDetail(detail), detail);
    }

    static Refusal of(BindAnswer answer) {
        return answer.proved()
                ? proved(answer.reason(), answer.publicMessage(), answer.detail())
                : unproved(answer.reason(), answer.detail());
    }

    /** Not yet: there is a question first. */
    static Refusal question(AuthResult.Challenge challenge, String detail) {
        return new Refusal(challenge, detail);
    }

    AuthResult result() {
        return result;
    }
}
