package dev.hubwright.hub.settings.source;

import dev.hubwright.api.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A value of a file with the place of each of its parts.
 *
 * @param value a text, number, boolean or null; a list of trees; or a map of trees by text
 * @param origin where it begins, which for the value of a key is where the key stands
 */
public record Tree(Object value, Origin origin) {

    /** Whether it is a map. */
    public boolean isMap() {
        return value instanceof Map;
    }

    /** Whether it is nothing: {@code null}, as a key without a value has. */
    public boolean isNull() {
        return value == null;
    }

    /** Its entries; empty if it is no map. */
    public Map<String, Tree> entries() {
        Map<String, Tree> entries = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> entries.put((String) key, (Tree) entry));
        }
        return entries;
    }

    /** Its elements; empty if it is no list. */
    public List<Tree> elements() {
        List<Tree> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> elements.add((Tree) element));
        }
        return elements;
    }

    /** What stands below one key after the other; empty where there is nothing. */
    public Optional<Tree> find(String... path) {
        Tree place = this;
        for (String key : path) {
            place = place.entries().get(key);
            if (place == null) {
                return Optional.empty();
            }
        }
        return place.isNull() ? Optional.empty() : Optional.of(place);
    }

    /** The text, if it is one, or a number or boolean as a text. */
    public Optional<String> text() {
        return value == null || value instanceof Map || value instanceof List
                ? Optional.empty()
                : Optional.of(String.valueOf(value));
    }

    /** The same tree with each text, but not each key, changed. */
    public Tree withTexts(UnaryOperator<String> change) {
        if (value instanceof Map) {
            Map<String, Tree> changed = new LinkedHashMap<>();
            entries().forEach((key, entry) -> changed.put(key, entry.withTexts(change)));
            return new Tree(changed, origin);
        }
        if (value instanceof List) {
            return new Tree(
                    elements().stream()
                            .map(element -> element.withTexts(change))
                            .toList(),
                    origin);
        }
        return value instanceof String text ? new Tree(change.apply(text), origin) : this;
    }

    /** The value without places: texts, numbers, booleans, null, lists and maps. */
    public Object plain() {
        if (value instanceof Map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            entries().forEach((key, entry) -> plain.put(key, entry.plain()));
            return plain;
        }
        if (value instanceof List) {
            List<Object> plain = new ArrayList<>();
            elements().forEach(element -> plain.add(element.plain()));
            return plain;
        }
        return value;
    }

    /** The place only: the value may be secret. */
    @Override
    public String toString() {
        return "Tree[" + origin.description() + "]";
    }
}
