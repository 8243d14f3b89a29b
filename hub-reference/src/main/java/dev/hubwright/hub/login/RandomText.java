package dev.hubwright.hub.login;

import dev.hubwright.api.Secret;
import java.security.SecureRandom;

/** Makes ids and tokens nobody can guess. Thread-safe. */
public final class RandomText {

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** Without vowels, so that no word comes out, and without letters that look like digits. */
    private static final String CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final String HEXADECIMAL = "0123456789abcdef";

    private final SecureRandom random;

    /** Takes the source of randomness. */
    public RandomText(SecureRandom random) {
        this.random = random;
    }

    /** Letters and digits; 22 of them are 128 bits. */
    public String letters(int length) {
        return text(ALPHANUMERIC, length);
    }

    /** Hexadecimal digits; 32 of them are 128 bits. */
    public String hexadecimal(int length) {
        return text(HEXADECIMAL, length);
    }

    /** Capital letters that are easily read and typed; 8 of them are 34 bits. */
    public String consonants(int length) {
        return text(CONSONANTS, length);
    }

    /** Letters and digits that nobody may see. */
    public Secret secret(int length) {
        return Secret.of(letters(length));
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
