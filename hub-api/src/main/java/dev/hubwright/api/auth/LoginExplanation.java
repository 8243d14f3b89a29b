package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.LoginPipeline.Explained;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Goes the way of a login, in the order in which {@link LoginAttempts} asks, and tells about it. Thread-safe. */
final class LoginExplanation {

    private final LoginSteps steps;

    LoginExplanation(LoginSteps steps) {
        this.steps = steps;
    }

    Explained of(Collection<Instance> asked, AuthRequest request, BiConsumer<String, Diagnosis.Step> told)
            throws InterruptedException {
        Explained heaviest = Explained.REFUSED;
        for (Instance instance : asked) {
            Consumer<Diagnosis.Step> ofInstance = step -> told.accept(instance.name(), step);
            try {
                AuthResult result = instance.explain(request, ofInstance);
                Explained explained = judge(instance, result, ofInstance);
                if (explained != Explained.REFUSED || isDefinite(result)) {
                    return explained;
                }
            } catch (ProviderException e) {
                ofInstance.accept(new Diagnosis.Step("no answer", false, e.getMessage()));
                heaviest = Explained.UNAVAILABLE;
            }
        }
        return heaviest;
    }

    boolean ofRules(UserRecord user, Map<String, Instance> instances, BiConsumer<String, Diagnosis.Step> told)
            throws ProviderException, InterruptedException {
        if (!user.instance().isEmpty() && !instances.containsKey(user.instance())) {
            told.accept(
                    user.instance(),
                    new Diagnosis.Step("authenticator", false, "is not in the settings any more; unpin the user"));
            return false;
        }
        boolean open = false;
        for (Instance instance :
                user.instance().isEmpty() ? instances.values() : List.of(instances.get(user.instance()))) {
            Candidate candidate = Candidate.ofKept(instance.name(), user, instance.rules());
            open |= steps.explain(candidate, step -> told.accept(instance.name(), step));
        }
        return open;
    }

    private Explained judge(Instance instance, AuthResult result, Consumer<Diagnosis.Step> told)
            throws ProviderException, InterruptedException {
        if (result instanceof AuthResult.Granted granted) {
            told.accept(new Diagnosis.Step(
                    "authenticated",
                    true,
                    "as \"" + UserNames.shown(granted.identity().name()) + "\""));
            Candidate candidate = Candidate.of(instance.name(), instance.rules(), granted);
            return steps.explain(candidate, told) ? Explained.LET_IN : Explained.REFUSED;
        }
        if (result instanceof AuthResult.Denied denied) {
            String detail = denied.reason() + ", " + Refusal.detail(denied, "the authenticator's verdict");
            told.accept(new Diagnosis.Step("authenticated", false, detail));
            return Explained.REFUSED;
        }
        if (result instanceof AuthResult.Challenge challenge) {
            told.accept(new Diagnosis.Step("authenticated", false, "the person is asked: " + challenge.message()));
            return Explained.ASKED_MORE;
        }
        if (result instanceof AuthResult.Redirect redirect) {
            String where = redirect.uri().getScheme() + "://" + redirect.uri().getRawAuthority();
            told.accept(new Diagnosis.Step("authenticated", false, "the browser is sent to " + where));
            return Explained.ASKED_MORE;
        }
        told.accept(new Diagnosis.Step("authenticated", false, "takes no passwords"));
        return Explained.REFUSED;
    }

    /** Whether the next authenticator is not asked any more. */
    private static boolean isDefinite(AuthResult result) {
        return result instanceof AuthResult.Granted
                || result instanceof AuthResult.Denied denied
                        && (denied.reason() != DenialReason.BAD_CREDENTIALS
                                || denied.publicMessage().isPresent());
    }
}
