package dev.hubwright.hub.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/**
 * How a console's process and the workspace talk through pipes: lines of a mark, a kind and a text. The mark is one that
 * nobody can guess, so that what other programs print into the same pipe is taken for output.
 */
final class Frames {

    static final String RUN = "run";
    static final String STOP = "stop";
    static final String READY = "ready";
    static final String INPUT = "input";
    static final String MORE = "more";
    static final String OUT = "out";
    static final String VALUE = "value";
    static final String ERROR = "error";
    static final String DONE = "done";

    private final String mark;

    Frames(String mark) {
        this.mark = mark;
    }

    String mark() {
        return mark;
    }

    record Frame(String kind, String text) {}

    /** A line with the break at its end. */
    String line(String kind, byte[] text) {
        return mark + " " + kind + " " + Base64.getEncoder().encodeToString(text) + "\n";
    }

    String line(String kind, String text) {
        return line(kind, text.getBytes(UTF_8));
    }

    /** What a line without its break says, if it is one of ours. */
    Optional<Frame> read(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals(mark)) {
            return Optional.empty();
        }
        return Optional.of(new Frame(parts[1], new String(Base64.getDecoder().decode(parts[2]), UTF_8)));
    }
}
