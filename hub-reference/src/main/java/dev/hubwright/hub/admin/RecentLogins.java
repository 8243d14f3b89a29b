package dev.hubwright.hub.admin;

import dev.hubwright.api.Audit;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Remembers the last logins and why they came to nothing, as long as the hub runs. Thread-safe. */
public final class RecentLogins implements Audit {

    private static final int MOST = 200;
    private static final int LONGEST = 500;
    private static final Map<String, String> OUTCOMES = Map.of(
            "login", "in",
            "login-refused", "refused",
            "refresh-refused", "refused",
            "login-unavailable", "unavailable");

    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private final Clock clock;

    /** Remembers nothing yet. */
    public RecentLogins(Clock clock) {
        this.clock = clock;
    }

    /** One try; see {@code LoginsPage.Attempt}. */
    record Attempt(Instant time, String outcome, String user, String authenticator, String source, String detail) {}

    @Override
    public void record(String event, String subject, Map<String, String> details) {
        String outcome = OUTCOMES.get(event);
        if (outcome == null) {
            return;
        }
        String detail = details.getOrDefault("detail", "");
        Attempt attempt = new Attempt(
                clock.instant(),
                outcome,
                subject,
                details.getOrDefault("instance", ""),
                details.getOrDefault("from", ""),
                detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail);
        synchronized (attempts) {
            attempts.addFirst(attempt);
            if (attempts.size() > MOST) {
                attempts.removeLast();
            }
        }
    }

    /** The latest comes first. */
    List<Attempt> latest() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }
}
