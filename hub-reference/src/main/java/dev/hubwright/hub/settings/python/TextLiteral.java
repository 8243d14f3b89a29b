package dev.hubwright.hub.settings.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds where a text literal ends and what it says: all prefixes and quotes of Python, and the typographic quotes that
 * pasted files have.
 */
final class TextLiteral {

    private static final String SINGLE = "'\u2018\u2019\u201a\u201b";
    private static final String DOUBLE = "\"\u201c\u201d\u201e\u201f";
    private static final String PREFIXES = "rbfuRBFU";

    private final String source;
    private final int start;
    private int position;
    private String prefix = "";
    private final StringBuilder letters = new StringBuilder();
    private final List<Token.Piece> pieces = new ArrayList<>();

    private TextLiteral(String source, int start) {
        this.source = source;
        this.start = start;
        this.position = start;
    }

    /** Whether a literal begins here. */
    static boolean beginsAt(String source, int start) {
        int quote = start;
        while (quote < source.length() && quote - start < 2 && PREFIXES.indexOf(source.charAt(quote)) >= 0) {
            quote++;
        }
        return quote < source.length() && isQuote(source.charAt(quote));
    }

    static boolean isTypographic(char quote) {
        return isQuote(quote) && quote != '\'' && quote != '"';
    }

    /** The literal as a token; unreadable if it does not end. */
    static Token read(String source, int start, int line) {
        return new TextLiteral(source, start).read(line);
    }

    private Token read(int line) {
        while (PREFIXES.indexOf(source.charAt(position)) >= 0) {
            position++;
        }
        prefix = source.substring(start, position).toLowerCase(Locale.ROOT);
        char quote = source.charAt(position);
        boolean triple =
                !isTypographic(quote) && source.startsWith(String.valueOf(quote).repeat(3), position);
        int end = triple ? endOfTriple(quote) : endOfLine(quote);
        if (end < 0) {
            int stop = triple ? source.length() : lineEnd(position);
            return new Token(Token.Kind.UNREADABLE, "has a text without a closing quote", List.of(), start, stop, line);
        }
        String body = source.substring(position + (triple ? 3 : 1), end);
        take(body);
        Token.Kind kind = prefix.contains("b") ? Token.Kind.BYTES : Token.Kind.TEXT;
        return new Token(kind, "", List.copyOf(pieces), start, end + (triple ? 3 : 1), line);
    }

    private int endOfTriple(char quote) {
        String closing = String.valueOf(quote).repeat(3);
        for (int i = position + 3; i < source.length(); i++) {
            if (source.charAt(i) == '\\') {
                i++;
            } else if (source.startsWith(closing, i)) {
                return i;
            }
        }
        return -1;
    }

    private int endOfLine(char quote) {
        String kin = SINGLE.indexOf(quote) >= 0 ? SINGLE : DOUBLE;
        int plain = -1;
        int typographic = -1;
        for (int i = position + 1; i < source.length() && source.charAt(i) != '\n'; i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                // A backslash before the line's end carries the text on to the next line.
                i++;
            } else if (kin.indexOf(c) >= 0) {
                if (isTypographic(c) && typographic < 0) {
                    typographic = i;
                } else if (!isTypographic(c) && plain < 0) {
                    plain = i;
                }
            }
        }
        // Word processors change one of the two quotes at times.
        boolean typographicFirst = isTypographic(quote);
        int preferred = typographicFirst ? typographic : plain;
        return preferred >= 0 ? preferred : typographicFirst ? plain : typographic;
    }

    private int lineEnd(int from) {
        int end = source.indexOf('\n', from);
        return end < 0 ? source.length() : end;
    }

    private void take(String body) {
        boolean formatted = prefix.contains("f");
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\' && !prefix.contains("r")) {
                i = Escapes.take(body, i, letters, prefix.contains("b"));
            } else if (formatted && (c == '{' || c == '}')) {
                if (i + 1 < body.length() && body.charAt(i + 1) == c) {
                    letters.append(c);
                    i++;
                } else {
                    i = takeExpression(body, i);
                }
            } else {
                letters.append(c);
            }
        }
        flush();
    }

    private int takeExpression(String body, int brace) {
        int depth = 0;
        char inQuotes = 0;
        for (int i = brace; i < body.length(); i++) {
            char c = body.charAt(i);
            if (inQuotes != 0) {
                inQuotes = c == inQuotes ? 0 : inQuotes;
            } else if (c == '\'' || c == '"') {
                inQuotes = c;
            } else if (c == '{' || c == '[' || c == '(') {
                depth++;
            } else if (c == '}' || c == ']' || c == ')') {
                depth--;
                if (depth == 0) {
                    flush();
                    pieces.add(new Token.Piece(body.substring(brace + 1, i), true));
                    return i;
                }
            }
        }
        // Not an expression that ends: the parser says so.
        flush();
        pieces.add(new Token.Piece("", true));
        return body.length();
    }

    private void flush() {
        if (letters.length() > 0) {
            pieces.add(new Token.Piece(letters.toString(), false));
            letters.setLength(0);
        }
    }

    private static boolean isQuote(char c) {
        return SINGLE.indexOf(c) >= 0 || DOUBLE.indexOf(c) >= 0;
    }
}
