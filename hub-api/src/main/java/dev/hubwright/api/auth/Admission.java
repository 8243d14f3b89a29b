package dev.hubwright.api.auth;

import java.util.Optional;

/** The rules between "it is this person" and "this person may come in", in their order. Without side effects. */
final class Admission {

    private Admission() {}

    /**
     * Why somebody may not come in; empty if they may.
     *
     * @param kept what the hub knows under the candidate's name
     */
    static Optional<Refusal> refusal(Candidate candidate, Optional<UserRecord> kept) {
        return invalidName(candidate)
                .or(() -> kept.flatMap(record -> otherPerson(candidate, record)))
                .or(() -> blocked(candidate))
                .or(() -> notAllowed(candidate, kept));
    }

    private static Optional<Refusal> invalidName(Candidate candidate) {
        return candidate
                .rules()
                .flaw(candidate.name())
                .map(flaw -> Refusal.of(
                        DenialReason.INVALID_USERNAME,
                        "the hub name \"" + UserNames.shown(candidate.name()) + "\" " + flaw
                                + "; give it another one by Authenticator.username_map",
                        "Your user name cannot be used here. Ask the administrator of this hub."));
    }

    private static Optional<Refusal> otherPerson(Candidate candidate, UserRecord kept) {
        if (!kept.instance().isEmpty() && !kept.instance().equals(candidate.instance())) {
            return mismatch("the name belongs to authenticator \"" + kept.instance() + "\"");
        }
        if (kept.subject().isPresent() && !kept.subject().equals(candidate.subject())) {
            return mismatch(
                    candidate.subject().isPresent()
                            ? "the name is pinned to another subject"
                            : "the name is pinned to a subject, and the authenticator reports none");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> mismatch(String why) {
        return Optional.of(Refusal.of(
                DenialReason.SUBJECT_MISMATCH,
                why + "; if it is the same person, unpin the user",
                "This user name belongs to somebody else here. Ask the administrator of this hub."));
    }

    private static Optional<Refusal> blocked(Candidate candidate) {
        return candidate.rules().block(candidate.name())
                ? Optional.of(Refusal.of(
                        DenialReason.BLOCKED,
                        "named in Authenticator.blocked_users",
                        candidate.rules().custom403Message()))
                : Optional.empty();
    }

    private static Optional<Refusal> notAllowed(Candidate candidate, Optional<UserRecord> kept) {
        LoginRules rules = candidate.rules();
        if (!candidate.proof().identity().allowedBy().isEmpty()
                || rules.allow(candidate.name(), candidate.groups(kept), kept.isPresent())) {
            return Optional.empty();
        }
        String detail = rules.letInAnybody()
                ? "no allow rule matches: add \"" + UserNames.shown(candidate.name())
                        + "\" to Authenticator.allowed_users"
                : "no allow rule: add Authenticator.allowed_users or allow_all";
        return Optional.of(Refusal.of(DenialReason.NOT_ALLOWED, detail, rules.custom403Message()));
    }
}
