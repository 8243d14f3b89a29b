package dev.hubwright.api.auth;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator's log and the audit about each verdict, once. */
final class LoginJournal {

    private static final Logger LOG = LoggerFactory.getLogger(LoginPipeline.class);

    private final Audit audit;

    LoginJournal(Audit audit) {
        this.audit = audit;
    }

    void loggedIn(String user, String instance, String source) {
        LOG.info("{} logged in by {} from {}", user, instance, source);
        audit.record("login", user, Map.of("instance", instance, "from", source));
    }

    void refused(String event, String whom, String instance, String source, Refusal refusal) {
        String shown = UserNames.shown(whom);
        LOG.warn(
                "{} of \"{}\" by {} from {}: {}, {}",
                event,
                shown,
                instance,
                source,
                refusal.reason(),
                refusal.detail());
        audit.record(
                event,
                shown,
                Map.of(
                        "instance",
                        instance,
                        "from",
                        source,
                        "reason",
                        refusal.reason().name(),
                        "detail",
                        refusal.detail()));
    }

    void unpinned(String user) {
        LOG.info("{} was unpinned", user);
        audit.record("unpinned", user, Map.of());
    }

    void unavailable(String whom, String instance, ProviderException outage) {
        Throwable cause = outage.getCause();
        if (cause instanceof RuntimeException || cause instanceof Error) {
            LOG.error("{}", outage.getMessage(), cause);
        } else {
            LOG.warn("Authenticator {} cannot answer: {}", instance, outage.getMessage());
        }
        audit.record(
                "login-unavailable",
                UserNames.shown(whom),
                Map.of("instance", instance, "detail", String.valueOf(outage.getMessage())));
    }
}
