package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import dev.hubwright.hub.settings.source.Extension;
import dev.hubwright.hub.settings.source.References;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what files say, one after the other: later ones win. Used once, by one thread. */
final class Accumulator implements Statements {

    private final References references;
    private final Vocabulary vocabulary;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private final Map<List<String>, List<Added>> additions = new LinkedHashMap<>();
    private RawSettings settings = RawSettings.empty();
    private Path folder = Path.of("");

    Accumulator(References references, Vocabulary vocabulary) {
        this.references = references;
        this.vocabulary = vocabulary;
    }

    /** Says from which file the next statements come. */
    void begin(Path file) {
        folder = file.toAbsolutePath().getParent();
    }

    @Override
    public void set(String section, String key, Object value, Origin origin) {
        additions.remove(List.of(section, key));
        boolean secret = vocabulary.isSecret(section, key);
        settings = settings.with(section, key, resolved(section + "." + key, value, origin, secret), origin);
    }

    @Override
    public void extend(String section, String key, Extension extension, Origin origin) {
        boolean secret = vocabulary.isSecret(section, key);
        Object value = resolved(section + "." + key, extension.value(), origin, secret);
        additions
                .computeIfAbsent(List.of(section, key), path -> new ArrayList<>())
                .add(new Added(new Extension(extension.kind(), value), origin));
    }

    @Override
    public void problem(Problem problem) {
        problems.add(problem);
    }

    @Override
    public void note(Problem note) {
        notes.add(note);
    }

    List<Problem> problems() {
        return problems;
    }

    /** Everything that was said. What was added to values goes on top of what other files and the defaults say. */
    Reading finish() {
        additions.forEach((path, added) -> added.forEach(addition -> add(path.get(0), path.get(1), addition)));
        return new Reading(settings, List.copyOf(problems), List.copyOf(notes));
    }

    private void add(String section, String key, Added added) {
        try {
            Object base = vocabulary.base(settings, section, key);
            settings = settings.with(section, key, added.extension().applyTo(base), added.origin());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(
                    section + "." + key, "adds a list to a map, or a map to a list; write the whole", added.origin()));
        }
    }

    private Object resolved(String path, Object value, Origin origin, boolean secret) {
        if (value instanceof Tree tree) {
            return resolved(path, tree.value(), tree.origin(), secret);
        }
        if (value instanceof String text) {
            return references.resolve(
                    text, folder, secret, message -> problems.add(new Problem(path, message, origin)));
        }
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(resolved(path + "[" + elements.size() + "]", element, origin, secret));
            }
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((name, entry) ->
                    entries.put(String.valueOf(name), resolved(path + "." + name, entry, origin, secret)));
            return entries;
        }
        return value;
    }

    private record Added(Extension extension, Origin origin) {}
}
