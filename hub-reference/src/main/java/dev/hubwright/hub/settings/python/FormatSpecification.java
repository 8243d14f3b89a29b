package dev.hubwright.hub.settings.python;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What follows the colon in {@code {port:05d}}: the part of it that settings use. */
final class FormatSpecification {

    private static final Pattern READ = Pattern.compile("(?:(.)?([<>^]))?(0)?(\\d{1,3})?(?:\\.(\\d{1,2}))?([sdfx])?");

    private final String written;

    FormatSpecification(String written) {
        this.written = written;
    }

    Template apply(Operators operators, Object value) throws Unreadable {
        Matcher matcher = READ.matcher(written);
        if (!matcher.matches()) {
            throw new Unreadable("formats a value in a way that is not read");
        }
        boolean number = value instanceof Number;
        String text = content(operators, value, matcher.group(5), matcher.group(6));
        int width = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        String fill = matcher.group(1) != null ? matcher.group(1) : matcher.group(3) != null ? "0" : " ";
        String side = matcher.group(2) != null ? matcher.group(2) : number ? ">" : "<";
        return Template.of(padded(text, width, fill, side));
    }

    private static String content(Operators operators, Object value, String digits, String type) throws Unreadable {
        if (value instanceof Long whole && (type == null || type.equals("d")) && digits == null) {
            return String.valueOf(whole);
        }
        if (value instanceof Long whole && "x".equals(type)) {
            return Long.toHexString(whole);
        }
        if (value instanceof Number number && "f".equals(type)) {
            return String.format(Locale.ROOT, "%." + (digits == null ? "6" : digits) + "f", number.doubleValue());
        }
        if (value instanceof Template && (type == null || type.equals("s")) && digits == null) {
            return operators.string(value);
        }
        throw new Unreadable("formats a value in a way that is not read");
    }

    private static String padded(String text, int width, String fill, String side) {
        int missing = Math.max(0, width - text.length());
        return switch (side) {
            case ">" -> fill.repeat(missing) + text;
            case "^" -> fill.repeat(missing / 2) + text + fill.repeat(missing - missing / 2);
            default -> text + fill.repeat(missing);
        };
    }
}
