package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a provider asks the hub to keep for it: a process id and its birth time, a refresh token, the name of a pod.
 *
 * <p>An immutable tree of plain values: a map from names to texts, whole numbers, decimal numbers, booleans, lists and
 * maps of the same. The hub stores it (encrypted, where it belongs to a person) and never looks inside. The version is
 * the provider's own; it tells an old value from a new one after an upgrade. {@code toString} shows the names only.
 */
public final class Opaque {

    /**
     * The largest value that may be kept: {@value} characters in texts and names, where every number and boolean, list
     * and map counts as eight.
     */
    public static final int MAX_CHARACTERS = 256 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final Opaque EMPTY = new Opaque(0, Map.of());

    private final int version;
    private final Map<String, Object> values;

    private Opaque(int version, Map<String, Object> values) {
        this.version = version;
        this.values = values;
    }

    /** Nothing at all, with version 0. */
    public static Opaque empty() {
        return EMPTY;
    }

    /**
     * Copies {@code values}; entries that are {@code null} are left out.
     *
     * @param version the provider's own version of this layout, 0 or more
     * @throws IllegalArgumentException if a value is of another type, or all of them are too large or nested too deeply
     */
    public static Opaque of(int version, Map<String, ?> values) {
        if (version < 0) {
            throw new IllegalArgumentException("version = " + version + " must not be negative");
        }
        int[] budget = {MAX_CHARACTERS};
        return new Opaque(version, copyMap("", requireNonNull(values, "values"), budget, 0));
    }

    /** The provider's own version of this layout; 0 for {@link #empty()}. */
    public int version() {
        return version;
    }

    /** Whether there are no values. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The whole tree, unmodifiable: for those who store it. */
    public Map<String, Object> values() {
        return values;
    }

    /** The text under {@code name}; empty if there is none or it is not a text. */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The whole number under {@code name}; empty if there is none or it is not a whole number. */
    public OptionalLong number(String name) {
        return values.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** The texts of the list under {@code name}; empty if there is no list. */
    public List<String> texts(String name) {
        if (!(values.get(name) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque opaque && version == opaque.version && values.equals(opaque.values);
    }

    @Override
    public int hashCode() {
        return 31 * version + values.hashCode();
    }

    /** The version and the names; never a value. */
    @Override
    public String toString() {
        return "Opaque[version=" + version + ", names=" + values.keySet() + "]";
    }

    private static Map<String, Object> copyMap(String path, Map<?, ?> source, int[] budget, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        source.forEach((name, value) -> {
            if (!(name instanceof String key)) {
                throw new IllegalArgumentException("A name in " + describe(path) + " is not a text");
            }
            charge(key.length(), budget);
            if (value != null) {
                copy.put(key, copyValue(path.isEmpty() ? key : path + "." + key, value, budget, depth + 1));
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object copyValue(String path, Object value, int[] budget, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(path + " is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (value instanceof String text) {
            charge(text.length(), budget);
            return text;
        }
        charge(8, budget);
        if (value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            return finite(path, ((Number) value).doubleValue());
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(path, map, budget, depth);
        }
        if (value instanceof List<?> list) {
            return copyList(path, list, budget, depth);
        }
        throw new IllegalArgumentException(path + " is a " + value.getClass().getName()
                + "; only texts, numbers, booleans, lists and maps can be kept");
    }

    private static List<Object> copyList(String path, List<?> source, int[] budget, int depth) {
        List<Object> copy = new ArrayList<>(source.size());
        for (Object element : source) {
            if (element == null) {
                throw new IllegalArgumentException(path + " has an element that is null");
            }
            copy.add(copyValue(path + "[]", element, budget, depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }

    private static double finite(String path, double value) {
        // JSON, which stores keep this in, has no word for the others.
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(path + " is " + value + "; only finite numbers can be kept");
        }
        return value;
    }

    private static void charge(int characters, int[] budget) {
        budget[0] -= characters;
        if (budget[0] < 0) {
            throw new IllegalArgumentException("The state to keep is larger than " + MAX_CHARACTERS + " characters");
        }
    }

    private static String describe(String path) {
        return path.isEmpty() ? "the state to keep" : path;
    }
}
