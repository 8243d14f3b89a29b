package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Token.Kind;

/** A statement as reports show it: its first line, without the content of texts, which may be secret. */
final class Shown {

    private static final int LONGEST = 100;

    private Shown() {}

    static String line(String source, int start) {
        StringBuilder shown = new StringBuilder();
        int position = start;
        while (position < source.length() && source.charAt(position) != '\n' && shown.length() < LONGEST) {
            char c = source.charAt(position);
            if (TextLiteral.beginsAt(source, position) && !insideName(source, position)) {
                Token text = TextLiteral.read(source, position, 0);
                boolean empty = text.is(Kind.TEXT) && text.pieces().isEmpty();
                shown.append(empty ? "''" : "'…'");
                boolean longer = source.substring(position, text.end()).indexOf('\n') >= 0;
                position = text.end();
                if (longer) {
                    return shown.append(" …").toString();
                }
            } else if (c == '#') {
                break;
            } else {
                shown.append(c);
                position++;
            }
        }
        String line = shown.toString().strip();
        return shown.length() >= LONGEST ? line + " …" : line;
    }

    /** The f of "self" is no prefix of a text. */
    private static boolean insideName(String source, int position) {
        return position > 0
                && Character.isLetter(source.charAt(position))
                && Character.isUnicodeIdentifierPart(source.charAt(position - 1));
    }
}
