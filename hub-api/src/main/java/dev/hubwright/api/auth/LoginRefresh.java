package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Looks again at people who are logged in. Thread-safe. */
final class LoginRefresh {

    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(30);

    private final Map<String, Instance> instances;
    private final UserStore users;
    private final LoginSteps steps;
    private final Turns turns;
    private final LoginJournal journal;
    private final Clock clock;
    private final SingleFlight<LoginOutcome> flights = new SingleFlight<>();
    private final Map<String, Past> refusals = new ConcurrentHashMap<>();

    LoginRefresh(
            Map<String, Instance> instances,
            UserStore users,
            LoginSteps steps,
            Turns turns,
            LoginJournal journal,
            Clock clock) {
        this.instances = instances;
        this.users = users;
        this.steps = steps;
        this.turns = turns;
        this.journal = journal;
        this.clock = clock;
    }

    LoginOutcome ifDue(String user) {
        return refresh(user, false);
    }

    LoginOutcome ifDue(UserRecord user) {
        try {
            return refresh(user, false);
        } catch (ProviderException e) {
            journal.refreshUnavailable(user.name(), user.instance(), e);
            return new LoginOutcome.Unavailable(e.publicMessage());
        }
    }

    LoginOutcome now(String user) {
        return refresh(user, true);
    }

    /** Whether every authenticator by which this person could come in blocks the name. */
    boolean isBlocked(UserRecord user) {
        Collection<Instance> ways =
                instances.containsKey(user.instance()) ? List.of(instances.get(user.instance())) : instances.values();
        return !ways.isEmpty()
                && ways.stream().allMatch(way -> Candidate.ofKept(way.name(), user, way.rules())
                        .isBlocked());
    }

    private LoginOutcome refresh(String user, boolean always) {
        try {
            Optional<UserRecord> found = users.find(user);
            if (found.isEmpty()) {
                return refused(user, "", "the user was removed");
            }
            return refresh(found.get(), always);
        } catch (ProviderException e) {
            journal.refreshUnavailable(user, "", e);
            return new LoginOutcome.Unavailable(e.publicMessage());
        }
    }

    private LoginOutcome refresh(UserRecord user, boolean always) throws ProviderException {
        if (isBlocked(user)) {
            return refused(
                    user.name(),
                    user.instance(),
                    Refusal.of(DenialReason.BLOCKED, "named in Authenticator.blocked_users", Refusal.LOG_IN_AGAIN));
        }
        if (user.instance().isEmpty()) {
            // Made by an administrator and never seen by an authenticator: there is nobody to ask.
            return new LoginOutcome.LoggedIn(user);
        }
        Instance instance = instances.get(user.instance());
        if (instance == null) {
            return refused(user.name(), user.instance(), "this authenticator is not in the settings any more");
        }
        if (!always && !instance.isDue(user)) {
            return new LoginOutcome.LoggedIn(user);
        }
        Past past = refusals.get(user.name());
        if (!always && past != null && past.holds(user, clock.instant())) {
            return past.outcome();
        }
        try {
            return flights.run(user.name(), () -> ask(instance, user, always));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LoginOutcome.LoggedIn(user);
        }
    }

    private LoginOutcome ask(Instance instance, UserRecord found, boolean always) {
        UserRecord user = found;
        try (Turns.Turn turn = turns.take(found.name())) {
            // Whoever came just too late for another request's answer finds it in the store, with the new auth state.
            user = users.find(found.name()).orElse(found);
            if (!always && !instance.isDue(user)) {
                return new LoginOutcome.LoggedIn(user);
            }
            AuthResult result = instance.refresh(Candidate.said(user), user.authState());
            if (result instanceof AuthResult.Granted granted) {
                Candidate candidate = Candidate.of(instance.name(), instance.rules(), granted);
                LoginOutcome outcome = new LoginOutcome.LoggedIn(steps.refresh(user, candidate));
                refusals.remove(user.name());
                return outcome;
            }
            return refused(user, instance.name(), refusal(result));
        } catch (Refusal.Thrown e) {
            return refused(user, instance.name(), e.refusal());
        } catch (ProviderException e) {
            journal.refreshUnavailable(user.name(), instance.name(), e);
            return new LoginOutcome.LoggedIn(user);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LoginOutcome.LoggedIn(user);
        }
    }

    /** Unless the person has logged in while the authenticator was asked: then that answer is about a time before. */
    private LoginOutcome refused(UserRecord asked, String instance, Refusal refusal) {
        try {
            Optional<UserRecord> now = users.find(asked.name());
            if (now.isPresent() && !now.get().authenticated().equals(asked.authenticated())) {
                return new LoginOutcome.LoggedIn(now.get());
            }
        } catch (ProviderException e) {
            journal.refreshUnavailable(asked.name(), instance, e);
            return new LoginOutcome.Unavailable(e.publicMessage());
        }
        LoginOutcome outcome = refused(asked.name(), instance, refusal);
        refusals.put(
                asked.name(), new Past(asked.authenticated(), clock.instant().plus(REFUSAL_HOLDS), outcome));
        return outcome;
    }

    private static Refusal refusal(AuthResult result) {
        if (result instanceof AuthResult.Denied denied) {
            String message = denied.publicMessage().orElse(Refusal.LOG_IN_AGAIN);
            return Refusal.of(denied.reason(), Refusal.detail(denied, "the authenticator's verdict"), message);
        }
        return Refusal.of(DenialReason.FLOW_EXPIRED, "the person has to take part again", Refusal.LOG_IN_AGAIN);
    }

    private LoginOutcome refused(String user, String instance, String detail) {
        return refused(user, instance, Refusal.of(DenialReason.NOT_ALLOWED, detail, Refusal.LOG_IN_AGAIN));
    }

    private LoginOutcome refused(String user, String instance, Refusal refusal) {
        journal.refreshRefused(user, instance, refusal);
        return refusal.outcome();
    }

    /** A refusal that need not be asked for again at each request of a program that goes on trying. */
    private record Past(Optional<Instant> authenticated, Instant until, LoginOutcome outcome) {

        boolean holds(UserRecord user, Instant now) {
            return user.authenticated().equals(authenticated) && now.isBefore(until);
        }
    }
}
