package dev.hubwright.auth.azuread;

/** Makes words of strangers fit for a log. */
final class Words {

    private static final int LONGEST = 200;

    private Words() {}

    /** On one line, and not too long. */
    static String printable(Object value) {
        String line = String.valueOf(value)
                .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
