package dev.hubwright.auth.pam;

import dev.hubwright.api.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What can be seen of the service and of the hub's rights before anybody logs in. */
final class Surroundings {

    private static final Path SHADOW = Path.of("/etc/shadow");

    private final PamConfig config;

    Surroundings(PamConfig config) {
        this.config = config;
    }

    Health health() {
        Optional<PamStack> stack = PamStack.whole(config);
        if (stack.isEmpty()) {
            return Health.down(PamTrouble.noService(config).getMessage());
        }
        if (stack.get().moduleNames().contains("pam_unix.so") && !Files.isReadable(SHADOW)) {
            return Health.degraded("The hub may not read " + SHADOW + ", so pam_unix lets in nobody but its own user; "
                    + "put that user into the group shadow (usermod -aG shadow USER) and start the hub again");
        }
        return config.checkAccount()
                ? Health.up()
                : Health.degraded("PAMAuthenticator.check_account = false " + PamChecks.NO_ACCOUNT_CHECK);
    }

    /** For whoever wants a login explained. */
    void describeTo(Trace trace) {
        PamStack.whole(config)
                .ifPresent(stack -> trace.add(
                        "service",
                        true,
                        "\"" + config.service() + "\" in " + config.folder() + " names "
                                + String.join(", ", stack.moduleNames())));
    }
}
