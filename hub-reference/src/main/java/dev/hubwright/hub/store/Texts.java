package dev.hubwright.hub.store;

import java.nio.charset.StandardCharsets;

/**
 * Keeps out what not every database gives back as it was: NUL, which PostgreSQL refuses, and halves of surrogate pairs,
 * which become {@code ?} in UTF-8, so that two names would meet in one row.
 */
public final class Texts {

    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** Whether every database gives it back as it was. */
    public static boolean isExact(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0') {
                return false;
            }
            plain &= !Character.isSurrogate(c);
        }
        // An encoder is dear for each of hundreds of names that have nothing of the kind.
        return plain || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** For names and other keys. */
    static String key(String what, String text) {
        if (!isExact(text)) {
            throw new IllegalArgumentException(what + " has a NUL or half a surrogate pair in it and cannot be kept");
        }
        return text;
    }

    /** For texts that people read: what cannot be kept is replaced. */
    static String prose(String text) {
        if (isExact(text)) {
            return text;
        }
        byte[] encoded = text.replace('\0', REPLACEMENT).getBytes(StandardCharsets.UTF_8);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
