package dev.hubwright.api.auth;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator's log and the audit about each verdict, once. */
final class LoginJournal {

    private static final Logger LOG = LoggerFactory.getLogger(LoginPipeline.class);

    private static final String SECONDS = "seconds";

    private final Audit audit;

    LoginJournal(Audit audit) {
        this.audit = audit;
    }

    void loggedIn(String user, String instance, String source, Duration took) {
        LOG.info("{} logged in by {} from {}", user, instance, source);
        audit.record("login", user, Map.of("instance", instance, "from", source, SECONDS, seconds(took)));
    }

    void loginRefused(String whom, String instance, String source, Refusal refusal, Duration took) {
        refused("login-refused", whom, instance, source, refusal, Map.of(SECONDS, seconds(took)));
    }

    void refreshRefused(String user, String instance, Refusal refusal) {
        refused("refresh-refused", user, instance, "", refusal, Map.of());
    }

    private void refused(
            String event, String whom, String instance, String source, Refusal refusal, Map<String, String> more) {
        String shown = UserNames.shown(whom);
        LOG.warn(
                "{} of \"{}\" by {} from {}: {}, {}",
                event,
                shown,
                instance,
                source,
                refusal.reason(),
                refusal.detail());
        Map<String, String> details = new LinkedHashMap<>(more);
        details.put("instance", instance);
        details.put("from", source);
        details.put("reason", refusal.reason().name());
        details.put("detail", refusal.detail());
        audit.record(event, shown, Map.copyOf(details));
    }

    void token(String user, String resource, String usedBy, TokenAnswer answer) {
        String event = answer instanceof TokenAnswer.Issued
                ? "token-issued"
                : answer instanceof TokenAnswer.LoginNeeded ? "token-login-needed" : "token-refused";
        String shown = UserNames.shown(resource);
        LOG.info("{} of {} for \"{}\" to {}", event, user, shown, usedBy);
        audit.record(event, user, Map.of("resource", shown, "used-by", usedBy));
    }

    /** A service shows a token that says nothing about anybody here. */
    void notExchanged(String usedBy, String resource, String why) {
        String shown = UserNames.shown(resource);
        LOG.info("token-refused for \"{}\" to {}: {}", shown, usedBy, why);
        audit.record("token-refused", "", Map.of("resource", shown, "used-by", usedBy, "reason", why));
    }

    void unpinned(String user) {
        LOG.info("{} was unpinned", user);
        audit.record("unpinned", user, Map.of());
    }

    void loginUnavailable(String whom, String instance, ProviderException outage, Duration took) {
        unavailable(whom, instance, outage, Map.of(SECONDS, seconds(took)));
    }

    void refreshUnavailable(String whom, String instance, ProviderException outage) {
        unavailable(whom, instance, outage, Map.of());
    }

    private void unavailable(String whom, String instance, ProviderException outage, Map<String, String> more) {
        Throwable cause = outage.getCause();
        if (cause instanceof RuntimeException || cause instanceof Error) {
            LOG.error("{}", outage.getMessage(), cause);
        } else {
            LOG.warn("Authenticator {} cannot answer: {}", instance, outage.getMessage());
        }
        Map<String, String> details = new LinkedHashMap<>(more);
        details.put("instance", instance);
        details.put("detail", String.valueOf(outage.getMessage()));
        audit.record("login-unavailable", UserNames.shown(whom), Map.copyOf(details));
    }

    private static String seconds(Duration took) {
        return Double.toString(took.toNanos() / 1e9);
    }
}
