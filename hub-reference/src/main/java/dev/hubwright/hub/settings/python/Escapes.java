package dev.hubwright.hub.settings.python;

/** Escape sequences in text literals. */
final class Escapes {

    private static final String LETTERS = "abfnrtv\\'\"";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\\'\"";

    private Escapes() {}

    /**
     * Appends what the sequence at {@code backslash} means and returns the index of its last letter. What is no sequence
     * stands for itself, as in Python.
     */
    static int take(String body, int backslash, StringBuilder letters, boolean bytes) {
        if (backslash + 1 >= body.length()) {
            letters.append('\\');
            return backslash;
        }
        char c = body.charAt(backslash + 1);
        int known = LETTERS.indexOf(c);
        if (c == '\n') {
            return backslash + 1;
        }
        if (known >= 0) {
            letters.append(MEANINGS.charAt(known));
            return backslash + 1;
        }
        if (c >= '0' && c <= '7') {
            return takeOctal(body, backslash + 1, letters);
        }
        int digits = c == 'x' ? 2 : c == 'u' && !bytes ? 4 : c == 'U' && !bytes ? 8 : 0;
        if (digits > 0 && takeHexadecimal(body, backslash + 2, digits, letters)) {
            return backslash + 1 + digits;
        }
        letters.append('\\').append(c);
        return backslash + 1;
    }

    private static int takeOctal(String body, int first, StringBuilder letters) {
        int end = first;
        while (end < body.length() && end - first < 3 && body.charAt(end) >= '0' && body.charAt(end) <= '7') {
            end++;
        }
        letters.append((char) Integer.parseInt(body.substring(first, end), 8));
        return end - 1;
    }

    private static boolean takeHexadecimal(String body, int first, int digits, StringBuilder letters) {
        if (first + digits > body.length()) {
            return false;
        }
        String number = body.substring(first, first + digits);
        if (!number.matches("[0-9A-Fa-f]+")) {
            return false;
        }
        long codePoint = Long.parseLong(number, 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            return false;
        }
        letters.appendCodePoint((int) codePoint);
        return true;
    }
}
