package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The questions before a start, and the only way to an answer that {@link SpawnChoices#apply} takes. Immutable.
 *
 * <p>Answers come from people and programs and are hostile until {@link #check} has found every one of them among what
 * is offered: an unknown option, a value that is not in the list, a text that breaks its rule is refused, never ignored.
 */
public final class ChoiceForm {

    /** The longest text that may be written, in UTF-16 units. */
    public static final int MAX_TEXT = 1024;

    private final List<ChoiceField> fields;

    private ChoiceForm(List<ChoiceField> fields) {
        this.fields = List.copyOf(fields);
    }

    /**
     * Puts questions together.
     *
     * @throws IllegalArgumentException if two that can be answered together share an option, or any two a control
     */
    public static ChoiceForm of(List<ChoiceField> fields) {
        refuseSharedOptions(fields, Set.of());
        refuseSharedControls(fields, new HashSet<>());
        return new ChoiceForm(fields);
    }

    /** What a spawner asks; nothing if it has no {@link SpawnChoices}. */
    public static ChoiceForm of(Spawner spawner, SpawnOffer offer) {
        return of(spawner.capability(SpawnChoices.class)
                .map(choices -> choices.fields(offer))
                .orElse(List.of()));
    }

    private static void refuseSharedOptions(List<ChoiceField> fields, Set<String> above) {
        Set<String> seen = new HashSet<>(above);
        for (ChoiceField field : fields) {
            boolean free = seen.add(field.option());
            free &= field.alternatives().isEmpty() || seen.add(field.unlistedOption());
            if (!free) {
                throw new IllegalArgumentException("Two choices have the option \"" + field.option() + "\"");
            }
        }
        for (ChoiceField field : fields) {
            field.alternatives().forEach(alternative -> refuseSharedOptions(alternative.fields(), seen));
        }
    }

    private static void refuseSharedControls(List<ChoiceField> fields, Set<String> seen) {
        for (ChoiceField field : fields) {
            if (!seen.add(field.control())) {
                throw new IllegalArgumentException("Two choices have the control \"" + field.control() + "\"");
            }
            field.alternatives().forEach(alternative -> refuseSharedControls(alternative.fields(), seen));
        }
    }

    /** The questions, in order. */
    public List<ChoiceField> fields() {
        return fields;
    }

    /** Whether there is anything to choose. */
    public boolean asks() {
        return fields.stream().anyMatch(ChoiceField::isOpen);
    }

    /** Whether a posted form holds an answer to any question. */
    public boolean isAnsweredBy(Map<String, List<String>> posted) {
        return fields.stream()
                .anyMatch(field -> posted.containsKey(field.control()) || posted.containsKey(field.unlistedControl()));
    }

    /**
     * The user options that a posted form stands for, unchecked. Controls that belong to an alternative count only if
     * that is chosen, and controls of which this form knows nothing do not count.
     *
     * @param posted all values by the names of the controls; of several values the last one counts
     */
    public Opaque fromForm(Map<String, List<String>> posted) {
        Map<String, Object> options = new LinkedHashMap<>();
        collect(fields, posted, options);
        return options.isEmpty() ? Opaque.empty() : Opaque.of(1, options);
    }

    private static void collect(
            List<ChoiceField> fields, Map<String, List<String>> posted, Map<String, Object> options) {
        for (ChoiceField field : fields) {
            String value = last(posted, field.control());
            String text = last(posted, field.unlistedControl());
            boolean writes = field.freeText().isPresent() && (value.isEmpty() || value.equals(ChoiceField.UNLISTED));
            if (writes && !text.isBlank()) {
                options.put(field.unlistedOption(), text.strip());
            } else if (!value.isEmpty()) {
                options.put(field.option(), value);
                field.alternative(value).ifPresent(chosen -> collect(chosen.fields(), posted, options));
            }
        }
    }

    private static String last(Map<String, List<String>> posted, String control) {
        List<String> values = posted.getOrDefault(control, List.of());
        return values.isEmpty() ? "" : values.get(values.size() - 1);
    }

    /** Checks user options, of which nothing need be there: what is left out has its usual answer. */
    public Answer check(Opaque options) {
        ChoiceReader reader = new ChoiceReader(options);
        reader.read(fields);
        return reader.problem()
                .<Answer>map(Refused::new)
                .orElseGet(() -> new Chosen(reader.listed(), reader.written()));
    }

    /** What is still right of options from an earlier time, when other things may have been offered. */
    public Opaque stillRight(Opaque options) {
        Map<String, Object> kept = new LinkedHashMap<>(options.values());
        while (true) {
            Opaque candidate = kept.isEmpty() ? Opaque.empty() : Opaque.of(options.version(), kept);
            ChoiceReader reader = new ChoiceReader(candidate);
            reader.read(fields);
            if (reader.problem().isEmpty()) {
                return candidate;
            }
            kept.keySet().removeAll(reader.faulty());
        }
    }

    /** What a check comes to. */
    public sealed interface Answer {}

    /** Something is not offered. */
    public static final class Refused implements Answer {

        private final String publicMessage;

        private Refused(String publicMessage) {
            this.publicMessage = publicMessage;
        }

        /** One sentence that says what is wrong and what could be chosen. */
        public String publicMessage() {
            return publicMessage;
        }

        @Override
        public String toString() {
            return "Refused[" + publicMessage + "]";
        }
    }

    /** An answer to every question, each of them among what is offered. */
    public static final class Chosen implements Answer {

        private final Map<String, String> listed;
        private final Map<String, String> written;

        private Chosen(Map<String, String> listed, Map<String, String> written) {
            this.listed = new HashMap<>(listed);
            this.written = new HashMap<>(written);
        }

        /** The value of the alternative that was chosen for an option; empty if a text was written. */
        public Optional<String> listed(String option) {
            return Optional.ofNullable(listed.get(option));
        }

        /** The text that was written for an option, also beside a list; empty if there is none. */
        public Optional<String> written(String option) {
            return Optional.ofNullable(written.get(option));
        }

        @Override
        public String toString() {
            return "Chosen[" + listed + "]";
        }
    }
}
