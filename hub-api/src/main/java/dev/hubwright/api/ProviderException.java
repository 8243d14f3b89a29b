package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

/**
 * A provider cannot give an answer: the directory is down, the engine does not respond, the disk is full.
 *
 * <p>It is never a refusal: "wrong password" and "not allowed" are ordinary results. It has two texts: one for the
 * person who waits, without names of hosts or files, and one for the operator. Neither may contain a secret. Providers
 * throw and do not log; the hub logs once.
 */
public final class ProviderException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String publicMessage;
    private final boolean retryable;

    private ProviderException(String publicMessage, boolean retryable, String detail, Throwable cause) {
        super(requireNonNull(detail, "detail"), cause);
        this.publicMessage = requireNonNull(publicMessage, "publicMessage");
        this.retryable = retryable;
    }

    /**
     * A trouble that may pass by itself.
     *
     * @param publicMessage what the person reads
     * @param detail what the operator reads: the thing, its value and the remedy
     */
    public static ProviderException retryable(String publicMessage, String detail, Throwable cause) {
        return new ProviderException(publicMessage, true, detail, cause);
    }

    /** The same, where nothing else was thrown before. */
    public static ProviderException retryable(String publicMessage, String detail) {
        return new ProviderException(publicMessage, true, detail, null);
    }

    /**
     * A trouble that stays until somebody changes something.
     *
     * @param publicMessage what the person reads
     * @param detail what the operator reads: the thing, its value and the remedy
     */
    public static ProviderException permanent(String publicMessage, String detail, Throwable cause) {
        return new ProviderException(publicMessage, false, detail, cause);
    }

    /** The same, where nothing else was thrown before. */
    public static ProviderException permanent(String publicMessage, String detail) {
        return new ProviderException(publicMessage, false, detail, null);
    }

    /** What the person who waits may read. */
    public String publicMessage() {
        return publicMessage;
    }

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean retryable() {
        return retryable;
    }
}
