package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password, token or key: a value that must never be printed.
 *
 * <p>{@code toString} gives {@code ***}. Comparison takes the same time wherever two values differ. Closing overwrites
 * the characters; a closed secret cannot be revealed. Safe for use by several threads.
 */
public final class Secret implements AutoCloseable {

    private final char[] characters;
    private volatile boolean closed;

    private Secret(char[] characters) {
        this.characters = characters;
    }

    /** Wraps {@code value}. */
    public static Secret of(String value) {
        return new Secret(requireNonNull(value, "value").toCharArray());
    }

    /** Wraps a copy of {@code value}; the caller keeps, and should overwrite, its own array. */
    public static Secret of(char[] value) {
        return new Secret(value.clone());
    }

    /** Whether there are no characters at all. */
    public boolean isEmpty() {
        return characters.length == 0;
    }

    /**
     * The value as a string, for a library that takes nothing else.
     *
     * @throws IllegalStateException if the secret was closed
     */
    public String reveal() {
        return new String(open());
    }

    /**
     * A copy of the characters, which the caller should overwrite after use.
     *
     * @throws IllegalStateException if the secret was closed
     */
    public char[] chars() {
        return open().clone();
    }

    /** Overwrites the characters. Closing twice is harmless. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(characters, '\0');
    }

    private char[] open() {
        if (closed) {
            throw new IllegalStateException("This secret was closed and cannot be revealed any more");
        }
        return characters;
    }

    private byte[] bytes() {
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    /** The same for all secrets, so that not even a hash of one gets out. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
