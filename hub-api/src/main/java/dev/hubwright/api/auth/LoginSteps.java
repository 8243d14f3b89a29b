package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The way from an authenticator's yes to what is kept: rules, hooks, rules again, one commit. */
final class LoginSteps {

    private final UserStore users;
    private final List<LoginHook> hooks;
    private final ProviderCalls hookCalls;
    private final LocalAccountRule localAccounts;
    private final Clock clock;
    private final Duration patience;

    LoginSteps(
            UserStore users,
            List<LoginHook> hooks,
            ProviderCalls hookCalls,
            LocalAccountRule localAccounts,
            Clock clock,
            Duration patience) {
        this.users = users;
        this.hooks = List.copyOf(hooks);
        this.hookCalls = hookCalls;
        this.localAccounts = localAccounts;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Lets somebody in.
     *
     * @throws Refusal.Thrown if a rule or a hook refuses; nothing has changed then
     */
    UserRecord logIn(Candidate proved) throws ProviderException, InterruptedException {
        Candidate candidate = applyHooks(known(proved));
        Instant now = clock.instant();
        return users.update(candidate.name(), kept -> {
            check(candidate, kept);
            return candidate.record(kept, now, Optional.of(now));
        });
    }

    /**
     * Takes over what an authenticator says now about {@code user}, unless they have logged in since it was asked.
     *
     * @throws Refusal.Thrown if a rule or a hook refuses, or it is not the same person; nothing has changed then
     */
    UserRecord refresh(UserRecord asked, Candidate proved) throws ProviderException, InterruptedException {
        Candidate candidate = applyHooks(isTheSame(asked, proved) ? proved.as(asked.name()) : proved);
        if (!candidate.name().equals(asked.name())) {
            throw new Refusal.Thrown(Refusal.of(
                    DenialReason.SUBJECT_MISMATCH,
                    "the authenticator now reports the user \"" + UserNames.shown(candidate.name()) + "\"",
                    Refusal.LOG_IN_AGAIN));
        }
        Instant now = clock.instant();
        return users.update(asked.name(), kept -> {
            if (kept.isEmpty()) {
                throw new Refusal.Thrown(
                        Refusal.of(DenialReason.NOT_ALLOWED, "the user was removed", Refusal.LOG_IN_AGAIN));
            }
            if (!kept.get().authenticated().equals(asked.authenticated())) {
                return kept.get();
            }
            check(candidate, kept);
            return candidate.record(kept, now, kept.flatMap(UserRecord::lastActivity));
        });
    }

    /** Tells what each rule says, and changes nothing; true if somebody would be let in. */
    boolean explain(Candidate proved, Consumer<Diagnosis.Step> told) throws ProviderException, InterruptedException {
        Candidate candidate = known(proved);
        Optional<UserRecord> kept = users.find(candidate.name());
        for (Admission.Rule rule : Admission.RULES) {
            Optional<Refusal> refusal = rule.refusal().apply(candidate, kept);
            String detail =
                    refusal.map(Refusal::detail).orElseGet(() -> rule.passed().apply(candidate, kept));
            told.accept(new Diagnosis.Step(rule.name(), refusal.isEmpty(), detail));
            if (refusal.isPresent()) {
                return false;
            }
        }
        try {
            localAccounts.check(candidate);
        } catch (Refusal.Thrown e) {
            told.accept(new Diagnosis.Step("local account", false, e.refusal().detail()));
            return false;
        }
        String admin = candidate.adminBy(kept).map(rule -> "yes, by " + rule).orElse("no");
        told.accept(new Diagnosis.Step("administrator", true, admin));
        return true;
    }

    /** As the user that they were under an earlier name, where that is to be so. */
    private Candidate known(Candidate candidate) throws ProviderException {
        if (!candidate.rules().keepUserOnRename() || candidate.subject().isEmpty()) {
            return candidate;
        }
        List<UserRecord> same = users.pinnedTo(candidate.subject().get()).stream()
                .filter(user -> isTheSame(user, candidate))
                .toList();
        boolean named = same.stream().anyMatch(user -> user.name().equals(candidate.name()));
        return named
                ? candidate
                : same.stream()
                        .max(UserRecord.LAST_SEEN)
                        .map(user -> candidate.as(user.name()))
                        .orElse(candidate);
    }

    private static boolean isTheSame(UserRecord user, Candidate candidate) {
        return candidate.rules().keepUserOnRename()
                && user.instance().equals(candidate.instance())
                && user.subject().isPresent()
                && user.subject().equals(candidate.subject());
    }

    private Candidate applyHooks(Candidate proved) throws ProviderException, InterruptedException {
        Candidate candidate = proved;
        check(candidate, users.find(candidate.name()));
        localAccounts.check(candidate);
        for (LoginHook hook : hooks) {
            candidate = apply(hook, candidate);
            check(candidate, users.find(candidate.name()));
        }
        return candidate;
    }

    private Candidate apply(LoginHook hook, Candidate candidate) throws ProviderException, InterruptedException {
        AuthResult result = hookCalls.call(() -> hook.afterLogin(candidate.instance(), candidate.result()), patience);
        if (result instanceof AuthResult.Granted granted) {
            return candidate.changedTo(granted);
        }
        if (result instanceof AuthResult.Denied denied) {
            String message = denied.publicMessage().orElse(candidate.rules().custom403Message());
            throw new Refusal.Thrown(
                    Refusal.of(denied.reason(), Refusal.detail(denied, "a login hook's verdict"), message));
        }
        throw ProviderException.permanent(
                "Logging in is not possible just now. Tell the administrator of this hub.",
                "A login hook answered " + result + "; it may only grant or deny");
    }

    private static void check(Candidate candidate, Optional<UserRecord> kept) {
        Admission.refusal(candidate, kept).ifPresent(refusal -> {
            throw new Refusal.Thrown(refusal);
        });
    }
}
