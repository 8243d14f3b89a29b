package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

/**
 * How a provider is.
 *
 * @param state whether it works
 * @param message one sentence for the operator, without secrets; empty when there is nothing to say
 */
public record Health(State state, String message) {

    /** Whether a provider works. */
    public enum State {
        /** It works. */
        UP,
        /** It works, but the operator should read the message: a plaintext connection, one of two servers gone. */
        DEGRADED,
        /** It cannot give answers. */
        DOWN
    }

    /** Checks that nothing is missing. */
    public Health {
        requireNonNull(state, "state");
        requireNonNull(message, "message");
    }

    /** It works and there is nothing to say. */
    public static Health up() {
        return new Health(State.UP, "");
    }

    /** It works, with a remark. */
    public static Health degraded(String message) {
        return new Health(State.DEGRADED, message);
    }

    /** It does not work, and why. */
    public static Health down(String message) {
        return new Health(State.DOWN, message);
    }
}
