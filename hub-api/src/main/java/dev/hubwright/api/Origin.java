package dev.hubwright.api;

/**
 * Where a value was written: {@code hub.yaml:12}, {@code environment variable OAUTH_CLIENT_ID}, {@code --port}.
 *
 * @param description what a person reads
 */
public record Origin(String description) {

    /** A value that was set by code. */
    public static final Origin CODE = new Origin("");

    /** A line of a file, counted from 1. */
    public static Origin line(String file, int line) {
        return new Origin(file + ":" + line);
    }

    /** An environment variable. */
    public static Origin variable(String name) {
        return new Origin("environment variable " + name);
    }
}
