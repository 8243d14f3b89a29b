package dev.hubwright.hub.web;

import java.time.Duration;
import java.util.Optional;

/** Ends a request with an error status. The message is for the person or program that asked; it never has a secret. */
public final class HttpError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Optional<Duration> retryAfter;

    /** A status from 400 to 599 and what to tell. */
    public HttpError(int status, String message) {
        this(status, message, Optional.empty());
    }

    /** The same, and when it is worth trying again. */
    public HttpError(int status, String message, Optional<Duration> retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** When it is worth trying again. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The status. */
    public int status() {
        return status;
    }
}
