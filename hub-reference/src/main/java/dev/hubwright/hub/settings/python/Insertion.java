package dev.hubwright.hub.settings.python;

/**
 * What stands in the braces of an f-string: {@code name!r:>10}.
 *
 * @param expression the source before the conversion
 * @param conversion {@code r}, {@code s} or {@code a}; empty for none
 * @param format what follows the colon
 */
record Insertion(String expression, String conversion, String format) {

    static Insertion of(String source) {
        int depth = 0;
        char inQuotes = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (inQuotes != 0) {
                inQuotes = c == inQuotes ? 0 : inQuotes;
            } else if (c == '\'' || c == '"') {
                inQuotes = c;
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth--;
            } else if (depth == 0 && c == ':') {
                return split(source.substring(0, i), source.substring(i + 1));
            }
        }
        return split(source, "");
    }

    private static Insertion split(String expression, String format) {
        int mark = expression.length() - 2;
        boolean converts =
                mark > 0 && expression.charAt(mark) == '!' && "rsa".indexOf(expression.charAt(mark + 1)) >= 0;
        return converts
                ? new Insertion(expression.substring(0, mark), expression.substring(mark + 1), format)
                : new Insertion(expression, "", format);
    }
}
