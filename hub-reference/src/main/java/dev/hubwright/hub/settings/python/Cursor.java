package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Token.Kind;
import java.util.List;
import java.util.Set;

/** A place in a list of words that ends with {@link Kind#END}. */
final class Cursor {

    private static final Set<Kind> BETWEEN = Set.of(Kind.NEWLINE, Kind.INDENT, Kind.DEDENT, Kind.END);

    private final List<Token> tokens;
    private int index;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(index);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(index + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (index < tokens.size() - 1) {
            index++;
        }
        return token;
    }

    /** The word before this place that is neither the end of a line nor of a block. */
    Token last() {
        int last = Math.max(0, index - 1);
        while (last > 0 && BETWEEN.contains(tokens.get(last).kind())) {
            last--;
        }
        return tokens.get(last);
    }

    int index() {
        return index;
    }

    void returnTo(int earlier) {
        index = earlier;
    }

    boolean accept(String text) {
        if (peek().is(text)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String text) throws Unreadable {
        if (!accept(text)) {
            throw unexpected();
        }
    }

    String name() throws Unreadable {
        if (!peek().is(Kind.NAME)) {
            throw unexpected();
        }
        return next().text();
    }

    Unreadable unexpected() {
        Token token = peek();
        return switch (token.kind()) {
            case UNREADABLE -> new Unreadable(token.text());
            case NEWLINE, END -> new Unreadable("ends too early");
            case TEXT, BYTES -> new Unreadable("has a text where none can be");
            default -> new Unreadable("is not understood at \"" + token.text() + "\"");
        };
    }
}
