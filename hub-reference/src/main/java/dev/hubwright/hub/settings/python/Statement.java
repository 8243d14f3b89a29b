package dev.hubwright.hub.settings.python;

import java.util.List;
import java.util.Optional;

/** A statement, taken apart. */
sealed interface Statement {

    /** Where it stands, and how it reads. */
    Place place();

    /**
     * Where a statement stands.
     *
     * @param line its first line
     * @param lastLine its last line, with all that is indented below it
     * @param shown its first line without the content of texts, which may be secret
     */
    record Place(int line, int lastLine, String shown) {}

    /** {@code a = b = value}. */
    record Assign(Place place, List<Expression> targets, Expression value) implements Statement {}

    /** {@code a += value}. */
    record Change(Place place, Expression target, String operator, Expression value) implements Statement {}

    /** {@code a: type}, or with a value. */
    record Annotated(Place place, Expression target, Optional<Expression> value) implements Statement {}

    record Evaluate(Place place, Expression value) implements Statement {}

    record Import(Place place, String name, String dotted) implements Statement {}

    record If(Place place, Expression condition, List<Statement> then, List<Statement> otherwise)
            implements Statement {}

    record For(Place place, Expression target, Expression source, List<Statement> body) implements Statement {}

    /** {@code def} or {@code class}. */
    record Definition(Place place, String keyword, String name) implements Statement {}

    record Pass(Place place) implements Statement {}

    record Delete(Place place, List<Expression> targets) implements Statement {}

    /** What is not read, and why. */
    record Unreadable(Place place, String why) implements Statement {}
}
