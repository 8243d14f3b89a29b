package dev.hubwright.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads raw settings by a schema and gathers everything that is wrong. Used once, by one thread. */
final class SettingsReader {

    private final Schema schema;
    private final RawSettings raw;
    private final Map<String, String> environment;
    private final List<Problem> problems;

    private final Map<String, Setting<?>> known;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Problem> written = new LinkedHashMap<>();
    private final Set<String> cleared = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();

    SettingsReader(Schema schema, RawSettings raw, Map<String, String> environment, List<Problem> problems) {
        this.schema = schema;
        this.raw = raw;
        this.environment = environment;
        this.problems = problems;
        this.known = schema.settings();
    }

    Map<String, Object> values() {
        return values;
    }

    /** Path and place of what was written last, by key. */
    Map<String, Problem> written() {
        return written;
    }

    /** Keys that have no value though there is a default. */
    Set<String> cleared() {
        return cleared;
    }

    List<String> warnings() {
        return warnings;
    }

    void read() {
        // From the most general section to the most special one, so that the last word wins.
        Map<String, Setting<?>> inScope = new LinkedHashMap<>();
        for (Schema.Section section : schema.sections()) {
            section.settings().forEach(setting -> inScope.put(setting.key(), setting));
            readSection(section.name(), inScope);
            section.otherNames().forEach(name -> readSection(name, inScope));
        }
        known.values().forEach(this::readVariables);
        known.values().forEach(this::requireValue);
    }

    private void readSection(String section, Map<String, Setting<?>> inScope) {
        raw.nulls(section).forEach((key, origin) -> {
            if (inScope.containsKey(key) && known.get(key).isClearable()) {
                readNull(section + "." + key, known.get(key), origin);
            }
        });
        raw.section(section).forEach((key, entry) -> {
            String path = section + "." + key;
            Optional<Setting<?>> named = named(key, inScope);
            if (named.isEmpty()) {
                problems.add(new Problem(path, unknown(section, key, inScope), entry.origin()));
                return;
            }
            Setting<?> setting = named.get();
            if (!setting.key().equals(key)) {
                boolean replaced = raw.find(section, setting.key()).isPresent();
                warnings.add(oldName(path, section + "." + setting.key(), replaced, entry.origin()));
                if (replaced) {
                    return;
                }
            }
            // What the declaration of the most special section says about the value holds everywhere.
            readEntry(path, known.get(setting.key()), entry);
        });
    }

    private void readEntry(String path, Setting<?> setting, RawSettings.Entry entry) {
        if (setting.whyIgnored().isPresent()) {
            String why = "is ignored " + setting.whyIgnored().get();
            warnings.add(new Problem(path, why, entry.origin()).toString());
        } else {
            cleared.remove(setting.key());
            readValue(path, setting, entry.value(), entry.origin());
        }
    }

    private void readNull(String path, Setting<?> setting, Origin origin) {
        note(path, setting, origin);
        values.remove(setting.key());
        cleared.add(setting.key());
    }

    private void note(String path, Setting<?> setting, Origin origin) {
        written.put(setting.key(), new Problem(path, "", origin));
    }

    private void readVariables(Setting<?> setting) {
        for (String variable : setting.variables()) {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                cleared.remove(setting.key());
                readValue(schema.name() + "." + setting.key(), setting, value, Origin.variable(variable));
                return;
            }
        }
    }

    private void readValue(String path, Setting<?> setting, Object value, Origin origin) {
        note(path, setting, origin);
        value(path, setting, value, origin, problems).ifPresent(read -> values.put(setting.key(), read));
    }

    /** What a value that was written means; empty, and a problem more, if it means nothing. */
    static Optional<Object> value(
            String path, Setting<?> setting, Object value, Origin origin, List<Problem> problems) {
        try {
            return Optional.of(setting.read(value));
        } catch (IllegalArgumentException | ArithmeticException e) {
            String shown = setting.isSecret() ? "***" : Shown.value(value);
            problems.add(new Problem(path, "= " + shown + " is not right; expected " + setting.expectation(), origin));
            return Optional.empty();
        }
    }

    /** What to say of a key that nobody has declared. */
    static String unknown(String key, Collection<String> known) {
        return Nearest.to(key, known)
                .map(nearest -> "is not known; did you mean " + nearest + "?")
                .orElse("is not known");
    }

    private void requireValue(Setting<?> setting) {
        if (setting.isRequired() && !written.containsKey(setting.key())) {
            String hint = setting.documentation().isEmpty() ? "" : ": " + setting.documentation();
            problems.add(Problem.of(schema.name() + "." + setting.key(), "is missing" + hint));
        }
    }

    private static String oldName(String path, String newPath, boolean replaced, Origin origin) {
        String advice = replaced ? "is an old name and ignored beside " : "is an old name; write ";
        return new Problem(path, advice + newPath, origin).toString();
    }

    /** The setting that has this key, or had it in earlier times. */
    static Optional<Setting<?>> named(String key, Map<String, Setting<?>> declared) {
        if (declared.containsKey(key)) {
            return Optional.of(declared.get(key));
        }
        for (Setting<?> setting : declared.values()) {
            if (setting.oldKeys().contains(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    private String unknown(String section, String key, Map<String, Setting<?>> inScope) {
        Optional<String> elsewhere = declaringSection(key);
        if (elsewhere.isPresent()) {
            return "does not belong there; write " + elsewhere.get() + "." + key;
        }
        return Nearest.to(key, inScope.keySet())
                .map(nearest -> section + "." + nearest)
                .or(() -> Nearest.to(key, known.keySet())
                        .map(nearest -> declaringSection(nearest).orElseThrow() + "." + nearest))
                .map(suggestion -> "is not known; did you mean " + suggestion + "?")
                .orElse("is not known");
    }

    private Optional<String> declaringSection(String key) {
        return schema.sections().stream()
                .filter(section -> section.settings().stream()
                        .anyMatch(setting -> setting.key().equals(key)))
                .map(Schema.Section::name)
                .findFirst();
    }
}
