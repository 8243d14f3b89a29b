package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.util.Map;
import java.util.Optional;

/** Gets tokens of people for other services. Thread-safe. */
final class LoginTokens {

    private static final String NOT_HERE = "This hub gives out no tokens for that.";

    private final Map<String, Instance> instances;
    private final UserStore users;
    private final Turns turns;
    private final LoginJournal journal;
    private final SingleFlight<Result> flights = new SingleFlight<>();

    LoginTokens(Map<String, Instance> instances, UserStore users, Turns turns, LoginJournal journal) {
        this.instances = instances;
        this.users = users;
        this.turns = turns;
        this.journal = journal;
    }

    TokenAnswer token(String user, String resource, String usedBy) throws ProviderException, InterruptedException {
        TokenAnswer answer =
                flights.run(user + "\0" + resource, () -> ask(user, resource)).get();
        journal.token(user, resource, usedBy, answer);
        return answer;
    }

    private Result ask(String user, String resource) {
        try (Turns.Turn turn = turns.take(user)) {
            Optional<UserRecord> known = users.find(user);
            Optional<Instance> instance = known.map(UserRecord::instance).map(instances::get);
            if (instance.isEmpty() || !instance.get().gives(resource) || isRefused(known.get(), instance.get())) {
                return Result.of(new TokenAnswer.Forbidden(NOT_HERE));
            }
            return Result.of(ask(instance.get(), known.get(), resource));
        } catch (ProviderException e) {
            return new Result(Optional.empty(), Optional.of(e), false);
        } catch (InterruptedException e) {
            return new Result(Optional.empty(), Optional.empty(), true);
        }
    }

    private TokenAnswer ask(Instance instance, UserRecord user, String resource)
            throws ProviderException, InterruptedException {
        TokenAnswer answer = instance.token(Candidate.said(user), user.authState(), resource);
        if (answer instanceof TokenAnswer.Issued issued && !issued.authState().equals(user.authState())) {
            users.update(user.name(), kept -> replaced(kept.orElse(user), user.authState(), issued.authState()));
        }
        return answer;
    }

    /** What a login has brought in the meantime is newer than what the issuer gave for the state before. */
    private static UserRecord replaced(UserRecord kept, Opaque asked, Opaque given) {
        return kept.authState().equals(asked) ? kept.withAuthState(given) : kept;
    }

    private static boolean isRefused(UserRecord user, Instance instance) {
        return Admission.refusal(Candidate.ofKept(user, instance.rules()), Optional.of(user))
                .isPresent();
    }

    private record Result(Optional<TokenAnswer> answer, Optional<ProviderException> outage, boolean interrupted) {

        static Result of(TokenAnswer answer) {
            return new Result(Optional.of(answer), Optional.empty(), false);
        }

        TokenAnswer get() throws ProviderException, InterruptedException {
            if (interrupted) {
                throw new InterruptedException();
            }
            if (outage.isPresent()) {
                throw outage.get();
            }
            return answer.orElseThrow();
        }
    }
}
