package dev.hubwright.hub.operation;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.pages.Banner;
import dev.hubwright.hub.store.OperatorNotes;
import dev.hubwright.hub.web.HttpError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Maintenance, and what is announced on every page. What an administrator has said while the hub runs is kept over
 * restarts and stands over the settings until it is taken back. Thread-safe.
 */
public final class Notices {

    /** How long an announcement may be, in characters. */
    public static final int LONGEST = 2000;

    /** What people read where the operator has not said why. */
    public static final String USUAL_MESSAGE =
            "The hub is being worked on; servers cannot be started now. Those that run go on.";

    private static final Duration COME_BACK = Duration.ofMinutes(5);
    private static final String MAINTENANCE = "maintenance";
    private static final String MESSAGE = "maintenance_message";
    private static final String ANNOUNCEMENT = "announcement";

    private final OperatorNotes notes;
    private final Written written;
    private volatile Said said;

    /**
     * What the settings say.
     *
     * @param message why, for people; empty for the usual words
     * @param announcement what stands on every page; empty for nothing
     */
    public record Written(boolean maintenance, String message, String announcement) {

        /** Nothing at all. */
        public static Written nothing() {
            return new Written(false, "", "");
        }
    }

    /**
     * What an administrator has said; what is empty is as the settings say.
     *
     * @param maintenance whether only administrators may log in and start servers
     */
    public record Said(Optional<Boolean> maintenance, Optional<String> message, Optional<String> announcement) {

        /**
         * Refuses what is too long.
         *
         * @throws HttpError 400
         */
        public Said {
            refuseTooLong("message", message);
            refuseTooLong(ANNOUNCEMENT, announcement);
        }

        private static void refuseTooLong(String field, Optional<String> text) {
            int length = text.orElse("").length();
            if (length > LONGEST) {
                throw new HttpError(
                        400, field + " is " + length + " characters long; at most " + LONGEST + " can be shown");
            }
        }

        /** Nothing: everything is as the settings say. */
        public static Said nothing() {
            return new Said(Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Reads what was said before. */
    public Notices(OperatorNotes notes, Written written) throws ProviderException {
        this.notes = notes;
        this.written = written;
        Map<String, String> kept = notes.all();
        this.said = new Said(
                Optional.ofNullable(kept.get(MAINTENANCE)).map(Boolean::valueOf),
                Optional.ofNullable(kept.get(MESSAGE)),
                Optional.ofNullable(kept.get(ANNOUNCEMENT)));
    }

    /** What an administrator has said last. */
    public Said said() {
        return said;
    }

    /** Says something else from now on. */
    public synchronized void say(Said next) throws ProviderException {
        notes.put(MAINTENANCE, next.maintenance().map(String::valueOf));
        notes.put(MESSAGE, next.message());
        notes.put(ANNOUNCEMENT, next.announcement());
        said = next;
    }

    /** Whether only administrators may log in and start servers. */
    public boolean maintenance() {
        return said.maintenance().orElse(written.maintenance());
    }

    /** Why, for people. */
    public String message() {
        String message = said.message().orElse(written.message());
        return message.isBlank() ? USUAL_MESSAGE : message;
    }

    /** What stands on every page; empty for nothing. */
    public String announcement() {
        return said.announcement().orElse(written.announcement());
    }

    /** What pages show. */
    public Banner banner() {
        return new Banner(announcement(), maintenance() ? message() : "");
    }

    /** What keeps somebody from logging in or starting a server now; empty for administrators. */
    public Optional<HttpError> refusal(boolean administrator) {
        return maintenance() && !administrator
                ? Optional.of(new HttpError(503, message(), Optional.of(COME_BACK)))
                : Optional.empty();
    }
}
