package dev.hubwright.auth.pam;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.auth.Diagnosis;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells what happens in a login to whoever wants it explained. Used by one thread. */
record Trace(Consumer<Diagnosis.Step> told) {

    /** Nobody wants to know. */
    static final Trace SILENT = new Trace(step -> {});

    void add(String name, boolean success, String detail) {
        told.accept(new Diagnosis.Step(name, success, detail));
    }

    void account(String user, Optional<LocalAccount> account) {
        add(
                "account",
                true,
                account.map(found -> "\"" + user + "\" is the local account \"" + found.name() + "\", uid "
                                + found.uid() + ", groups " + String.join(", ", found.groups()))
                        .orElse("PAM knows \"" + user + "\", and there is no local account of that name"));
    }
}
