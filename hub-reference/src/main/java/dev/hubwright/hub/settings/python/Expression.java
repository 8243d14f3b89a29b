package dev.hubwright.hub.settings.python;

import java.util.List;
import java.util.Optional;

/** An expression, taken apart. */
sealed interface Expression {

    /** A number, {@code True}, {@code False} or {@code None}, ready to use. */
    record Constant(Object value) implements Expression {}

    /** A text literal; its parts are texts and expressions. */
    record Text(List<Expression> parts) implements Expression {}

    /** The letters of a text literal. */
    record Letters(String text) implements Expression {}

    /** An expression in an f-string. */
    record Inserted(Expression value, String conversion, String format) implements Expression {}

    record Bytes(String letters) implements Expression {}

    record Name(String name) implements Expression {}

    record Attribute(Expression target, String name) implements Expression {}

    record Item(Expression target, Expression index) implements Expression {}

    record Slice(Optional<Expression> from, Optional<Expression> to, Optional<Expression> step) implements Expression {}

    record Call(Expression target, List<Argument> arguments) implements Expression {}

    /**
     * An argument of a call, an element of a list, or an entry of a map.
     *
     * @param name of a named argument; empty for others
     * @param stars 1 and 2 for what is unpacked
     */
    record Argument(String name, int stars, Expression value) {}

    record Unary(String operator, Expression operand) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /** {@code a < b == c}. */
    record Comparison(Expression first, List<String> operators, List<Expression> others) implements Expression {}

    record Conditional(Expression condition, Expression then, Expression otherwise) implements Expression {}

    /** {@code [a, *b]}, {@code (a, b)}, {@code {a, b}}. */
    record Sequence(Kind kind, List<Argument> elements) implements Expression {}

    enum Kind {
        LIST,
        TUPLE,
        SET
    }

    /** A map; a pair without a key is unpacked. */
    record Mapping(List<Pair> pairs) implements Expression {}

    record Pair(Optional<Expression> key, Expression value) {}

    /** {@code [value for targets in source if conditions]}; with a key for maps. */
    record Comprehension(Optional<Kind> kind, Optional<Expression> key, Expression value, List<Loop> loops)
            implements Expression {}

    record Loop(Expression target, Expression source, List<Expression> conditions) {}

    record Lambda() implements Expression {}
}
