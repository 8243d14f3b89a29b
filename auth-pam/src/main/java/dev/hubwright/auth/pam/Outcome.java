package dev.hubwright.auth.pam;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a transaction with PAM ended.
 *
 * @param phase the last function that was called
 * @param code what it returned
 * @param user the name that the modules left, which may differ from the one that was typed
 * @param environment the variables that the modules set
 * @param said what modules said before the secret was proved
 * @param told what they said afterwards, which the person may read
 * @param delay how long a failure should be held back, as a module wished
 * @param unanswered whether somebody was asked and never answered
 * @param defect what went wrong in our own callback
 */
record Outcome(
        Phase phase,
        int code,
        String user,
        Map<String, String> environment,
        List<String> said,
        List<String> told,
        Duration delay,
        boolean unanswered,
        Optional<Throwable> defect) {

    Outcome {
        environment = Map.copyOf(environment);
        said = List.copyOf(said);
        told = List.copyOf(told);
    }

    /** The functions, in their order. */
    enum Phase {
        START("pam_start"),
        AUTHENTICATE("pam_authenticate"),
        ACCOUNT("pam_acct_mgmt"),
        CHANGE("pam_chauthtok");

        private final String function;

        Phase(String function) {
            this.function = function;
        }

        String function() {
            return function;
        }
    }

    boolean isSuccess() {
        return PamCode.SUCCESS.is(code);
    }

    /** Whether the person has proved that they know the secret. */
    boolean isProved() {
        return phase == Phase.ACCOUNT || phase == Phase.CHANGE || isSuccess() || PamCode.NEW_AUTHTOK_REQD.is(code);
    }

    String describe() {
        return phase.function() + " gives " + PamCode.describe(code);
    }

    /** For the operator: the function, its answer, and what modules said. */
    String detail() {
        List<String> texts = isProved() ? told : said;
        return texts.isEmpty() ? describe() : describe() + ", saying \"" + String.join(" ", texts) + "\"";
    }

    @Override
    public String toString() {
        return "Outcome[" + describe() + "]";
    }
}
