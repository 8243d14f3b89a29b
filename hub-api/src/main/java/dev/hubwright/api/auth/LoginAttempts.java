package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes one step of somebody's login by asking authenticators in turn. Thread-safe. */
final class LoginAttempts {

    private final LoginThrottle throttle;
    private final LoginSteps steps;
    private final LoginJournal journal;

    LoginAttempts(LoginThrottle throttle, LoginSteps steps, LoginJournal journal) {
        this.throttle = throttle;
        this.steps = steps;
        this.journal = journal;
    }

    LoginOutcome attempt(Collection<Instance> asked, AuthRequest request) {
        long start = System.nanoTime();
        Attempt attempt = Attempt.of(request);
        Optional<Duration> pause = admit(attempt);
        if (pause.isPresent()) {
            Step tooMany = Step.refused(Step.Kind.REFUSED_UNPROVED, "", Refusal.tooMany(pause.get()));
            return tell(tooMany, attempt, start);
        }
        Step step = ask(asked, attempt);
        settle(step, attempt);
        return tell(step, attempt, start);
    }

    private Optional<Duration> admit(Attempt attempt) {
        String source = attempt.request().peerAddress();
        if (attempt.answersQuestion()) {
            // The answer counts from now on in place of its question, or one login would count twice.
            throttle.excused(attempt.username(), source);
        }
        return throttle.admit(attempt.username(), source);
    }

    private LoginOutcome tell(Step step, Attempt attempt, long start) {
        String source = attempt.request().peerAddress();
        if (step.outcome() instanceof LoginOutcome.LoggedIn in) {
            journal.loggedIn(in.user().name(), step.instance(), source, since(start));
        }
        // Where a trusted header is looked for, every visit to the login page without one ends here.
        boolean merelyVisiting =
                step.kind() == Step.Kind.NOT_MINE && attempt.username().isEmpty();
        if (!merelyVisiting) {
            // Who comes from elsewhere has typed no name here.
            String whom = attempt.username().isEmpty() ? step.proved() : attempt.username();
            step.refusal()
                    .ifPresent(refusal -> journal.loginRefused(whom, step.instance(), source, refusal, since(start)));
        }
        return step.outcome();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Step ask(Collection<Instance> asked, Attempt attempt) {
        if (hasUselessPassword(attempt.request())) {
            return Step.denied("", AuthResult.denied(DenialReason.BAD_CREDENTIALS), Refusal.NO_PROOF);
        }
        Step heaviest = Step.notMine("");
        for (Instance instance : asked) {
            Step step = ask(instance, attempt);
            if (step.kind().isDefinite()) {
                return step;
            }
            heaviest = step.kind().compareTo(heaviest.kind()) >= 0 ? step : heaviest;
        }
        return heaviest;
    }

    /** Empty passwords and ones with a NUL have let people in elsewhere; no provider gets to see them. */
    private static boolean hasUselessPassword(AuthRequest request) {
        return request.flow().isEmpty()
                && request.field("password")
                        .map(Secret::reveal)
                        .filter(password -> password.isEmpty() || password.indexOf('\0') >= 0)
                        .isPresent();
    }

    /** Asks whether somebody has typed the code that a program waits for; empty as long as nobody has. */
    Optional<LoginOutcome> poll(Instance instance, Opaque flow, String source) {
        long start = System.nanoTime();
        Attempt attempt = Attempt.of(AuthRequest.builder().peerAddress(source).build());
        AtomicBoolean waits = new AtomicBoolean();
        Step step = judged(instance, attempt, () -> {
            Optional<AuthResult> result = instance.poll(flow);
            waits.set(result.isEmpty());
            return result.orElseGet(AuthResult::notMine);
        });
        return waits.get() ? Optional.empty() : Optional.of(tell(step, attempt, start));
    }

    private Step ask(Instance instance, Attempt attempt) {
        return judged(instance, attempt, () -> instance.authenticate(attempt.request()));
    }

    private interface Question {
        AuthResult ask() throws ProviderException, InterruptedException;
    }

    private Step judged(Instance instance, Attempt attempt, Question question) {
        String name = instance.name();
        long start = System.nanoTime();
        try {
            return judge(instance, question.ask(), attempt);
        } catch (ProviderException e) {
            journal.loginUnavailable(attempt.username(), name, e, since(start));
            return Step.of(Step.Kind.OUTAGE, name, new LoginOutcome.Unavailable(e.publicMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String message = "The hub is stopping. Try again in a minute.";
            return Step.of(Step.Kind.OUTAGE, name, new LoginOutcome.Unavailable(message));
        }
    }

    private Step judge(Instance instance, AuthResult result, Attempt attempt)
            throws ProviderException, InterruptedException {
        String name = instance.name();
        if (result instanceof AuthResult.Granted granted) {
            return judge(Candidate.of(name, instance.rules(), granted), granted);
        }
        if (result instanceof AuthResult.Denied denied) {
            return Step.denied(name, denied, instance.isForm() ? Refusal.NO_PROOF : Refusal.NO_PROOF_ELSEWHERE);
        }
        if (result instanceof AuthResult.Redirect redirect) {
            return Step.of(
                    Step.Kind.SENT_ELSEWHERE, name, new LoginOutcome.RedirectTo(name, redirect.uri(), redirect.flow()));
        }
        if (result instanceof AuthResult.Challenge challenge) {
            return Step.of(
                    Step.Kind.ASKED,
                    name,
                    new LoginOutcome.Ask(
                            name, challenge.fields(), challenge.message(), attempt.keeping(challenge.flow())));
        }
        return Step.notMine(name);
    }

    private Step judge(Candidate candidate, AuthResult.Granted granted) throws ProviderException, InterruptedException {
        String name = candidate.instance();
        try {
            UserRecord user = steps.logIn(candidate);
            return Step.of(Step.Kind.IN, name, new LoginOutcome.LoggedIn(user, granted.session(), granted.notice()));
        } catch (Refusal.Thrown e) {
            return Step.refused(name, e.refusal(), candidate.name());
        }
    }

    private void settle(Step step, Attempt attempt) {
        String source = attempt.request().peerAddress();
        if (step.outcome() instanceof LoginOutcome.LoggedIn in) {
            throttle.succeeded(attempt.username(), source);
            // A login that was sent elsewhere comes back without the name that was typed.
            throttle.succeeded(in.user().name(), source);
        } else if (step.kind().isWrongGuess()) {
            throttle.failed(source);
        } else if (step.kind() != Step.Kind.ASKED) {
            // A question may follow a right password, so it stays counted until it is answered: codes are guessed too.
            throttle.excused(attempt.username(), source);
        }
    }
}
