package dev.hubwright.hub.settings.python;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Extension;
import dev.hubwright.hub.settings.source.Hooks;
import dev.hubwright.hub.settings.source.Statements;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hands on what a file has said in the end. */
final class Emission {

    private static final Set<String> KEYS_IN_BYTES = Set.of("cookie_secret", "keys");
    private static final int DEEPEST = 60;

    private final String file;
    private final Scope scope;
    private final Statements sink;

    Emission(String file, Scope scope, Statements sink) {
        this.file = file;
        this.scope = scope;
        this.sink = sink;
    }

    void emit(Traits traits) {
        Map<String, Object> variables = new LinkedHashMap<>();
        scope.variables().forEach((name, value) -> variables.put(name, value.template()));
        if (!variables.isEmpty()) {
            sink.extend("JupyterHub", "environment", new Extension(Extension.Kind.UPDATE, variables), new Origin(file));
        }
        traits.all().forEach((trait, written) -> {
            if (written.value().isPresent()) {
                set(trait, written.value().get(), written.place());
            } else {
                written.extensions().forEach(addition -> extend(trait, addition));
            }
        });
        scope.frozen()
                .forEach(reference -> sink.note(new Problem(
                        reference,
                        "decides about other values as it is now, and does not stay a reference",
                        new Origin(file))));
    }

    private void set(Known.Trait trait, Object value, Statement.Place place) {
        try {
            sink.set(trait.section(), trait.key(), plain(trait, value, 0), origin(place));
        } catch (Unreadable e) {
            refuse(trait, place, e);
        }
    }

    private void extend(Known.Trait trait, Traits.Addition addition) {
        try {
            Object value = plain(trait, addition.added(), 0);
            sink.extend(trait.section(), trait.key(), new Extension(addition.kind(), value), origin(addition.place()));
        } catch (Unreadable e) {
            refuse(trait, addition.place(), e);
        }
    }

    private void refuse(Known.Trait trait, Statement.Place place, Unreadable e) {
        sink.problem(new Problem(trait.section() + "." + trait.key(), e.getMessage(), origin(place)));
    }

    private Object plain(Known.Trait trait, Object value, int depth) throws Unreadable {
        scope.step();
        if (depth > DEEPEST) {
            throw new Unreadable("is nested too deeply, or contains itself");
        }
        if (value instanceof Template text) {
            return text.template();
        }
        if (value instanceof None) {
            return null;
        }
        if (value instanceof ListValue list) {
            List<Object> elements = new ArrayList<>();
            for (Object element : list.elements()) {
                elements.add(plain(trait, element, depth + 1));
            }
            return elements;
        }
        if (value instanceof MapValue map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (var entry : map.entries().entrySet()) {
                // Keys are no templates: what looks like a reference in one is its name.
                Object key = plain(trait, entry.getKey(), depth + 1);
                entries.put(String.valueOf(key).replace("$$", "$"), plain(trait, entry.getValue(), depth + 1));
            }
            return entries;
        }
        if (value instanceof Known known) {
            return known(trait, known);
        }
        return value;
    }

    private static Object known(Known.Trait trait, Known value) throws Unreadable {
        if (value instanceof Known.Imported imported) {
            return imported(trait, imported.dotted());
        }
        if (value instanceof Known.Bytes bytes) {
            return KEYS_IN_BYTES.contains(trait.key())
                    ? HexFormat.of().formatHex(bytes.letters().getBytes(StandardCharsets.ISO_8859_1))
                    : Template.of(bytes.letters()).template();
        }
        if (value instanceof Known.Code code) {
            throw new Unreadable(onCode(trait, code));
        }
        throw new Unreadable("has no value that can be read");
    }

    private static String imported(Known.Trait trait, String dotted) throws Unreadable {
        if (trait.key().endsWith("_class")
                || trait.key().equals("authenticators")
                || trait.key().equals("spawners")) {
            return Template.of(dotted).template();
        }
        String instead = Hooks.insteadOf(trait.key()).map(hook -> "use " + hook).orElse("write its value");
        throw new Unreadable("is " + dotted + ", whose value only Python knows; " + instead);
    }

    private static String onCode(Known.Trait trait, Known.Code code) {
        String what = code.keyword().equals("class")
                ? "is the class " + code.name() + " of line " + code.line()
                : code.keyword().equals("lambda")
                        ? "is a lambda"
                        : "is the function " + code.name() + " of line " + code.line();
        String instead = code.keyword().equals("class")
                ? "a provider written in Java, see docs/writing-a-provider.md"
                : Hooks.insteadOf(trait.key()).orElse("a plain value");
        return what + ", and no Python is run; use " + instead;
    }

    private Origin origin(Statement.Place place) {
        return Origin.line(file, place.line());
    }
}
