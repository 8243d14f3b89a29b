package dev.hubwright.hub.settings.python;

import java.util.List;

/**
 * One word of a file.
 *
 * @param kind what it is
 * @param text as it is written; for {@link Kind#UNREADABLE}, why
 * @param pieces of a text literal; empty for all others
 * @param start where it begins in the file
 * @param end where it ends, exclusively
 * @param line counted from 1
 */
record Token(Kind kind, String text, List<Piece> pieces, int start, int end, int line) {

    boolean is(String operatorOrKeyword) {
        return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrKeyword);
    }

    boolean is(Kind candidate) {
        return kind == candidate;
    }

    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        BYTES,
        OPERATOR,
        NEWLINE,
        INDENT,
        DEDENT,
        END,
        UNREADABLE
    }

    /**
     * A piece of a text literal: letters, or for f-strings an expression in braces.
     *
     * @param text the letters, or the source of the expression
     * @param expression whether it is one
     */
    record Piece(String text, boolean expression) {}
}
