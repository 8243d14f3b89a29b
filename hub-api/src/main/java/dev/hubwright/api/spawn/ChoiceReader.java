package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceField.FreeText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads user options against the questions, up to the first thing that is wrong. Used once, by one thread. */
final class ChoiceReader {

    private static final int SHOWN = 60;
    private static final int NAMED = 12;

    private final Map<String, Object> options;
    private final Map<String, String> listed = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> faulty = new LinkedHashSet<>();
    private Optional<String> problem = Optional.empty();

    ChoiceReader(Opaque options) {
        this.options = options.values();
    }

    Map<String, String> listed() {
        return listed;
    }

    Map<String, String> written() {
        return written;
    }

    Optional<String> problem() {
        return problem;
    }

    /** The options without which this problem would not be there. */
    Set<String> faulty() {
        return faulty;
    }

    void read(List<ChoiceField> fields) {
        readAll(fields);
        if (problem.isPresent()) {
            return;
        }
        Set<String> unknown = new LinkedHashSet<>(options.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            faulty.addAll(unknown);
            String some = known.isEmpty()
                    ? "nothing can be chosen"
                    : "known are " + names(known.stream().toList());
            problem = Optional.of(
                    "There is no choice \"" + shown(unknown.iterator().next()) + "\" here; " + some);
        }
    }

    private void readAll(List<ChoiceField> fields) {
        for (ChoiceField field : fields) {
            if (problem.isEmpty()) {
                read(field);
            }
        }
    }

    private void read(ChoiceField field) {
        known.add(field.option());
        field.freeText().ifPresent(text -> known.add(field.unlistedOption()));
        Optional<String> value = text(field, field.option());
        if (field.alternatives().isEmpty()) {
            write(field, value.orElse(field.usual()), value.isPresent());
            return;
        }
        Optional<String> text = field.freeText().flatMap(free -> text(field, field.unlistedOption()));
        if (problem.isPresent()) {
            return;
        }
        boolean other = field.freeText().isPresent() && value.equals(Optional.of(ChoiceField.UNLISTED));
        if (text.isPresent() && value.isPresent() && !other) {
            wrong(
                    "Either choose " + shown(field.label()) + " from the list or write it, not both",
                    field.unlistedOption());
        } else if (text.isPresent()) {
            write(field, text.get(), true);
        } else if (other) {
            wrong("Write what you want for " + shown(field.label()) + ", or choose from the list", field.option());
        } else {
            choose(field, value.orElse(field.usual()));
        }
    }

    private void choose(ChoiceField field, String value) {
        Optional<Alternative> alternative = field.alternative(value);
        if (alternative.isEmpty()) {
            List<String> values =
                    field.alternatives().stream().map(Alternative::value).toList();
            wrong(
                    "\"" + shown(value) + "\" cannot be chosen for " + shown(field.label()) + "; there "
                            + (values.size() == 1 ? "is " : "are ") + names(values),
                    field.option());
            return;
        }
        listed.put(field.option(), value);
        readAll(alternative.get().fields());
    }

    private void write(ChoiceField field, String text, boolean bySomebody) {
        FreeText rule = field.freeText().orElseThrow();
        if (bySomebody && !rule.accepts(text)) {
            wrong(
                    "\"" + shown(text) + "\" cannot be taken for " + shown(field.label()) + ": " + rule.expectation(),
                    field.unlistedOption());
            // Without its text the list has no answer either.
            faulty.add(field.option());
        } else if (!text.isEmpty()) {
            written.put(field.option(), text);
        }
    }

    private Optional<String> text(ChoiceField field, String option) {
        Object value = options.get(option);
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        wrong("\"" + shown(option) + "\" must be a text, for " + shown(field.label()), option);
        return Optional.empty();
    }

    private void wrong(String message, String option) {
        if (problem.isEmpty()) {
            problem = Optional.of(message);
            faulty.add(option);
        }
    }

    private static String names(List<String> values) {
        String some = values.stream().limit(NAMED).map(ChoiceReader::shown).collect(Collectors.joining(", "));
        return values.size() > NAMED ? some + " and " + (values.size() - NAMED) + " more" : some;
    }

    /** Short and on one line: it may be anything. */
    private static String shown(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> line.appendCodePoint(isShown(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > SHOWN ? line + "…" : line.toString();
    }

    /** No control characters, and none that turn the direction of what follows. */
    private static boolean isShown(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }
}
