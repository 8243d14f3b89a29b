package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderException;
import java.util.Locale;

/** The engine said no, or said nothing. */
final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int NO_ANSWER = 0;

    private final int status;

    EngineException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static EngineException noAnswer(String message, Throwable cause) {
        return new EngineException(NO_ANSWER, message, cause);
    }

    /** Podman says 500 of a container that somebody removes while it is asked about it. */
    boolean isMissing() {
        return status == 404
                || (status == 500 && getMessage().toLowerCase(Locale.ROOT).contains("no such container"));
    }

    boolean isConflict() {
        return status == 409;
    }

    /** Whether it is in the wanted state already. */
    boolean isDoneAlready() {
        return status == 304;
    }

    boolean isNoAnswer() {
        return status == NO_ANSWER;
    }

    /** Whether the engine found the request itself wrong. */
    boolean isRequestRefused() {
        return status == 400 || status == 403;
    }

    /** For the hub: what was tried, and what the engine said. */
    ProviderException toProvider(String publicMessage, String attempt) {
        String detail = attempt + ": " + getMessage();
        return isRequestRefused() || isMissing() || isConflict()
                ? ProviderException.permanent(publicMessage, detail, this)
                : ProviderException.retryable(publicMessage, detail, this);
    }
}
