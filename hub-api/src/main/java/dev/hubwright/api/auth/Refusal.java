package dev.hubwright.api.auth;

import java.time.Duration;
import java.util.Optional;

/** A no, with its two texts: {@code detail} for the operator and {@code publicMessage} for the person. */
record Refusal(DenialReason reason, String detail, String publicMessage, Optional<Duration> retryAfter) {

    /** All that somebody learns who has not proved a thing. */
    static final String NO_PROOF = "Invalid username or password.";

    /** The same where no password was asked for. */
    static final String NO_PROOF_ELSEWHERE = "Signing in did not succeed. Please try again.";

    private static final int DETAIL_LENGTH = 500;

    static final String LOG_IN_AGAIN = "Please log in again.";

    static Refusal of(DenialReason reason, String detail, String publicMessage) {
        return new Refusal(reason, detail, publicMessage, Optional.empty());
    }

    /** What stands in the log about a verdict from outside. */
    static String detail(AuthResult.Denied denied, String otherwise) {
        return denied.detail().map(text -> UserNames.shown(text, DETAIL_LENGTH)).orElse(otherwise);
    }

    static Refusal tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Refusal(
                DenialReason.TOO_MANY_ATTEMPTS,
                "after too many failures nobody is asked for " + seconds + " s",
                "Too many failed attempts. Try again in " + seconds + (seconds == 1 ? " second." : " seconds."),
                Optional.of(wait));
    }

    LoginOutcome outcome() {
        return new LoginOutcome.Refused(reason, publicMessage, retryAfter);
    }

    /** Carries a refusal out of {@link UserStore#update}, which then changes nothing. */
    static final class Thrown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        Thrown(Refusal refusal) {
            super(refusal.detail, null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
