package dev.hubwright.hub.pages;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One question before a start, as the form shows it.
 *
 * @param id of the control, unique in the page
 * @param name of the control
 * @param label what the person reads
 * @param entries the list; empty if there is only a text
 * @param text the text that may be written, by itself or beside the list
 */
public record ChoiceView(String id, String name, String label, List<Entry> entries, Optional<Text> text) {

    /** Copies the list. */
    public ChoiceView {
        entries = List.copyOf(entries);
    }

    /**
     * The questions of a form.
     *
     * @param options what is chosen at first; all of it must be on offer
     */
    public static List<ChoiceView> of(ChoiceForm form, Opaque options) {
        return form.asks() ? views("choice", form.fields(), options) : List.of();
    }

    private static List<ChoiceView> views(String id, List<ChoiceField> fields, Opaque options) {
        List<ChoiceView> views = new ArrayList<>();
        for (ChoiceField field : fields) {
            views.add(view(id + "-" + views.size(), field, options));
        }
        return views;
    }

    private static ChoiceView view(String id, ChoiceField field, Opaque options) {
        String written =
                options.text(field.unlistedOption()).orElse(field.alternatives().isEmpty() ? field.usual() : "");
        boolean listed = field.alternatives().isEmpty() || written.isEmpty();
        String chosen = listed ? options.text(field.option()).orElse(field.usual()) : ChoiceField.UNLISTED;
        List<Entry> entries = new ArrayList<>();
        for (ChoiceField.Alternative alternative : field.alternatives()) {
            boolean isChosen = alternative.value().equals(chosen);
            String entryId = id + "-" + entries.size();
            List<ChoiceView> own = views(entryId, alternative.fields(), isChosen ? options : Opaque.empty());
            entries.add(new Entry(
                    entryId, alternative.value(), alternative.label(), alternative.description(), isChosen, own));
        }
        Optional<Text> text = field.freeText()
                .map(free -> new Text(
                        id + "-text",
                        field.unlistedControl(),
                        free.label(),
                        free.entry(),
                        free.expectation(),
                        written));
        if (text.isPresent() && !entries.isEmpty()) {
            entries.add(
                    new Entry(id + "-other", ChoiceField.UNLISTED, text.get().entry(), "", !listed, List.of()));
        }
        return new ChoiceView(id, field.control(), field.label(), entries, text);
    }

    /** Whether the list is long-winded enough to be shown as cards rather than folded away. */
    public boolean asCards() {
        return entries.stream()
                .anyMatch(entry ->
                        !entry.description().isEmpty() || !entry.choices().isEmpty());
    }

    /**
     * One entry of the list.
     *
     * @param id of its control
     * @param value what is sent
     * @param label what the person reads
     * @param description more about it; may be empty
     * @param chosen whether it is chosen at first
     * @param choices questions of its own
     */
    public record Entry(
            String id, String value, String label, String description, boolean chosen, List<ChoiceView> choices) {

        /** Copies the list. */
        public Entry {
            choices = List.copyOf(choices);
        }
    }

    /**
     * A text to write.
     *
     * @param id of its control
     * @param name of its control
     * @param label what the person reads
     * @param entry the entry of the list that stands for it
     * @param expectation what a right text looks like
     * @param value what it is at first
     */
    public record Text(String id, String name, String label, String entry, String expectation, String value) {}
}
