package dev.hubwright.api.auth;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** How names of users are spelt, and which ones a hub cannot have. */
final class UserNames {

    static final int MAX_LENGTH = 255;

    private static final int SHOWN_LENGTH = 80;

    private UserNames() {}

    /** The one spelling of all that look alike: {@code " Alice"}, {@code "ALICE"}, a full-width {@code "ａlice"}. */
    static String spelled(String name) {
        String lower = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        // Lower case of a composed letter may come apart, and NFKC makes plain blanks of others: so these two last.
        return Normalizer.normalize(lower, Normalizer.Form.NFKC).strip();
    }

    /** What keeps a hub from having a user of this name, as the end of a sentence; empty if nothing does. */
    static Optional<String> flaw(String name) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("is longer than " + MAX_LENGTH + " characters");
        }
        if (name.indexOf('/') >= 0) {
            return Optional.of("has a \"/\" in it");
        }
        if (name.startsWith("-") || name.startsWith(".")) {
            return Optional.of("begins with \"" + name.charAt(0) + "\"");
        }
        if (!name.equals(name.strip())) {
            return Optional.of("has blanks around it");
        }
        return name.codePoints().anyMatch(UserNames::isInvisible)
                ? Optional.of("has a character in it that cannot be seen")
                : Optional.empty();
    }

    /** For a log line: short, and without characters that could forge another line. */
    static String shown(String name) {
        return shown(name, SHOWN_LENGTH);
    }

    static String shown(String text, int length) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(length).forEach(c -> shown.appendCodePoint(isInvisible(c) ? '?' : c));
        return text.codePointCount(0, text.length()) > length ? shown + "…" : shown.toString();
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
