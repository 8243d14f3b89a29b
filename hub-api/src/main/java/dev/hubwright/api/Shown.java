package dev.hubwright.api;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Shows a value inside a message: short, on one line, and without what may be secret in it. */
final class Shown {

    private static final int LIMIT = 80;
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^\\s/@:]*:)[^\\s/]*@");

    private Shown() {}

    /** A list or map is not opened: who knows what somebody put into it. */
    static String value(Object value) {
        if (value instanceof Map<?, ?> map) {
            return "a map of " + map.size();
        }
        if (value instanceof Collection<?> list) {
            return "a list of " + list.size();
        }
        String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
        text = PASSWORD_IN_URL.matcher(text).replaceAll("$1***@");
        boolean whole = text.codePointCount(0, text.length()) <= LIMIT;
        return onOneLine(whole ? text : text.substring(0, text.offsetByCodePoints(0, LIMIT)) + "…");
    }

    /** The text with its control characters spelt out. */
    static String onOneLine(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
