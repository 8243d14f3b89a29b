package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values as they were written, by section and key, each with the place where it stood. Immutable.
 *
 * <p>Values are texts, numbers, booleans, lists and maps. A {@code null} takes back an earlier value, and where the setting
 * is {@link Setting#clearable()} its default too; otherwise it is the same as leaving the key out.
 */
public final class RawSettings {

    private static final RawSettings EMPTY = new RawSettings(Map.of(), Map.of());

    private final Map<String, Map<String, Entry>> sections;
    private final Map<String, Map<String, Origin>> nulls;

    private RawSettings(Map<String, Map<String, Entry>> sections, Map<String, Map<String, Origin>> nulls) {
        this.sections = sections;
        this.nulls = nulls;
    }

    /** Nothing set. */
    public static RawSettings empty() {
        return EMPTY;
    }

    /** Values set by code, by section and key. */
    public static RawSettings of(Map<String, ? extends Map<String, ?>> values) {
        RawSettings result = EMPTY;
        for (var section : values.entrySet()) {
            for (var entry : section.getValue().entrySet()) {
                result = result.with(section.getKey(), entry.getKey(), entry.getValue(), Origin.CODE);
            }
        }
        return result;
    }

    /** These settings and one more, which replaces an earlier value; {@code null} takes it back. */
    public RawSettings with(String section, String key, Object value, Origin origin) {
        RawSettings copy = copy();
        copy.sections.computeIfAbsent(section, name -> new LinkedHashMap<>());
        if (value == null) {
            copy.takeBack(section, key, origin);
        } else {
            copy.put(section, key, new Entry(value, origin));
        }
        return copy;
    }

    /** These settings, with those of {@code later} over them, key by key. */
    public RawSettings overlaidBy(RawSettings later) {
        RawSettings copy = copy();
        later.sections.forEach((section, entries) -> {
            copy.sections.computeIfAbsent(section, name -> new LinkedHashMap<>());
            entries.forEach((key, entry) -> copy.put(section, key, entry));
        });
        later.nulls.forEach((section, keys) -> keys.forEach((key, origin) -> copy.takeBack(section, key, origin)));
        return copy;
    }

    /** The names of the sections that are there. */
    public Set<String> sections() {
        return Collections.unmodifiableSet(sections.keySet());
    }

    /** What stands in a section, by key; empty if the section is not there. */
    public Map<String, Entry> section(String name) {
        return Collections.unmodifiableMap(sections.getOrDefault(name, Map.of()));
    }

    /** The value of one key. */
    public Optional<Entry> find(String section, String key) {
        return Optional.ofNullable(section(section).get(key));
    }

    /** The keys of a section for which {@code null} was written last, and where. */
    public Map<String, Origin> nulls(String section) {
        return Collections.unmodifiableMap(nulls.getOrDefault(section, Map.of()));
    }

    /** The sections without the values, which may be secret. */
    @Override
    public String toString() {
        return "RawSettings" + List.copyOf(sections.keySet());
    }

    private void put(String section, String key, Entry entry) {
        sections.get(section).put(key, entry);
        nulls.getOrDefault(section, new LinkedHashMap<>()).remove(key);
    }

    private void takeBack(String section, String key, Origin origin) {
        sections.get(section).remove(key);
        nulls.computeIfAbsent(section, name -> new LinkedHashMap<>()).put(key, origin);
    }

    private RawSettings copy() {
        return new RawSettings(copy(sections), copy(nulls));
    }

    private static <T> Map<String, Map<String, T>> copy(Map<String, Map<String, T>> source) {
        Map<String, Map<String, T>> copy = new LinkedHashMap<>();
        source.forEach((name, values) -> copy.put(name, new LinkedHashMap<>(values)));
        return copy;
    }

    /**
     * One value.
     *
     * @param value a text, number, boolean, list or map
     * @param origin where it stood
     */
    public record Entry(Object value, Origin origin) {

        /** Copies lists and maps. */
        public Entry {
            value = frozen(requireNonNull(value, "value"));
        }

        /** The place only: the value may be secret. */
        @Override
        public String toString() {
            return "Entry[" + origin.description() + "]";
        }

        private static Object frozen(Object value) {
            if (value instanceof Map<?, ?> map) {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((name, element) -> copy.put(name, frozen(element)));
                return Collections.unmodifiableMap(copy);
            }
            if (value instanceof Collection<?> list) {
                List<Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(frozen(element)));
                return Collections.unmodifiableList(copy);
            }
            return value;
        }
    }
}
