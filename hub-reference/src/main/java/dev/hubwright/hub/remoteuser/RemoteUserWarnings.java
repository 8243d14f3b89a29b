package dev.hubwright.hub.remoteuser;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import java.util.List;

/** What operators should know about settings that are right. */
final class RemoteUserWarnings {

    private RemoteUserWarnings() {}

    static List<Problem> of(Settings settings) {
        return settings.find(RemoteUserSettings.FRONT_SECRET)
                        .filter(secret -> !secret.isEmpty())
                        .isPresent()
                ? List.of()
                : List.of(Problem.of(
                        "RemoteUserAuthenticator.front_secret",
                        "is not set: every program on a machine of trusted_proxies can say that it is anybody, which on "
                                + "this machine are also the servers of people"));
    }
}
