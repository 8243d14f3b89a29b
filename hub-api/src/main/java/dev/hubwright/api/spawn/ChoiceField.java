package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One question before a start: a list to choose from, a text, or a list and a text for what is not in it. All texts are
 * plain; whoever shows them escapes them. Immutable.
 *
 * <p>The answer stands in the user options under the field's <em>option</em>, and the text beside a list under
 * {@link #unlistedOption()}. In an HTML form the same is sent under the field's <em>control</em>. Both follow
 * KubeSpawner, so that what programs send there is understood here.
 */
public final class ChoiceField {

    /** What a form sends in place of an alternative when the text beside the list counts. */
    public static final String UNLISTED = "unlisted-choice";

    private final String option;
    private final String control;
    private final String label;
    private final List<Alternative> alternatives;
    private final Optional<FreeText> freeText;
    private final String usual;

    private ChoiceField(
            String option,
            String control,
            String label,
            List<Alternative> alternatives,
            Optional<FreeText> freeText,
            String usual) {
        this.option = requireNonNull(option, "option");
        this.control = requireNonNull(control, "control");
        this.label = requireNonNull(label, "label");
        this.alternatives = List.copyOf(alternatives);
        this.freeText = freeText;
        this.usual = requireNonNull(usual, "usual");
    }

    /**
     * A list to choose from; the first alternative is the usual one.
     *
     * @param option where the answer stands in the user options
     * @throws IllegalArgumentException if there are no alternatives, or two have the same value
     */
    public static ChoiceField list(String option, String label, List<Alternative> alternatives) {
        long different =
                alternatives.stream().map(Alternative::value).distinct().count();
        if (alternatives.isEmpty() || different != alternatives.size()) {
            throw new IllegalArgumentException(
                    "Choice \"" + option + "\" needs at least one alternative, and no two with the same value");
        }
        return new ChoiceField(
                option,
                option,
                label,
                alternatives,
                Optional.empty(),
                alternatives.get(0).value());
    }

    /**
     * A text.
     *
     * @param usual what holds when nobody writes anything; may be empty
     */
    public static ChoiceField text(String option, FreeText text, String usual) {
        return new ChoiceField(option, option, text.label(), List.of(), Optional.of(text), usual);
    }

    /** Sent by forms under another name than by programs. */
    public ChoiceField control(String name) {
        return new ChoiceField(option, name, label, alternatives, freeText, usual);
    }

    /** Beside the list, a text for what is not in it. */
    public ChoiceField or(FreeText text) {
        return new ChoiceField(option, control, label, alternatives, Optional.of(text), usual);
    }

    /** With another alternative as the usual one; a value that is not in the list changes nothing. */
    public ChoiceField usually(String value) {
        return alternative(value).isPresent()
                ? new ChoiceField(option, control, label, alternatives, freeText, value)
                : this;
    }

    /** Where the answer stands in the user options. */
    public String option() {
        return option;
    }

    /** The name of the control in a form. */
    public String control() {
        return control;
    }

    /** What the person reads. */
    public String label() {
        return label;
    }

    /** The list; empty if this is a text alone. */
    public List<Alternative> alternatives() {
        return alternatives;
    }

    /** The text that may be written, by itself or beside the list. */
    public Optional<FreeText> freeText() {
        return freeText;
    }

    /** The answer when nobody gives one. */
    public String usual() {
        return usual;
    }

    /** Where a text stands in the user options. */
    public String unlistedOption() {
        return alternatives.isEmpty() ? option : option + "--" + UNLISTED;
    }

    /** The name of the text's control in a form. */
    public String unlistedControl() {
        return alternatives.isEmpty() ? control : control + "--" + UNLISTED;
    }

    /** The alternative of this value. */
    public Optional<Alternative> alternative(String value) {
        return alternatives.stream()
                .filter(alternative -> alternative.value().equals(value))
                .findFirst();
    }

    /** Whether there is more than one answer. */
    boolean isOpen() {
        return alternatives.size() != 1
                || freeText.isPresent()
                || alternatives.get(0).fields().stream().anyMatch(ChoiceField::isOpen);
    }

    @Override
    public String toString() {
        return "ChoiceField[" + option + "]";
    }

    /** One entry of a list. Immutable. */
    public static final class Alternative {

        private final String value;
        private final String label;
        private final String description;
        private final List<ChoiceField> fields;

        private Alternative(String value, String label, String description, List<ChoiceField> fields) {
            this.value = requireNonNull(value, "value");
            this.label = requireNonNull(label, "label");
            this.description = requireNonNull(description, "description");
            this.fields = List.copyOf(fields);
        }

        /**
         * One entry.
         *
         * @param value what the user options hold when it is chosen; KubeSpawner's {@code slug}
         * @param label what the person reads
         */
        public static Alternative of(String value, String label) {
            return new Alternative(value, label, "", List.of());
        }

        /** With a sentence or two about it. */
        public Alternative describedAs(String text) {
            return new Alternative(value, label, text, fields);
        }

        /** With questions of its own, which count only if it is chosen. */
        public Alternative asking(List<ChoiceField> questions) {
            return new Alternative(value, label, description, questions);
        }

        /** What the user options hold when it is chosen. */
        public String value() {
            return value;
        }

        /** What the person reads. */
        public String label() {
            return label;
        }

        /** More about it; may be empty. */
        public String description() {
            return description;
        }

        /** Its own questions. */
        public List<ChoiceField> fields() {
            return fields;
        }

        @Override
        public String toString() {
            return "Alternative[" + value + "]";
        }
    }

    /** A text that a person may write, and what it must be like. Immutable. */
    public static final class FreeText {

        private final String label;
        private final String entry;
        private final Predicate<String> rule;
        private final String expectation;

        private FreeText(String label, String entry, Predicate<String> rule, String expectation) {
            this.label = requireNonNull(label, "label");
            this.entry = requireNonNull(entry, "entry");
            this.rule = requireNonNull(rule, "rule");
            this.expectation = requireNonNull(expectation, "expectation");
        }

        /**
         * A text.
         *
         * @param label what the person reads
         * @param rule which texts are right; asked only for short ones without control characters
         * @param expectation what a right one looks like, as a sentence: "Must be an image of our registry."
         */
        public static FreeText of(String label, Predicate<String> rule, String expectation) {
            return new FreeText(label, "Other…", rule, expectation);
        }

        /** With other words for the entry at the end of the list. */
        public FreeText listedAs(String words) {
            return new FreeText(label, words, rule, expectation);
        }

        /** What the person reads. */
        public String label() {
            return label;
        }

        /** The entry at the end of the list that stands for the text. */
        public String entry() {
            return entry;
        }

        /** What a right text looks like. */
        public String expectation() {
            return expectation;
        }

        boolean accepts(String text) {
            return text.length() <= ChoiceForm.MAX_TEXT
                    && text.codePoints().noneMatch(Character::isISOControl)
                    && rule.test(text);
        }

        @Override
        public String toString() {
            return "FreeText[" + label + "]";
        }
    }
}
