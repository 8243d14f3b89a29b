package dev.hubwright.auth.oidc;

/** Makes words of strangers fit for a log. */
final class Words {

    private static final int LONGEST = 200;

    private Words() {}

    /** What happened, where an exception has no message of its own. */
    static String of(Throwable error) {
        Throwable cause = error;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return cause.getClass().getSimpleName() + message;
    }

    /** On one line, and not too long. */
    static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** The same without any of {@code secrets}, which a provider may repeat. */
    static String printable(String text, Iterable<String> secrets) {
        String clean = text;
        for (String secret : secrets) {
            clean = secret.isEmpty() ? clean : clean.replace(secret, "***");
        }
        return printable(clean);
    }
}
