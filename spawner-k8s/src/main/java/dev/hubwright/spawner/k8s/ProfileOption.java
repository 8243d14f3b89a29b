package dev.hubwright.spawner.k8s;

import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing to choose within a profile.
 *
 * @param key where the answer stands in the user options
 * @param name what people read
 * @param choices the list
 * @param unlisted what may be written instead
 */
record ProfileOption(String key, String name, List<Choice> choices, Optional<Unlisted> unlisted) {

    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}|\\{value}");

    /** One entry of the list. */
    record Choice(String key, String name, boolean isDefault, Map<String, Object> override) {}

    /** What may be written. */
    record Unlisted(String label, String entry, String regex, String expectation, Map<String, Object> override) {

        /** From the beginning, but not to the end, as Python's match does. */
        boolean accepts(String text) {
            return regex.isEmpty() || Pattern.compile(regex).matcher(text).lookingAt();
        }
    }

    static ProfileOption of(String key, Map<String, Object> tree) {
        List<Choice> choices = new ArrayList<>();
        Trees.map(tree.get("choices")).forEach((choice, value) -> {
            Map<String, Object> inner = Trees.map(value);
            choices.add(new Choice(
                    choice,
                    text(inner, "display_name", choice),
                    Boolean.TRUE.equals(inner.get("default")),
                    Trees.map(inner.get("kubespawner_override"))));
        });
        Map<String, Object> unlisted = Trees.map(tree.get("unlisted_choice"));
        return new ProfileOption(
                key,
                text(tree, "display_name", key),
                choices,
                Boolean.TRUE.equals(unlisted.get("enabled")) ? Optional.of(unlisted(unlisted)) : Optional.empty());
    }

    private static Unlisted unlisted(Map<String, Object> tree) {
        String regex = text(tree, "validation_regex", "");
        return new Unlisted(
                text(tree, "display_name", "Other"),
                text(tree, "display_name_in_choices", "Other..."),
                regex,
                text(tree, "validation_message", "Must match " + regex + "."),
                Trees.map(tree.get("kubespawner_override")));
    }

    private static String text(Map<String, Object> tree, String key, String otherwise) {
        return tree.get(key) instanceof String text ? text : otherwise;
    }

    /** The marked one, or the first. */
    String usual() {
        return choices.stream()
                .filter(Choice::isDefault)
                .findFirst()
                .orElse(choices.get(0))
                .key();
    }

    /** What an answer changes. */
    Map<String, Object> override(ChoiceForm.Chosen chosen) {
        Optional<String> written = choices.isEmpty()
                ? chosen.written(key + "--" + ChoiceField.UNLISTED).filter(text -> !text.isEmpty())
                : chosen.written(key);
        if (written.isPresent() && unlisted.isPresent()) {
            return Trees.map(filled(unlisted.get().override(), written.get()));
        }
        return choices.stream()
                .filter(choice ->
                        chosen.listed(key).filter(choice.key()::equals).isPresent())
                .findFirst()
                .map(Choice::override)
                .orElse(Map.of());
    }

    private static Object filled(Object tree, String value) {
        if (tree instanceof String text) {
            return BRACES.matcher(text)
                    .replaceAll(match -> Matcher.quoteReplacement(
                            match.group().equals("{value}")
                                    ? value
                                    : match.group().substring(1)));
        }
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(String.valueOf(name), filled(inner, value)));
            return copy;
        }
        return tree instanceof List<?> list
                ? list.stream().map(inner -> filled(inner, value)).toList()
                : tree;
    }

    List<Map<String, Object>> overrides() {
        List<Map<String, Object>> all = new ArrayList<>();
        choices.forEach(choice -> all.add(choice.override()));
        unlisted.ifPresent(text -> all.add(Trees.map(filled(text.override(), "value"))));
        return all;
    }
}
