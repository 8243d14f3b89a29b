package dev.hubwright.hub.settings.convert;

import dev.hubwright.api.RawSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes settings as YAML, with a comment where each value comes from. Used once, by one thread. */
final class YamlWriter {

    private static final String HUB = "JupyterHub";
    private static final List<String> LISTS_OF_INSTANCES = List.of("JupyterHub.authenticators", "JupyterHub.spawners");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder text = new StringBuilder();

    YamlWriter(List<Path> files, List<String> needsYou) {
        line(
                0,
                "# Converted from "
                        + String.join(", ", files.stream().map(Path::toString).toList()) + ".");
        if (!needsYou.isEmpty()) {
            line(0, "# This needs you before a hub can run with it:");
            needsYou.forEach(sentence -> line(0, "# * " + sentence.replace('\n', ' ')));
        }
    }

    String write(RawSettings settings) {
        Set<String> sections = new LinkedHashSet<>(settings.sections());
        sections.removeIf(section -> isInstance(section) || !hasSomething(settings, section));
        if (sections.isEmpty()
                || LISTS_OF_INSTANCES.stream()
                        .anyMatch(list -> !instances(settings, list).isEmpty())) {
            sections.add(HUB);
        }
        for (String section : sections) {
            boolean empty = !hasSomething(settings, section)
                    && settings.sections().stream().noneMatch(YamlWriter::isInstance);
            line(0, "");
            line(0, key(section) + (empty ? ": {}" : ":"));
            entries(settings, section, 2);
        }
        return text.toString();
    }

    private static boolean isInstance(String section) {
        return LISTS_OF_INSTANCES.stream().anyMatch(list -> section.startsWith(list + "."));
    }

    private static boolean hasSomething(RawSettings settings, String section) {
        return !settings.section(section).isEmpty() || !settings.nulls(section).isEmpty();
    }

    private void entries(RawSettings settings, String section, int indent) {
        settings.section(section).forEach((key, entry) -> {
            comment(indent, entry.origin().description());
            value(indent, key(key) + ":", entry.value());
        });
        settings.nulls(section).forEach((key, origin) -> {
            if (!key.isEmpty() && !LISTS_OF_INSTANCES.contains(section + "." + key)) {
                comment(indent, origin.description());
                line(indent, key(key) + ": null");
            }
        });
        if (section.equals(HUB)) {
            LISTS_OF_INSTANCES.forEach(list -> instances(settings, list, indent));
        }
    }

    private void instances(RawSettings settings, String list, int indent) {
        Map<String, String> instances = instances(settings, list);
        if (instances.isEmpty()) {
            return;
        }
        line(indent, list.substring(list.indexOf('.') + 1) + ":");
        instances.forEach((name, section) -> {
            line(indent + 2, key(name) + ":");
            entries(settings, section, indent + 4);
        });
    }

    private static Map<String, String> instances(RawSettings settings, String list) {
        Map<String, String> instances = new LinkedHashMap<>();
        settings.sections().stream()
                .filter(section -> section.startsWith(list + "."))
                .forEach(section -> instances.put(section.substring(list.length() + 1), section));
        return instances;
    }

    private void value(int indent, String before, Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            line(indent, before);
            map.forEach((key, element) -> value(indent + 2, key(String.valueOf(key)) + ":", element));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            line(indent, before);
            list.forEach(element -> element(indent + 2, element));
        } else {
            line(indent, before + " " + scalar(value));
        }
    }

    private void element(int indent, Object element) {
        boolean nested = (element instanceof Map<?, ?> map && !map.isEmpty())
                || (element instanceof List<?> list && !list.isEmpty());
        if (!nested) {
            line(indent, "- " + scalar(element));
        } else if (element instanceof Map<?, ?> map) {
            line(indent, "-");
            map.forEach((key, inside) -> value(indent + 2, key(String.valueOf(key)) + ":", inside));
        } else {
            line(indent, "-");
            ((List<?>) element).forEach(inside -> element(indent + 2, inside));
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Map) {
            return "{}";
        }
        if (value instanceof List) {
            return "[]";
        }
        if (value instanceof String string) {
            return key(string);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return quoted(String.valueOf(value));
        }
        return String.valueOf(value);
    }

    /** A text as it is where nobody can take it for something else, else in quotes. */
    private static String key(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> append(quoted, c);
            }
        });
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int c) {
        boolean printable = c >= 0x20 && c < 0x7f || (Character.isLetterOrDigit(c) && c < 0xd800);
        if (printable) {
            quoted.appendCodePoint(c);
        } else if (c > 0xffff) {
            quoted.append(String.format("\\U%08x", c));
        } else {
            quoted.append(String.format("\\u%04x", c));
        }
    }

    private void comment(int indent, String origin) {
        if (!origin.isEmpty()) {
            line(indent, "# " + origin.replace('\n', ' '));
        }
    }

    private void line(int indent, String line) {
        text.append(line.isEmpty() ? "" : " ".repeat(indent)).append(line).append('\n');
    }
}
