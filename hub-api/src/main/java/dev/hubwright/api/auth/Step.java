package dev.hubwright.api.auth;

import java.util.Optional;

/**
 * What one authenticator's answer comes to.
 *
 * @param proved the hub name of somebody whom the authenticator knows and the rules refuse; else empty
 */
record Step(Kind kind, String instance, LoginOutcome outcome, Optional<Refusal> refusal, String proved) {

    /** In the order of weight: where no answer is definite, the heaviest one is the outcome. */
    enum Kind {
        NOT_MINE,
        WRONG,
        OUTAGE,
        REFUSED_UNPROVED,
        REFUSED_PROVED,
        ASKED,
        SENT_ELSEWHERE,
        IN;

        /** Whether no other authenticator is asked any more. */
        boolean isDefinite() {
            return compareTo(OUTAGE) > 0;
        }

        boolean isWrongGuess() {
            return this == WRONG || this == REFUSED_UNPROVED;
        }
    }

    static Step of(Kind kind, String instance, LoginOutcome outcome) {
        return new Step(kind, instance, outcome, Optional.empty(), "");
    }

    static Step refused(Kind kind, String instance, Refusal refusal) {
        return new Step(kind, instance, refusal.outcome(), Optional.of(refusal), "");
    }

    /** The rules refuse somebody whom an authenticator knows. */
    static Step refused(String instance, Refusal refusal, String proved) {
        return new Step(Kind.REFUSED_PROVED, instance, refusal.outcome(), Optional.of(refusal), proved);
    }

    /** The request had nothing in it for this authenticator. */
    static Step notMine(String instance) {
        return refused(
                Kind.NOT_MINE,
                instance,
                Refusal.of(DenialReason.BAD_CREDENTIALS, "nothing in the request to log in with", Refusal.NO_PROOF));
    }

    /**
     * An authenticator said no.
     *
     * @param withoutProof what the person reads who has not proved a thing
     */
    static Step denied(String instance, AuthResult.Denied denied, String withoutProof) {
        String detail = Refusal.detail(denied, "the authenticator's verdict");
        if (denied.publicMessage().isPresent()) {
            return refused(
                    Kind.REFUSED_PROVED,
                    instance,
                    Refusal.of(denied.reason(), detail, denied.publicMessage().get()));
        }
        Kind kind = denied.reason() == DenialReason.BAD_CREDENTIALS ? Kind.WRONG : Kind.REFUSED_UNPROVED;
        return refused(kind, instance, Refusal.of(denied.reason(), detail, withoutProof));
    }
}
