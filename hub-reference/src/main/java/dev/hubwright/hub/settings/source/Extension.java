package dev.hubwright.hub.settings.source;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something added to a list or a map whose earlier content the adding file does not know.
 *
 * @param kind where it goes
 * @param value a list, or a map for {@link Kind#UPDATE}
 */
public record Extension(Kind kind, Object value) {

    /** Checks that there is a value. */
    public Extension {
        requireNonNull(kind, "kind");
        requireNonNull(value, "value");
    }

    /**
     * What {@code earlier} becomes by it.
     *
     * @param earlier a list or map; null for neither
     * @throws IllegalArgumentException if one is a list and the other a map
     */
    public Object applyTo(Object earlier) {
        if (value instanceof Map<?, ?> added) {
            return update(earlier, added);
        }
        List<Object> result = list(earlier);
        List<Object> added = list(value);
        if (kind == Kind.PREPEND) {
            added.addAll(result);
            return added;
        }
        result.addAll(added);
        return result;
    }

    private static Object update(Object earlier, Map<?, ?> added) {
        if (earlier != null && !(earlier instanceof Map)) {
            throw new IllegalArgumentException();
        }
        Map<Object, Object> result = new LinkedHashMap<>();
        if (earlier instanceof Map<?, ?> map) {
            result.putAll(map);
        }
        result.putAll(added);
        return result;
    }

    private static List<Object> list(Object earlier) {
        if (earlier instanceof Map) {
            throw new IllegalArgumentException();
        }
        if (earlier instanceof Collection<?> list) {
            return new ArrayList<>(list);
        }
        return earlier == null ? new ArrayList<>() : new ArrayList<>(List.of(earlier));
    }

    /** The kind only: the value may be secret. */
    @Override
    public String toString() {
        return "Extension[" + kind + "]";
    }

    /** Where the addition goes. */
    public enum Kind {
        /** To the end of a list. */
        APPEND,
        /** To the beginning of a list. */
        PREPEND,
        /** Into a map, over what is there. */
        UPDATE
    }
}
