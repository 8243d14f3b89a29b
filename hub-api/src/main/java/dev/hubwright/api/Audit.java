package dev.hubwright.api;

import java.util.Map;

/**
 * Hears of everything that somebody may have to account for later: logins, refusals, starts, stops, deaths.
 *
 * <p>Where something took time, {@code seconds} in the details says how much: of the step of a login, or since the
 * server's start began.
 *
 * <p>Called from many threads; must return quickly and never throw.
 */
@FunctionalInterface
public interface Audit {

    /**
     * Takes one event.
     *
     * @param event what happened, such as {@code login}, {@code login-refused}, {@code server-started}
     * @param subject whom it concerns: a hub user name, or what was typed where nothing better is known
     * @param details further facts, none of them secret
     */
    void record(String event, String subject, Map<String, String> details);

    /** Forgets everything. */
    static Audit none() {
        return (event, subject, details) -> {};
    }
}
