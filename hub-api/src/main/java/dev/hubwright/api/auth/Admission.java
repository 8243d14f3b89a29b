package dev.hubwright.api.auth;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The rules between "it is this person" and "this person may come in", in their order. Without side effects. */
final class Admission {

    /** One after the other; the first refusal is the verdict. */
    static final List<Rule> RULES = List.of(
            new Rule("name", (candidate, kept) -> invalidName(candidate), Admission::nameDetail),
            new Rule(
                    "same person",
                    (candidate, kept) -> kept.flatMap(record -> otherPerson(candidate, record)),
                    Admission::personDetail),
            new Rule(
                    "blocked",
                    (candidate, kept) -> blocked(candidate),
                    (candidate, kept) -> "not named in Authenticator.blocked_users"),
            new Rule("allowed", Admission::notAllowed, Admission::allowedDetail));

    private Admission() {}

    /**
     * One rule.
     *
     * @param refusal why it refuses somebody, if it does; the second argument is what the hub knows under the name
     * @param passed what there is to say where it does not
     */
    record Rule(
            String name,
            BiFunction<Candidate, Optional<UserRecord>, Optional<Refusal>> refusal,
            BiFunction<Candidate, Optional<UserRecord>, String> passed) {}

    /**
     * Why somebody may not come in; empty if they may.
     *
     * @param kept what the hub knows under the candidate's name
     */
    static Optional<Refusal> refusal(Candidate candidate, Optional<UserRecord> kept) {
        return RULES.stream()
                .flatMap(rule -> rule.refusal().apply(candidate, kept).stream())
                .findFirst();
    }

    private static String nameDetail(Candidate candidate, Optional<UserRecord> kept) {
        return "the hub name is \"" + UserNames.shown(candidate.name()) + "\"";
    }

    private static String personDetail(Candidate candidate, Optional<UserRecord> kept) {
        if (kept.isEmpty()) {
            return "nobody has logged in under this name yet";
        }
        return kept.get().subject().isEmpty() ? "the name is not pinned yet" : "the one to whom the name is pinned";
    }

    private static String allowedDetail(Candidate candidate, Optional<UserRecord> kept) {
        return "by " + allowedBy(candidate, kept).orElseThrow();
    }

    private static Optional<String> allowedBy(Candidate candidate, Optional<UserRecord> kept) {
        return candidate.proof().identity().allowedBy().stream()
                .findFirst()
                .or(() -> candidate.rules().allowedBy(candidate.name(), candidate.groups(kept), kept.isPresent()));
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
        return candidate.isBlocked()
                ? Optional.of(Refusal.of(
                        DenialReason.BLOCKED,
                        "named in Authenticator.blocked_users",
                        candidate.rules().custom403Message()))
                : Optional.empty();
    }

    private static Optional<Refusal> notAllowed(Candidate candidate, Optional<UserRecord> kept) {
        LoginRules rules = candidate.rules();
        if (allowedBy(candidate, kept).isPresent()) {
            return Optional.empty();
        }
        String detail = rules.letInAnybody()
                ? "no allow rule matches: add \"" + UserNames.shown(candidate.name())
                        + "\" to Authenticator.allowed_users"
                : "no allow rule: add Authenticator.allowed_users or allow_all";
        return Optional.of(Refusal.of(DenialReason.NOT_ALLOWED, detail, rules.custom403Message()));
    }
}
