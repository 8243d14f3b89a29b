package dev.hubwright.hub.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * How a part of the hub is.
 *
 * @param kind {@code store}, {@code proxy}, {@code authenticator} or {@code spawner}
 * @param name the instance's; empty for what there is once
 * @param status whether it answers
 * @param message what the operator should read, without secrets; empty when there is nothing to say
 * @param since when that was first found out; it is as old as the hub at most
 * @param checked when it was asked last
 * @param lastError what went wrong last, also when all is well again
 */
public record PartHealth(
        String kind,
        String name,
        State status,
        String message,
        Instant since,
        Instant checked,
        Optional<Trouble> lastError) {

    /** Whether a part answers. */
    public enum State {
        /** It does. */
        UP,
        /** It does not. */
        DOWN,
        /** Nobody can ask it. */
        UNKNOWN
    }

    /** Something that went wrong. */
    public record Trouble(String message, Instant time) {}
}
