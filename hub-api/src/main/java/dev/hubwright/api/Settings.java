package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of one thing, checked against its {@link Schema}. Immutable. */
public final class Settings {

    private final Map<String, Setting<?>> declared;
    private final Map<String, Object> values;
    private final Map<String, Problem> written;
    private final Set<String> cleared;
    private final List<String> warnings;

    private Settings(
            Map<String, Setting<?>> declared,
            Map<String, Object> values,
            Map<String, Problem> written,
            Set<String> cleared,
            List<String> warnings) {
        this.declared = declared;
        this.values = values;
        this.written = written;
        this.cleared = Set.copyOf(cleared);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Checks and reads settings.
     *
     * <p>Sections that are not in the schema are left to others; keys of its sections that it does not know are
     * problems.
     *
     * @param environment where {@link Setting#variables()} are looked up
     * @throws InvalidSettings with everything that is wrong
     */
    public static Settings read(Schema schema, RawSettings raw, Map<String, String> environment) {
        List<Problem> problems = new ArrayList<>();
        Settings settings = read(schema, raw, environment, problems);
        InvalidSettings.throwIfAny(problems);
        return settings;
    }

    /**
     * The same, adding what is wrong to {@code problems} instead; a setting whose value is wrong keeps its default.
     */
    public static Settings read(
            Schema schema, RawSettings raw, Map<String, String> environment, List<Problem> problems) {
        SettingsReader reader = new SettingsReader(schema, raw, environment, problems);
        reader.read();
        return new Settings(schema.settings(), reader.values(), reader.written(), reader.cleared(), reader.warnings());
    }

    /**
     * The value of a setting that is required or has a default.
     *
     * @throws IllegalArgumentException if the setting has no value; use {@link #find} for one that may have none
     */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalArgumentException(setting.key() + " has neither a value nor a default"));
    }

    /**
     * The value of a setting, or its default; empty if it has neither.
     *
     * <p>What the schema declares decides, and where it declares the key in several sections, the most special one: also
     * about the default, which {@code setting} may have and the schema's own declaration not.
     *
     * @throws IllegalArgumentException if the schema declares the key with another type; see {@link #declares}
     */
    @SuppressWarnings("unchecked") // declaration() makes sure that both are of one type
    public <T> Optional<T> find(Setting<T> setting) {
        Setting<?> declaration = declaration(setting);
        Object value = values.get(setting.key());
        if (value != null || cleared.contains(setting.key())) {
            return Optional.ofNullable((T) value);
        }
        return (Optional<T>) declaration.defaultValue();
    }

    /** Whether the schema declares this key with the very type of {@code setting}, so that it can be read by it. */
    public boolean declares(Setting<?> setting) {
        Setting<?> declaration = declared.get(setting.key());
        return declaration != null && declaration.isLike(setting);
    }

    /** Whether somebody wrote a value, or took back the default, as against leaving it. */
    public boolean isSet(Setting<?> setting) {
        return written.containsKey(setting.key());
    }

    /** What is wrong with a setting, under the path and from the place where it was written, if it was. */
    public Problem problem(Setting<?> setting, String message) {
        Problem place = written.getOrDefault(setting.key(), Problem.of(setting.key(), ""));
        return new Problem(place.path(), message, place.origin());
    }

    /** What the operator should know about these settings though they can be used, such as old names. */
    public List<String> warnings() {
        return warnings;
    }

    /** These settings with one value changed, for embedders and tests. */
    public <T> Settings with(Setting<T> setting, T value) {
        declaration(setting);
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(setting.key(), requireNonNull(value, setting.key()));
        Map<String, Problem> places = new LinkedHashMap<>(written);
        places.put(setting.key(), Problem.of(setting.key(), ""));
        return new Settings(declared, changed, places, cleared, warnings);
    }

    /**
     * These settings with others over them, in the words of a settings file: by key, as texts, numbers, lists and maps. A
     * {@code null} takes back what was written, and where the setting is {@link Setting#clearable()} its default too.
     *
     * @throws InvalidSettings with everything that is wrong, by key alone
     */
    public Settings overlaid(Map<String, ?> others) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        Map<String, Problem> places = new LinkedHashMap<>(written);
        Set<String> withoutValue = new LinkedHashSet<>(cleared);
        List<Problem> problems = new ArrayList<>();
        others.forEach((written, value) -> {
            Optional<Setting<?>> found = SettingsReader.named(written, declared);
            if (found.isEmpty()) {
                problems.add(Problem.of(written, SettingsReader.unknown(written, declared.keySet())));
                return;
            }
            Setting<?> setting = found.get();
            String key = setting.key();
            places.put(key, Problem.of(key, ""));
            changed.remove(key);
            withoutValue.remove(key);
            if (value == null && setting.isClearable()) {
                withoutValue.add(key);
            } else if (value != null && setting.whyIgnored().isEmpty()) {
                SettingsReader.value(written, setting, value, Origin.CODE, problems)
                        .ifPresent(read -> changed.put(key, read));
            }
        });
        InvalidSettings.throwIfAny(problems);
        return new Settings(declared, changed, places, withoutValue, warnings);
    }

    /**
     * The same as {@link #overlaid}, but a map goes into the map that is there, key by key at any depth, and a
     * {@code null} in it takes a key away.
     *
     * @throws InvalidSettings with everything that is wrong, by key alone
     */
    public Settings merged(Map<String, ?> others) {
        Map<String, Object> whole = new LinkedHashMap<>();
        others.forEach((written, value) -> {
            Object present = SettingsReader.named(written, declared)
                    .map(setting -> find(setting).orElse(null))
                    .orElse(null);
            whole.put(written, value instanceof Map<?, ?> map ? Maps.merged(present, map) : value);
        });
        return overlaid(whole);
    }

    /** The schema's own declaration; a setting that it does not know speaks for itself. */
    private Setting<?> declaration(Setting<?> setting) {
        Setting<?> declaration = declared.getOrDefault(setting.key(), setting);
        if (!declaration.isLike(setting)) {
            throw new IllegalArgumentException(setting.key() + " is declared as " + declaration.expectation()
                    + " here and cannot be read as " + setting.expectation());
        }
        return declaration;
    }

    /** The names that were written, without the values. */
    @Override
    public String toString() {
        return "Settings" + written.keySet();
    }
}
