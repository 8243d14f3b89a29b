package dev.hubwright.auth.pam;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes what happens in a login, for whoever wants it explained. Used by one thread. */
final class Trace {

    private final List<Diagnosis.Step> steps = new ArrayList<>();

    void add(String name, boolean success, String detail) {
        steps.add(new Diagnosis.Step(name, success, detail));
    }

    void account(String user, Optional<LocalAccount> account) {
        add(
                "account",
                true,
                account.map(found -> "\"" + user + "\" is the local account \"" + found.name() + "\", uid "
                                + found.uid() + ", groups " + String.join(", ", found.groups()))
                        .orElse("PAM knows \"" + user + "\", and there is no local account of that name"));
    }

    void verdict(AuthResult result) {
        String detail = result.toString();
        if (result instanceof AuthResult.Denied denied) {
            detail = denied.reason() + denied.detail().map(text -> ": " + text).orElse("");
        }
        add("verdict", !(result instanceof AuthResult.Denied), detail);
    }

    List<Diagnosis.Step> steps() {
        return List.copyOf(steps);
    }
}
