package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Exchanges tokens that people gave to services. Thread-safe. */
final class LoginExchanges {

    private static final String NOT_HERE = "This hub does not exchange this token.";

    private final Collection<Instance> instances;
    private final UserStore users;
    private final LoginJournal journal;

    LoginExchanges(Collection<Instance> instances, UserStore users, LoginJournal journal) {
        this.instances = List.copyOf(instances);
        this.users = users;
        this.journal = journal;
    }

    LoginPipeline.Exchanged exchange(String service, Secret token, String resource)
            throws ProviderException, InterruptedException {
        String usedBy = "service " + service;
        String why = "neither token_services nor token_resources has it";
        for (Instance instance : instances) {
            if (!instance.exchanges(service, resource)) {
                continue;
            }
            AuthResult holder = instance.holder(token);
            Optional<UserRecord> user = user(instance, holder);
            if (user.isPresent()) {
                TokenAnswer answer = answer(instance, user.get(), token, resource);
                journal.token(user.get().name(), resource, usedBy, answer);
                return new LoginPipeline.Exchanged(user, answer);
            }
            why = holder instanceof AuthResult.Denied denied
                    ? Refusal.detail(denied, "the authenticator's verdict")
                    : "its person has never logged in here";
        }
        journal.notExchanged(usedBy, resource, why);
        return new LoginPipeline.Exchanged(Optional.empty(), new TokenAnswer.Forbidden(NOT_HERE));
    }

    private Optional<UserRecord> user(Instance instance, AuthResult holder) throws ProviderException {
        if (!(holder instanceof AuthResult.Granted granted)
                || granted.identity().subject().isEmpty()) {
            return Optional.empty();
        }
        return users.pinnedTo(granted.identity().subject().get()).stream()
                .filter(user -> user.instance().equals(instance.name()))
                .max(UserRecord.LAST_SEEN);
    }

    private static TokenAnswer answer(Instance instance, UserRecord user, Secret token, String resource)
            throws ProviderException, InterruptedException {
        return Admission.refusal(Candidate.ofKept(user, instance.rules()), Optional.of(user))
                        .isPresent()
                ? new TokenAnswer.Forbidden(NOT_HERE)
                : instance.onBehalfOf(token, resource);
    }
}
