package dev.hubwright.api.spawn;

/**
 * Which part of a log.
 *
 * @param tailLines how many of the last lines, 1 or more
 * @param follow whether to go on with what is printed from now on
 */
public record LogRequest(int tailLines, boolean follow) {

    /** Checks the number of lines. */
    public LogRequest {
        if (tailLines < 1) {
            throw new IllegalArgumentException("tailLines = " + tailLines + " must be 1 or more");
        }
    }

    /** The last lines so far. */
    public static LogRequest tail(int lines) {
        return new LogRequest(lines, false);
    }
}
