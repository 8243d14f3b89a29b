package dev.hubwright.hub.cli;

import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.Diagnosis;
import dev.hubwright.api.auth.LoginPipeline.Explained;
import dev.hubwright.hub.LoginCheck;
import dev.hubwright.hub.settings.HubConfiguration;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.ExitCode;

/** Prints a login step by step. */
final class LoginReport {

    private static final int REFUSED = 3;
    private static final int UNAVAILABLE = 4;

    private LoginReport() {}

    /** Tries the login and gives the exit code that says what came of it. */
    static int of(HubConfiguration configuration, Surroundings surroundings, AuthRequest attempt) throws Exception {
        PrintWriter out = surroundings.out();
        boolean several = configuration.authenticators().size() > 1;
        out.println("The login of " + attempt.username() + ":");
        try (LoginCheck check = LoginCheck.of(configuration, surroundings.environment())) {
            Explained explained =
                    check.explain(attempt, (instance, step) -> out.println(line(several ? instance + ": " : "", step)));
            out.println(verdict(explained));
            return code(explained);
        }
    }

    private static String line(String prefix, Diagnosis.Step step) {
        // What directories say may hold anything; a line of ours must stay one.
        String detail = step.detail().replaceAll("\\p{Cntrl}+", " ");
        return String.format(
                Locale.ROOT, "  %-4s %s%s: %s", step.success() ? "ok" : "FAIL", prefix, step.name(), detail);
    }

    private static String verdict(Explained explained) {
        return switch (explained) {
            case LET_IN -> "The login succeeds.";
            case REFUSED -> "The login is refused.";
            case ASKED_MORE -> "The login goes on in a browser; whether it succeeds cannot be told here.";
            case UNAVAILABLE -> "The login gets no answer.";
        };
    }

    private static int code(Explained explained) {
        return switch (explained) {
            case LET_IN -> ExitCode.OK;
            case REFUSED, ASKED_MORE -> REFUSED;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}
