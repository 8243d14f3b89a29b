package dev.hubwright.auth.ldap;

import dev.hubwright.api.auth.Diagnosis;
import java.util.ArrayList;
import java.util.List;

/** What happened on the way through one login, for whoever wants to read it. Used by one thread. */
final class Trace {

    private final List<Diagnosis.Step> steps = new ArrayList<>();

    void went(String step, String detail) {
        steps.add(new Diagnosis.Step(step, true, detail));
    }

    void failed(String step, String detail) {
        steps.add(new Diagnosis.Step(step, false, detail));
    }

    List<Diagnosis.Step> steps() {
        return List.copyOf(steps);
    }
}
