package dev.hubwright.api;

/**
 * Reads one kind of value from what a settings file gives: a text, a number, a boolean, a list or a map.
 *
 * @param <T> what it reads
 */
public interface ValueType<T> {

    /** What a right value looks like, to follow "expected": {@code a whole number}. */
    String expectation();

    /**
     * Reads a value that is not {@code null}.
     *
     * @throws IllegalArgumentException if it is not of this type; the message, if any, is ignored
     */
    T read(Object value);
}
