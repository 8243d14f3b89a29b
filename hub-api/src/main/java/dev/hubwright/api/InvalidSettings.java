package dev.hubwright.api;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used. Carries everything that is wrong with them, so that one look is enough. */
public final class InvalidSettings extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Takes all problems.
     *
     * @throws IllegalArgumentException if there are none
     */
    public InvalidSettings(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("No problem, no exception");
        }
        this.problems = List.copyOf(problems);
    }

    /** Takes a single problem. */
    public InvalidSettings(String path, String message) {
        this(List.of(Problem.of(path, message)));
    }

    /** What is wrong, in the order of the settings. */
    public List<Problem> problems() {
        return problems;
    }

    /** Throws what {@code problems} holds, if anything. */
    public static void throwIfAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }
}
