package dev.hubwright.auth.ldap;

import dev.hubwright.api.auth.Diagnosis;
import java.util.function.Consumer;

/** Tells what happens on the way through one login to whoever wants to know. Used by one thread. */
record Trace(Consumer<Diagnosis.Step> told) {

    /** Nobody wants to know. */
    static final Trace SILENT = new Trace(step -> {});

    void went(String step, String detail) {
        told.accept(new Diagnosis.Step(step, true, detail));
    }

    void failed(String step, String detail) {
        told.accept(new Diagnosis.Step(step, false, detail));
    }
}
