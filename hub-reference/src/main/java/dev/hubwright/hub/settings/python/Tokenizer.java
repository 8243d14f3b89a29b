package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a file apart into words. It never fails: what is no word becomes an {@link Kind#UNREADABLE} token, which makes
 * its statement unreadable and no other. Used once, by one thread.
 */
final class Tokenizer {

    private static final Pattern NUMBER = Pattern.compile(
            "0[xX][0-9A-Fa-f_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?[jJ]?");
    private static final Pattern OPERATOR = Pattern.compile(
            "\\*\\*=|//=|>>=|<<=|\\.\\.\\.|!=|==|<=|>=|->|:=|\\+=|-=|\\*=|/=|%=|&=|\\|=|\\^=|@=|\\*\\*|//|<<|>>|[-+*/%@&|^~<>()\\[\\]{},:.;=]");
    /** Nothing else can begin a line inside brackets like this, so somebody forgot to close them. */
    private static final Pattern NEXT_STATEMENT = Pattern.compile("c\\.[A-Z]\\w*\\.\\w+\\s*=[^=]");

    private static final int TAB = 8;

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
    private int position;
    private int line = 1;
    private int depth;
    private boolean lineBegins = true;
    private boolean typographic;

    Tokenizer(String source) {
        this.source = source.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** The text that positions of tokens refer to. */
    String source() {
        return source;
    }

    /** Whether quotes were of the kind that word processors make. */
    boolean sawTypographicQuotes() {
        return typographic;
    }

    List<Token> tokens() {
        if (source.startsWith("\ufeff")) {
            position = 1;
        }
        while (position < source.length()) {
            if (lineBegins) {
                beginLine();
            } else {
                next();
            }
        }
        endLine();
        while (indents.peek() > 0) {
            indents.pop();
            add(Kind.DEDENT, 0);
        }
        add(Kind.END, 0);
        return tokens;
    }

    private void beginLine() {
        int width = 0;
        while (position < source.length() && isBlank(source.charAt(position))) {
            width = source.charAt(position) == '\t' ? (width / TAB + 1) * TAB : width + 1;
            position++;
        }
        lineBegins = false;
        boolean empty = position >= source.length() || "#\n".indexOf(source.charAt(position)) >= 0;
        if (depth > 0) {
            recover(width);
        }
        if (depth == 0 && !empty) {
            indent(width);
        }
    }

    private void recover(int width) {
        if (width == 0
                && NEXT_STATEMENT
                        .matcher(source)
                        .region(position, source.length())
                        .lookingAt()) {
            depth = 0;
            unreadable("has a bracket that is not closed", 0);
            add(Kind.NEWLINE, 0);
        }
    }

    private void indent(int width) {
        if (width > indents.peek()) {
            indents.push(width);
            add(Kind.INDENT, 0);
        }
        while (width < indents.peek()) {
            indents.pop();
            add(Kind.DEDENT, 0);
        }
        if (width != indents.peek()) {
            unreadable("is not indented like the lines around it", 0);
        }
    }

    private void next() {
        char c = source.charAt(position);
        if (c == '\n') {
            newLine();
        } else if (isBlank(c)) {
            position++;
        } else if (c == '#') {
            skipTo(source.indexOf('\n', position));
        } else if (c == '\\' && position + 1 < source.length() && source.charAt(position + 1) == '\n') {
            position += 2;
            line++;
        } else if (TextLiteral.beginsAt(source, position)) {
            text();
        } else if (Character.isDigit(c) || (c == '.' && digitFollows())) {
            match(Kind.NUMBER, NUMBER);
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            name();
        } else {
            operator();
        }
    }

    private void newLine() {
        if (depth == 0) {
            endLine();
        }
        lineBegins = true;
        position++;
        line++;
    }

    private void endLine() {
        boolean something = !tokens.isEmpty()
                && !List.of(Kind.NEWLINE, Kind.INDENT, Kind.DEDENT)
                        .contains(tokens.get(tokens.size() - 1).kind());
        if (something) {
            if (depth > 0) {
                unreadable("has a bracket that is not closed", 0);
            }
            add(Kind.NEWLINE, 0);
        }
    }

    private void text() {
        Token token = TextLiteral.read(source, position, line);
        tokens.add(token);
        String written = source.substring(token.start(), token.end());
        line += (int) written.chars().filter(c -> c == '\n').count();
        typographic |= written.chars().anyMatch(c -> TextLiteral.isTypographic((char) c));
        position = token.end();
    }

    private void name() {
        int end = position;
        while (end < source.length() && Character.isUnicodeIdentifierPart(source.charAt(end))) {
            end++;
        }
        add(Kind.NAME, Math.max(1, end - position));
    }

    private void operator() {
        char c = source.charAt(position);
        if ("([{".indexOf(c) >= 0) {
            depth++;
        } else if (")]}".indexOf(c) >= 0) {
            depth = Math.max(0, depth - 1);
        }
        match(Kind.OPERATOR, OPERATOR);
    }

    private void match(Kind kind, Pattern pattern) {
        Matcher matcher = pattern.matcher(source).region(position, source.length());
        if (matcher.lookingAt()) {
            add(kind, matcher.end() - position);
        } else {
            unreadable("has the letter " + shown(source.codePointAt(position)) + " where Python has none", 1);
        }
    }

    private static String shown(int codePoint) {
        return Character.isISOControl(codePoint) || codePoint > 0x7e
                ? String.format("U+%04X", codePoint)
                : Character.toString(codePoint);
    }

    private boolean digitFollows() {
        return position + 1 < source.length() && Character.isDigit(source.charAt(position + 1));
    }

    private void skipTo(int end) {
        position = end < 0 ? source.length() : end;
    }

    private void add(Kind kind, int length) {
        tokens.add(new Token(
                kind, source.substring(position, position + length), List.of(), position, position + length, line));
        position += length;
    }

    private void unreadable(String why, int length) {
        tokens.add(new Token(Kind.UNREADABLE, why, List.of(), position, position + length, line));
        position += length;
    }

    /** Also the no-break space, which pasted files have. */
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\u00a0';
    }
}
