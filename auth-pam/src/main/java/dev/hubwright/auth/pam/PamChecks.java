package dev.hubwright.auth.pam;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.util.ArrayList;
import java.util.List;

/** Looks at settings for what is wrong between them, or worth a word. Does no I/O. */
final class PamChecks {

    static final String NO_ACCOUNT_CHECK =
            "lets in accounts that have expired, are switched off or may not log in here";

    private PamChecks() {}

    static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        if (settings.get(PamSettings.CREATE_SYSTEM_USERS)
                && settings.get(AuthenticatorSettings.REQUIRE_LOCAL_ACCOUNT)) {
            problems.add(settings.problem(
                    PamSettings.CREATE_SYSTEM_USERS,
                    "makes accounts before the first server starts, and require_local_account wants them at the login "
                            + "already; leave out one of the two"));
        }
        return problems;
    }

    static List<Problem> warnings(Settings settings) {
        List<Problem> warnings = new ArrayList<>();
        if (!settings.get(PamSettings.CHECK_ACCOUNT)) {
            warnings.add(settings.problem(PamSettings.CHECK_ACCOUNT, "= false " + NO_ACCOUNT_CHECK));
        }
        if (settings.isSet(PamSettings.UIDS) && !settings.get(PamSettings.CREATE_SYSTEM_USERS)) {
            warnings.add(settings.problem(PamSettings.UIDS, "has no effect without create_system_users"));
        }
        return warnings;
    }
}
